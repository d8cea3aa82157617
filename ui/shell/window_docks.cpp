// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window_docks.h"

#include "ui/widgets/screen_fit.h"

#include <QAction>
#include <QDockWidget>
#include <QLayout>
#include <QMainWindow>
#include <QScrollArea>
#include <QStyle>
#include <QToolBar>

#include <algorithm>

namespace lockscope::ui {

namespace {

constexpr int kFirstDockWidth = 290;
constexpr int kFirstTableHeight = 150;
constexpr int kLeastTableHeight = 80;
constexpr int kUsefulCharts = 250; ///< height that they want beyond what they must have

QSize leastSize(QMainWindow& window)
{
    window.layout()->activate();
    return window.minimumSizeHint();
}

} // namespace

WindowDocks::WindowDocks(const Contents& contents, QMainWindow* window)
    : QObject(window)
    , m_window(window)
{
    window->setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    window->setDockOptions(QMainWindow::AnimatedDocks | QMainWindow::AllowNestedDocks
                           | QMainWindow::AllowTabbedDocks);
    QScrollArea* experiment = scrolling(contents.experiment);
    experiment->setMinimumWidth(contents.experiment->minimumSizeHint().width()
                                + window->style()->pixelMetric(QStyle::PM_ScrollBarExtent));
    m_experiment = add("experiment", tr("Experiment"), experiment);
    m_change = add("last-change", tr("Last change"), scrolling(contents.change));
    m_table = add("threads", tr("Threads"), contents.table);
}

QScrollArea* WindowDocks::scrolling(QWidget* content)
{
    auto* scroll = new QScrollArea(m_window);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return scroll;
}

QDockWidget* WindowDocks::add(const QString& name, const QString& title, QWidget* content)
{
    auto* dock = new QDockWidget(title, m_window);
    dock->setObjectName(name);
    dock->setWidget(content);
    connect(content, &QWidget::windowTitleChanged, dock, &QDockWidget::setWindowTitle);
    return dock;
}

void WindowDocks::setBars(QToolBar* controls, QToolBar* transport)
{
    m_controls = controls;
    m_transport = transport;
    for (std::size_t part = 0; part < kWindowParts; ++part)
        connect(switchOf(static_cast<WindowPart>(part)),
                &QAction::toggled,
                this,
                &WindowDocks::shownChanged);
}

QAction* WindowDocks::switchOf(WindowPart part) const
{
    switch (part) {
    case WindowPart::Experiment:
        return m_experiment->toggleViewAction();
    case WindowPart::Change:
        return m_change->toggleViewAction();
    case WindowPart::Threads:
        return m_table->toggleViewAction();
    case WindowPart::ToolBar:
        break;
    }
    return m_controls->toggleViewAction();
}

std::array<bool, kWindowParts> WindowDocks::shown() const
{
    std::array<bool, kWindowParts> shown{};
    for (std::size_t part = 0; part < kWindowParts; ++part)
        shown[part] = switchOf(static_cast<WindowPart>(part))->isChecked();
    return shown;
}

void WindowDocks::toggle(WindowPart part)
{
    switchOf(part)->trigger();
}

void WindowDocks::reset()
{
    for (QDockWidget* dock : {m_experiment, m_change, m_table}) {
        dock->setFloating(false); // before: what has no place in a window cannot be docked
        m_window->removeDockWidget(dock);
    }
    m_window->addDockWidget(Qt::LeftDockWidgetArea, m_experiment);
    m_window->addDockWidget(Qt::LeftDockWidgetArea, m_change);
    m_window->addDockWidget(Qt::BottomDockWidgetArea, m_table);
    for (QDockWidget* dock : {m_experiment, m_change, m_table})
        dock->show();
    m_window->addToolBar(Qt::TopToolBarArea, m_controls);
    m_window->addToolBar(Qt::TopToolBarArea, m_transport);
    m_window->insertToolBarBreak(m_transport); // a row of its own, for a slider to aim with
    m_controls->show();
    m_window->resizeDocks({m_experiment}, {kFirstDockWidth}, Qt::Horizontal);
    m_window->resizeDocks({m_experiment, m_change}, {2, 1}, Qt::Vertical);
    m_window->resizeDocks({m_table}, {kFirstTableHeight}, Qt::Vertical);
}

void WindowDocks::makeRoom()
{
    const QSize room = roomFor(*m_window);
    for (QDockWidget* dock : {m_change, m_experiment, m_table}) {
        const QSize least = leastSize(*m_window);
        const bool narrow = least.width() > room.width() && dock != m_table;
        const bool low = least.height() + kUsefulCharts > room.height() && dock == m_table;
        if (!dock->isFloating() && (narrow || low))
            dock->hide();
    }
}

void WindowDocks::giveWay()
{
    const int most = std::max(m_window->height() / 6, kLeastTableHeight);
    if (!m_table->isFloating() && m_table->height() > most)
        m_window->resizeDocks({m_table}, {most}, Qt::Vertical);
}

} // namespace lockscope::ui
