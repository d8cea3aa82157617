// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window_layout.h"

#include "ui/charts/thread_table.h"
#include "ui/settings/settings.h"
#include "ui/shell/dashboard.h"
#include "ui/shell/window_pages.h"
#include "ui/widgets/screen_fit.h"
#include "ui/words/text.h"

#include <QMainWindow>
#include <QToolBar>

namespace lockscope::ui {

namespace {

constexpr QSize kFirstWindow{1600, 960};

} // namespace

WindowLayout::WindowLayout(Settings& settings, const Parts& parts, QMainWindow& window)
    : m_settings(settings)
    , m_parts(parts)
    , m_window(window)
{}

void WindowLayout::resetBars()
{
    m_window.addToolBar(Qt::TopToolBarArea, &m_parts.controls);
    m_window.addToolBar(Qt::TopToolBarArea, &m_parts.transport);
    m_window.insertToolBarBreak(&m_parts.transport);
    m_parts.controls.show();
}

void WindowLayout::reset()
{
    resetBars();
    m_parts.pages.reset();
    m_parts.dashboard.resetState();
    m_parts.table.resetState();
}

QString WindowLayout::restore()
{
    resizeToFit(m_window, kFirstWindow);
    reset();
    // Each is none before the first time; one that Qt refuses, from another version of it, is
    // dropped alone.
    bool dropped = m_settings.dropDamagedLayouts();
    const RememberedLayout was = m_settings.layout();
    dropped |= !was.geometry.isEmpty() && !m_window.restoreGeometry(was.geometry);
    if (!was.bars.isEmpty() && !m_window.restoreState(was.bars)) {
        resetBars();
        dropped = true;
    }
    dropped |= !was.panels.isEmpty() && !m_parts.pages.restore(was.panels);
    dropped |= !was.splitters.isEmpty() && !m_parts.dashboard.restoreState(was.splitters);
    dropped |= !was.table.isEmpty() && !m_parts.table.restoreState(was.table);
    // The screen may be another than the one that was remembered; what gave way had widened the
    // window.
    m_parts.pages.makeRoom();
    if (was.geometry.isEmpty())
        resizeToFit(m_window, kFirstWindow);
    else
        bringOntoScreen(m_window);
    return dropped ? tr("The window's layout that was remembered is damaged, or from another "
                        "version: what of it could not be read is as at first.")
                   : QString();
}

void WindowLayout::save()
{
    m_settings.setLayout({.geometry = m_window.saveGeometry(),
                          .bars = m_window.saveState(),
                          .panels = m_parts.pages.state(),
                          .splitters = m_parts.dashboard.saveState(),
                          .table = m_parts.table.saveState()});
}

} // namespace lockscope::ui
