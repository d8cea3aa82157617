// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QMainWindow;

namespace lockscope::ui {

class Dashboard;
class Settings;
class ThreadTable;
class WindowDocks;

/// Where everything stands in the window, remembered from one start to the next. GUI thread only.
class WindowLayout
{
public:
    /// All of it outlives the layout.
    WindowLayout(Settings& settings,
                 WindowDocks& docks,
                 Dashboard& dashboard,
                 ThreadTable& table,
                 QMainWindow& window);

    /// Every part where it is at first.
    void reset();
    /// As it was remembered, on the screen that there is. Returns a sentence when something of it
    /// could not be read and is as at first; else nothing.
    [[nodiscard]] QString restore();
    void save();

private:
    Settings& m_settings;
    WindowDocks& m_docks;
    Dashboard& m_dashboard;
    ThreadTable& m_table;
    QMainWindow& m_window;
};

} // namespace lockscope::ui
