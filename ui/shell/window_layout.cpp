// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window_layout.h"

#include "ui/charts/thread_table.h"
#include "ui/settings/settings.h"
#include "ui/shell/dashboard.h"
#include "ui/shell/window_docks.h"
#include "ui/widgets/screen_fit.h"
#include "ui/words/text.h"

#include <QMainWindow>

namespace lockscope::ui {

namespace {

constexpr QSize kFirstWindow{1600, 960};

} // namespace

WindowLayout::WindowLayout(Settings& settings,
                           WindowDocks& docks,
                           Dashboard& dashboard,
                           ThreadTable& table,
                           QMainWindow& window)
    : m_settings(settings)
    , m_docks(docks)
    , m_dashboard(dashboard)
    , m_table(table)
    , m_window(window)
{}

void WindowLayout::reset()
{
    m_docks.reset();
    m_dashboard.resetState();
    m_table.resetState();
    m_docks.makeRoom();
}

QString WindowLayout::restore()
{
    resizeToFit(m_window, kFirstWindow);
    reset();
    const QByteArray geometry = m_settings.geometry();
    const QByteArray docks = m_settings.docks();
    const QByteArray splitters = m_settings.splitters();
    const QByteArray table = m_settings.table();
    // Each is none before the first time; one that Qt refuses, from another version of it, is
    // dropped alone.
    bool dropped = m_settings.dropDamagedLayouts();
    dropped |= !geometry.isEmpty() && !m_window.restoreGeometry(geometry);
    if (!docks.isEmpty() && !m_window.restoreState(docks)) {
        reset();
        dropped = true;
    }
    dropped |= !splitters.isEmpty() && !m_dashboard.restoreState(splitters);
    dropped |= !table.isEmpty() && !m_table.restoreState(table);
    // The screen may be another than the one that was remembered; what gave way had widened the
    // window.
    m_docks.makeRoom();
    if (geometry.isEmpty())
        resizeToFit(m_window, kFirstWindow);
    else
        bringOntoScreen(m_window);
    return dropped ? tr("The window's layout that was remembered is damaged, or from another "
                        "version: what of it could not be read is as at first.")
                   : QString();
}

void WindowLayout::save()
{
    m_settings.setLayout(m_window.saveGeometry(),
                         m_window.saveState(),
                         m_dashboard.saveState(),
                         m_table.saveState());
}

} // namespace lockscope::ui
