// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/lock_figures.h"
#include "ui/pages/panel_page.h"
#include "ui/program/account_report.h"
#include "ui/program/lock_rows.h"
#include "ui/program/program_reports.h"
#include "ui/program/program_time.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QSplitter;
class QStackedWidget;
class QVBoxLayout;

namespace lockscope::ui {

class ActionButton;
class ActionTable;
class ElidedLabel;
class LockPanel;
class LockSwaps;
class LockTable;
class MessageStrip;
class ProgramHead;
class ProgramInvitation;
class Session;
class Settings;
class SourceBanner;
class ThreadPick;
class TimeView;
class WorthDialog;

/// Somebody's own program: which of its locks are waited for, where, and who holds them meanwhile,
/// now, over what is selected, and over time. One that is watched is the session's source, like a
/// recording of one. What was found stays in sight until another program is shown. GUI thread only.
class ProgramPage : public PanelPage
{
    Q_OBJECT

public:
    /// All of them outlive the page; the view is that of the pictures.
    ProgramPage(Session& session,
                Settings& settings,
                TimeView& view,
                ThreadPick& pick,
                QWidget* parent = nullptr);

    [[nodiscard]] QString helpPage() const override
    {
        return QStringLiteral("program.md#in-the-window");
    }

    /// What the page's buttons do: the actions that call what follows. Once.
    void setActions(const ActionTable& table);
    /// Whether a program is being watched, here or elsewhere.
    [[nodiscard]] bool watches() const;

    /// Whether one of its locks has another in front of it, or longer holds.
    [[nodiscard]] bool swapped() const;

    /// Asks for a program to start, or for a running process, and watches it.
    void askForProgram();
    void askForProcess();
    /// Watches it, or has it watched elsewhere; when that cannot be, the page says why.
    void watch(const WatchRequest& request);
    /// Ends watching; the program goes on.
    void stopWatching();
    /// Offers other locks instead of the marked one.
    void swapLock();
    /// Gives the lock that was swapped last back to the program as its own.
    void putBackLock();
    /// What is wanted of its locks.
    [[nodiscard]] LockSwaps& swaps() { return *m_swaps; }
    /// Offers to try which locks are worth fixing.
    void tryWorth();
    /// Of the marked lock.
    [[nodiscard]] LockPanel& panel() { return *m_panel; }
    /// Asks where pictures of the marked lock's stacks are to be saved.
    void saveFlames();
    /// Shows a report: what watching does, and tests. Null: none.
    void setReport(const WatchReportPtr& report);

    /// Has the pictures over time, which are a program's, between the locks and the panel below;
    /// null: they stand elsewhere.
    void hold(QWidget* pictures);
    /// Brings what it says of the session's picture up to date.
    void refresh();
    /// Has the pictures speak of a lock, or of all.
    void choose(std::optional<std::uint32_t> lock);
    [[nodiscard]] const std::optional<ChosenLock>& chosenLock() const { return m_lock; }

protected:
    void resizeEvent(QResizeEvent* event) override;

signals:
    /// watches().
    void watchesChanged();
    /// A program is to be watched on another host.
    void elsewhereWanted(const lockscope::ui::RemoteHost& host,
                         const lockscope::ui::RemoteProgram& program);
    /// The pictures are to be of that lock; none: of all.
    void lockChosen(const std::optional<lockscope::ui::ChosenLock>& lock);
    /// How long that lock was waited for, by the newest report; none: no lock, or not known.
    void lockWaitsKnown(const std::optional<lockscope::ui::LockWaits>& waits);

private:
    [[nodiscard]] QWidget* setUpLocks();
    [[nodiscard]] QWidget* setUpCentre();
    /// io::BadInput for what cannot be watched; of a program to start it is remembered what.
    void tryToWatch(const WatchRequest& request);
    /// Another feed is shown.
    void feedReplaced();
    /// What there is to show decides which parts of the page there are.
    void showParts();
    void showWatches();
    /// The locks of the report, or of what is looked at.
    void showLocks();
    void showLock();
    /// Whether what the session shows is the program that is watched here.
    [[nodiscard]] bool showsOwn() const;
    /// The report on what is shown; null where there is none of it.
    [[nodiscard]] WatchReportPtr shownReport() const;
    void tellWaits();

    Session& m_session;
    Settings& m_settings;
    TimeView& m_view;
    QStackedWidget* m_centre; // children, as all that follow
    MessageStrip* m_message;
    SourceBanner* m_sampled;
    ProgramHead* m_head;
    QSplitter* m_parts; ///< locks above pictures
    QVBoxLayout* m_pictures = nullptr; ///< where these stand
    QLineEdit* m_search;
    QCheckBox* m_conditions;
    QLabel* m_when; ///< the locks' figures are of
    ActionButton* m_all; ///< has the pictures speak of all locks
    LockTable* m_table;
    LockPanel* m_panel;
    ProgramInvitation* m_invitation;
    ProgramTime m_time;
    LockRates m_rates;
    WatchReportPtr m_report; ///< the last
    AccountReport m_recorded; ///< of the feed that is shown
    WatchReportPtr m_shownReport; ///< in the table of locks; null: what is there is of a range
    bool m_ofRange = false; ///< the table of locks is
    bool m_moved = false; ///< what is looked at, since its locks were shown
    bool m_holds = false; ///< the pictures
    bool m_shared = false; ///< the room has been, once, between locks and pictures
    std::optional<ChosenLock> m_lock; ///< of the pictures
    bool m_watches = false; ///< the last that was told
    LockSwaps* m_swaps; ///< child
    WorthDialog* m_worth; ///< child
    ProgramReports m_reports; ///< last: its thread has ended before anything that it tells is gone
};

} // namespace lockscope::ui
