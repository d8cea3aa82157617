// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/panel_page.h"
#include "ui/program/program_run.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QStackedWidget;

namespace lockscope::ui {

class ActionButton;
class ActionTable;
class ElidedLabel;
class LockPanel;
class LockTable;
class MessageStrip;
class SourceBanner;

/// Somebody's own program: which of its locks are waited for, where, and who holds them meanwhile.
/// What was found stays in sight until another program is watched. GUI thread only.
class ProgramPage : public PanelPage
{
    Q_OBJECT

public:
    explicit ProgramPage(QWidget* parent = nullptr);

    [[nodiscard]] QString helpPage() const override
    {
        return QStringLiteral("program.md#in-the-window");
    }

    /// What the page's buttons do: the actions that call what follows. Once.
    void setActions(const ActionTable& table);
    /// Whether a program is being watched.
    [[nodiscard]] bool watches() const { return m_run.watches(); }

    /// Asks for a program to start, or for a running process, and watches it.
    void askForProgram();
    void askForProcess();
    /// Watches it; when that cannot be, the page says why.
    void watch(const WatchRequest& request);
    /// Ends watching; the program goes on.
    void stopWatching() { m_run.stop(); }
    /// Shows a report: what watching does, and tests. Null: the page as it is at first.
    void setReport(const WatchReportPtr& report);

protected:
    /// Stacks are looked at as much as the locks.
    [[nodiscard]] int tablePart() const override { return 2; }

signals:
    /// watches().
    void watchesChanged();

private:
    [[nodiscard]] QWidget* setUpEmpty();
    [[nodiscard]] QWidget* setUpHead();
    [[nodiscard]] QWidget* setUpCentre();
    /// io::BadInput for what cannot be watched; of a program to start it is remembered what.
    void tryToWatch(const WatchRequest& request);
    void showWatches();
    void showLock();

    QStackedWidget* m_centre; // children, as all that follow
    MessageStrip* m_message;
    SourceBanner* m_sampled;
    ElidedLabel* m_command;
    ElidedLabel* m_facts;
    QLabel* m_verdict;
    QLabel* m_warnings;
    QLineEdit* m_search;
    QCheckBox* m_conditions;
    LockTable* m_table;
    LockPanel* m_panel;
    ActionButton* m_launch;
    ActionButton* m_attach;
    ActionButton* m_stop;
    WatchReportPtr m_report; ///< that is shown
    WatchRequest m_asked; ///< the last program that was started
    ProgramRun m_run; ///< last: its thread has ended before anything that it tells is gone
};

} // namespace lockscope::ui
