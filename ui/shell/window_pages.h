// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/panel_page.h"
#include "ui/theme/theme.h"

#include <QTabWidget>

#include <array>
#include <optional>

namespace lockscope::ui {

class ActionTable;
class LoadOrigin;
class ComparisonPage;
class DifferencePage;
class LivePage;
class ProgramPage;
class ScalingPage;
class Session;
class Settings;
class StartPage;

/// The pages of the window, one of which is in sight. GUI thread only.
class WindowPages : public QTabWidget
{
    Q_OBJECT

public:
    /// Session and settings outlive it.
    WindowPages(Session& session, Settings& settings, QWidget* parent);
    /// The names of the tabs, what the page Start offers and what buttons do; once.
    void setActions(const ActionTable& table);

    [[nodiscard]] StartPage& start() const { return *m_start; }
    [[nodiscard]] LivePage& live() const { return *m_live; }
    [[nodiscard]] ProgramPage& program() const { return *m_program; }
    [[nodiscard]] ScalingPage& scaling() const { return *m_scaling; }
    [[nodiscard]] ComparisonPage& guards() const { return *m_guards; }
    /// What the experiment's load is of, which the pages of studies say.
    [[nodiscard]] LoadOrigin& loadOrigin() const { return *m_origin; }
    [[nodiscard]] DifferencePage& recordings() const { return *m_recordings; }

    /// Brings all that shows the session's picture up to date, on the page of its subject.
    void refresh();
    /// The page that has the pictures over time.
    [[nodiscard]] WindowPage picturesPage() const
    {
        return m_subject == measure::Subject::Program ? WindowPage::Program : WindowPage::Live;
    }
    /// Whether the page in sight has them.
    [[nodiscard]] bool picturesInSight() const { return shown() == picturesPage(); }

    [[nodiscard]] WindowPage shown() const { return static_cast<WindowPage>(currentIndex()); }
    void showPage(WindowPage page) { setCurrentIndex(static_cast<int>(page)); }
    [[nodiscard]] PanelPage& inSight() const;
    /// What the tab of the live page is called, which follows what is shown there.
    void setLiveName(const QString& name);
    void setTheme(const Theme& theme);

    /// Which panels of the page in sight are open, by WindowPart; none: it has no such panel.
    [[nodiscard]] std::array<std::optional<bool>, kWindowParts> parts() const;
    /// Every panel of all pages where it is at first, as far as there is room for it.
    void reset();
    /// Closes panels, on every page, that the window has no room for on its screen.
    void makeRoom();
    /// The window got lower.
    void giveWay();
    /// Where the panels of all pages are.
    [[nodiscard]] QByteArray state() const;
    /// False when some of it could not be read and is as at first.
    bool restore(const QByteArray& state);

signals:
    /// Another page is in sight, a panel was opened or closed, a study of a page got on, or
    /// a program is watched or no longer.
    void stateChanged();

private:
    [[nodiscard]] QSize leastWindow();
    /// Has the pictures stand on the page of what they are of.
    void placePictures();

    Session& m_session;
    measure::Subject m_subject = measure::Subject::Experiment; ///< of the pictures
    LoadOrigin* m_origin; // child, as all that follow
    StartPage* m_start;
    LivePage* m_live;
    ProgramPage* m_program;
    ScalingPage* m_scaling;
    ComparisonPage* m_guards;
    DifferencePage* m_recordings;
    std::array<PanelPage*, 6> m_pages; ///< all of them, by WindowPage
};

} // namespace lockscope::ui
