// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/chart_desk.h"

#include "ui/charts/chart_view.h"
#include "ui/charts/lanes_view.h"
#include "ui/settings/settings.h"
#include "ui/shell/dashboard.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>

#include <algorithm>

namespace lockscope::ui {

ChartDesk::ChartDesk(Settings& settings, Dashboard& dashboard, QWidget* window)
    : QObject(window)
    , m_settings(settings)
    , m_dashboard(dashboard)
{
    for (ChartView* chart : window->findChildren<ChartView*>())
        watch(chart);
    qApp->installEventFilter(this);
}

void ChartDesk::setActions(ActionTable& actions)
{
    m_actions = &actions;
    connect(m_dashboard.lanes(), &LanesView::choiceChanged, &actions, &ActionTable::refresh);
}

bool ChartDesk::eventFilter(QObject* watched, QEvent* event)
{
    const QEvent::Type type = event->type();
    if (type != QEvent::Polish && type != QEvent::Enter && type != QEvent::ContextMenu)
        return false;
    auto* chart = qobject_cast<ChartView*>(watched);
    if (chart == nullptr)
        return false;
    watch(chart);
    if (type == QEvent::Enter)
        pointAt(chart);
    if (type != QEvent::ContextMenu)
        return false;
    openMenu(chart, static_cast<QContextMenuEvent*>(event)->globalPos());
    return true;
}

void ChartDesk::watch(ChartView* chart)
{
    if (!m_charts.insert(chart).second)
        return;
    connect(chart, &QObject::destroyed, this, [this, chart] { m_charts.erase(chart); });
    connect(chart, &ChartView::titleDoubleClicked, this, [this, chart] {
        pointAt(chart);
        setAlone(m_dashboard.shownAlone() == nullptr);
    });
    ValueAxis* axis = chart->axis();
    if (axis == nullptr)
        return;
    if (const auto remembered = m_settings.axis(chart->id()))
        axis->choose({remembered->logarithmic, remembered->sparesSpikes});
    connect(axis, &ValueAxis::changed, this, [this, chart, axis, last = axis->choice()]() mutable {
        if (axis->choice() == last)
            return; // a linked axis has changed
        last = axis->choice();
        m_settings.setAxis(chart->id(), {last.logarithmic, last.sparesSpikes});
        if (m_actions)
            m_actions->refresh();
    });
}

void ChartDesk::pointAt(ChartView* chart)
{
    if (chart == m_pointedAt)
        return;
    m_pointedAt = chart;
    if (m_actions)
        m_actions->refresh();
}

void ChartDesk::openMenu(ChartView* chart, const QPoint& at)
{
    if (!m_actions)
        return;
    pointAt(chart);
    auto* menu = new QMenu(chart); // where the chart's window is modal it is not blocked
    menu->setObjectName("chart-menu");
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    m_actions->fill(*menu, MenuPlace::Chart);
    if (chart == m_dashboard.lanes()) {
        menu->addSeparator();
        menu->addAction(m_actions->action("pin-lane")); // of the lane that was clicked
        m_actions->fill(*menu->addMenu(tr("Thread la&nes")), MenuPlace::Lanes);
    }
    menu->popup(at);
}

PointedChart ChartDesk::pointedAt() const
{
    if (!m_pointedAt)
        return {};
    PointedChart state{.title = m_pointedAt->title()};
    if (const ValueAxis* axis = m_pointedAt->axis()) {
        state.logarithmic = axis->choice().logarithmic;
        if (axis->canSpareSpikes())
            state.sparesSpikes = axis->choice().sparesSpikes;
    }
    if (m_dashboard.has(m_pointedAt))
        state.alone = m_dashboard.shownAlone() == m_pointedAt;
    return state;
}

void ChartDesk::setAlone(bool alone)
{
    if (!m_dashboard.has(m_pointedAt))
        return;
    m_dashboard.showAlone(alone ? m_pointedAt.data() : nullptr);
    if (alone)
        emit done(tr("One chart alone: Esc, or a double click on its title, shows all again"));
    if (m_actions)
        m_actions->refresh();
}

void ChartDesk::setLogarithmic(bool on)
{
    if (m_pointedAt)
        choose(*m_pointedAt, [on](AxisChoice& choice) { choice.logarithmic = on; });
}

void ChartDesk::setSparesSpikes(bool on)
{
    if (m_pointedAt)
        choose(*m_pointedAt, [on](AxisChoice& choice) { choice.sparesSpikes = on; });
}

bool ChartDesk::allLogarithmic() const
{
    const auto all = axes();
    return std::all_of(
        all.begin(), all.end(), [](const ValueAxis* axis) { return axis->choice().logarithmic; });
}

bool ChartDesk::allSpareSpikes() const
{
    const auto all = axes();
    return std::all_of(all.begin(), all.end(), [](const ValueAxis* axis) {
        return !axis->canSpareSpikes() || axis->choice().sparesSpikes;
    });
}

void ChartDesk::setAllLogarithmic(bool on)
{
    chooseAll([on](AxisChoice& choice) { choice.logarithmic = on; });
}

void ChartDesk::setAllSpareSpikes(bool on)
{
    chooseAll([on](AxisChoice& choice) { choice.sparesSpikes = on; });
}

void ChartDesk::choose(ChartView& chart, const Change& change)
{
    ValueAxis* axis = chart.axis();
    if (axis == nullptr)
        return;
    AxisChoice choice = axis->choice();
    change(choice);
    axis->choose(choice);
}

void ChartDesk::chooseAll(const Change& change)
{
    const auto charts = m_charts; // a choice may have others follow
    for (ChartView* chart : charts)
        choose(*chart, change);
}

std::vector<const ValueAxis*> ChartDesk::axes() const
{
    std::vector<const ValueAxis*> axes;
    for (const ChartView* chart : m_charts)
        if (const ValueAxis* axis = chart->axis())
            axes.push_back(axis);
    return axes;
}

} // namespace lockscope::ui
