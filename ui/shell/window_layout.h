// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QMainWindow;
class QToolBar;

namespace lockscope::ui {

class Dashboard;
class Settings;
class ThreadTable;
class WindowPages;

/// Where everything stands in the window, remembered from one start to the next. GUI thread only.
class WindowLayout
{
public:
    /// What has a place; all of it outlives the layout.
    struct Parts
    {
        WindowPages& pages;
        QToolBar& controls;
        QToolBar& transport; ///< a row of its own, for a slider to aim with
        Dashboard& dashboard;
        ThreadTable& table;
    };

    WindowLayout(Settings& settings, const Parts& parts, QMainWindow& window);

    /// Every part where it is at first.
    void reset();
    /// As it was remembered, on the screen that there is. Returns a sentence when something of it
    /// could not be read and is as at first; else nothing.
    [[nodiscard]] QString restore();
    void save();

private:
    void resetBars();

    Settings& m_settings;
    Parts m_parts;
    QMainWindow& m_window;
};

} // namespace lockscope::ui
