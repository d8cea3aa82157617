// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/panel_page.h"

#include <QDockWidget>
#include <QHideEvent>
#include <QLayout>
#include <QScrollArea>
#include <QStyle>

#include <algorithm>
#include <utility>

namespace lockscope::ui {

namespace {

constexpr int kFirstSideWidth = 290;
constexpr int kTablePart = 6; ///< of the height one is the table's: pictures need theirs
constexpr int kLeastTableHeight = 80;
constexpr int kUsefulCharts = 250; ///< height that they want beyond what they must have

QScrollArea* scrolling(const PanelPage::Panel& panel)
{
    QWidget* content = panel.content;
    auto* scroll = new QScrollArea;
    scroll->setObjectName(panel.name + QStringLiteral("-scrolled"));
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(content->minimumSizeHint().width()
                            + content->style()->pixelMetric(QStyle::PM_ScrollBarExtent));
    return scroll;
}

} // namespace

PanelPage::PanelPage(const QString& name, const QString& title, QWidget* parent)
    : QMainWindow(parent, Qt::Widget)
{
    setWindowFlags(Qt::Widget); // QMainWindow would be a window
    setObjectName(name);
    setWindowTitle(title);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
}

PanelPage::~PanelPage()
{
    for (const Docked& each : m_panels)
        each.dock->disconnect(this); // it goes when no more than a QWidget is left of the page
}

void PanelPage::setUp(QWidget* centre, const std::vector<Panel>& panels)
{
    setCentralWidget(centre);
    for (const Panel& panel : panels) {
        auto* dock = new QDockWidget(panel.title, this);
        dock->setObjectName(panel.name);
        dock->setWidget(panel.scrolls ? scrolling(panel) : panel.content);
        connect(panel.content, &QWidget::windowTitleChanged, dock, &QDockWidget::setWindowTitle);
        connect(dock, &QDockWidget::visibilityChanged, this, &PanelPage::partsChanged);
        m_panels.push_back({panel.part, panel.area, dock});
    }
    reset();
}

QDockWidget* PanelPage::dockOf(WindowPart part) const
{
    const auto found = std::find_if(
        m_panels.begin(), m_panels.end(), [part](const Docked& each) { return each.part == part; });
    return found == m_panels.end() ? nullptr : found->dock;
}

bool PanelPage::shows(WindowPart part) const
{
    QDockWidget* dock = dockOf(part);
    return dock != nullptr && (!dock->isHidden() || m_away.contains(dock));
}

void PanelPage::toggle(WindowPart part)
{
    if (QDockWidget* dock = dockOf(part)) {
        if (m_panelsShown) {
            dock->setVisible(dock->isHidden());
        } else if (!m_away.removeOne(dock)) {
            m_away << dock; // it comes with what it tells of
        }
        emit partsChanged(); // a page that is not in sight has no panel in sight either
    }
}

void PanelPage::setPanelsShown(bool shown)
{
    if (shown == m_panelsShown)
        return;
    m_panelsShown = shown;
    if (shown) {
        const QList<QDockWidget*> open = std::exchange(m_away, {});
        if (m_sized)
            restoreState(m_left); // the sizes that they had
        for (const Docked& each : m_panels)
            each.dock->setVisible(open.contains(each.dock));
        if (!m_sized && isVisible())
            giveFirstSizes();
        return;
    }
    m_left = saveState();
    for (const Docked& each : m_panels) {
        if (!each.dock->isHidden() && !m_away.contains(each.dock))
            m_away << each.dock;
        each.dock->hide();
    }
}

void PanelPage::reset()
{
    const bool shown = std::exchange(m_panelsShown, true);
    m_away.clear();
    for (const Docked& each : m_panels) {
        each.dock->setFloating(false); // before: what has no place in a page cannot be docked
        removeDockWidget(each.dock);
    }
    for (const Docked& each : m_panels) {
        addDockWidget(each.area, each.dock);
        each.dock->show();
    }
    m_sized = false;
    if (isVisible() && shown)
        giveFirstSizes();
    setPanelsShown(shown);
}

void PanelPage::giveFirstSizes()
{
    QList<QDockWidget*> sides;
    QList<int> heights;
    for (const Docked& each : m_panels) {
        if (each.area == Qt::BottomDockWidgetArea) {
            resizeDocks({each.dock}, {usualTableHeight()}, Qt::Vertical);
            continue;
        }
        sides << each.dock;
        heights << (each.part == WindowPart::Change ? 1 : 2);
    }
    if (!sides.isEmpty())
        resizeDocks({sides.front()}, {kFirstSideWidth}, Qt::Horizontal);
    resizeDocks(sides, heights, Qt::Vertical);
    m_sized = true;
}

int PanelPage::usualTableHeight() const
{
    // The window's part that it stands in: its own size is not known before it is in sight.
    const int room = (parentWidget() != nullptr ? parentWidget() : this)->height();
    return std::max(room / kTablePart, kLeastTableHeight);
}

QSize PanelPage::leastSize()
{
    layout()->activate();
    return minimumSizeHint();
}

void PanelPage::makeRoom(const QSize& room)
{
    const bool shown = m_panelsShown;
    setPanelsShown(true); // they will be
    for (const WindowPart part : {WindowPart::Change, WindowPart::SidePanel, WindowPart::Table}) {
        QDockWidget* dock = dockOf(part);
        if (dock == nullptr || dock->isFloating())
            continue;
        const QSize least = leastSize();
        const bool below = dockWidgetArea(dock) == Qt::BottomDockWidgetArea;
        if (below ? least.height() + kUsefulCharts > room.height() : least.width() > room.width())
            dock->hide();
    }
    setPanelsShown(shown);
}

void PanelPage::giveWay()
{
    QDockWidget* table = dockOf(WindowPart::Table);
    const int most = usualTableHeight();
    if (table != nullptr && !table->isFloating() && table->height() > most
        && dockWidgetArea(table) == Qt::BottomDockWidgetArea)
        resizeDocks({table}, {most}, Qt::Vertical);
}

QByteArray PanelPage::state() const
{
    if (!m_sized)
        return {};
    return m_away.isEmpty() ? saveState() : m_left;
}

bool PanelPage::restore(const QByteArray& state)
{
    if (state.isEmpty())
        return true;
    const bool shown = std::exchange(m_panelsShown, true);
    m_away.clear();
    m_sized = restoreState(state);
    if (!m_sized)
        reset();
    setPanelsShown(shown);
    return m_sized;
}

void PanelPage::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    if (!m_panelsShown)
        return;
    for (QDockWidget* dock : std::exchange(m_away, {}))
        dock->show();
    if (!m_sized)
        giveFirstSizes(); // a page that was never in sight has no size to share out
}

void PanelPage::hideEvent(QHideEvent* event)
{
    QMainWindow::hideEvent(event);
    if (event->spontaneous() || !m_panelsShown)
        return; // the whole window was minimised, and its panels with it
    m_left = saveState();
    for (const Docked& each : m_panels)
        if (each.dock->isFloating() && !each.dock->isHidden()) {
            m_away << each.dock;
            each.dock->hide();
        }
}

} // namespace lockscope::ui
