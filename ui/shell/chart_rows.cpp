// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the menu View on charts, and those of the menu that each chart has.
#include "ui/shell/action_rows.h"
#include "ui/shell/chart_desk.h"
#include "ui/words/text.h"

#include <utility>

namespace lockscope::ui {

namespace {

QString whyNoChart(const WindowState& state)
{
    return state.chart.title.isEmpty() ? tr("no chart was pointed at yet") : QString();
}

/// Of the menu that each chart has.
ActionRow ofChart(int section, ActionRow row)
{
    row.menu = MenuPlace::Chart;
    row.section = section;
    if (!row.whyNot)
        row.whyNot = whyNoChart;
    return row;
}

QString whyNoAxis(const WindowState& state)
{
    const QString reason = whyNoChart(state);
    return reason.isEmpty() && !state.chart.logarithmic ? tr("this chart has no axis of values")
                                                        : reason;
}

QString whyNoSpikes(const WindowState& state)
{
    const QString reason = whyNoAxis(state);
    return reason.isEmpty() && !state.chart.sparesSpikes
        ? tr("this chart always shows all of its values")
        : reason;
}

} // namespace

std::vector<ActionRow> chartRows(const ActionSubjects& on)
{
    ChartDesk* charts = &on.charts;
    return {
        {.id = "logarithmic-axes",
         .text = tr("Lo&garithmic axes"),
         .icon = "logarithmic",
         .tip = tr("Logarithmic or linear axes for the values of all charts"),
         .keys = {Qt::CTRL | Qt::Key_G},
         .menu = MenuPlace::View,
         .section = 2,
         .on = &WindowState::logarithmicAxes,
         .what = [charts](bool logarithmic) { charts->setAllLogarithmic(logarithmic); }},
        {.id = "spare-spikes",
         .text = tr("Leave s&pikes outside"),
         .icon = "spikes",
         .tip =
             tr("Draw charts over most of their values and mark spikes with an arrow, or over all"),
         .keys = {Qt::CTRL | Qt::Key_U},
         .menu = MenuPlace::View,
         .section = 2,
         .on = &WindowState::spikesSpared,
         .what = [charts](bool spares) { charts->setAllSpareSpikes(spares); }},
        ofChart(
            0,
            {.id = "chart-logarithmic",
             .text = tr("&Logarithmic axis"),
             .icon = "logarithmic",
             .tip = tr("Logarithmic or linear axis for the values of the chart pointed at"),
             .keys = {Qt::Key_G},
             .whyNot = whyNoAxis,
             .on = [](const WindowState& state) { return state.chart.logarithmic.value_or(false); },
             .what = [charts](bool logarithmic) { charts->setLogarithmic(logarithmic); }}),
        ofChart(
            0,
            {.id = "chart-spare-spikes",
             .text = tr("Leave &spikes outside"),
             .icon = "spikes",
             .tip = tr("The chart pointed at is drawn over most of its values, spikes are marked"),
             .keys = {Qt::Key_U},
             .whyNot = whyNoSpikes,
             .on =
                 [](const WindowState& state) { return state.chart.sparesSpikes.value_or(false); },
             .what = [charts](bool spares) { charts->setSparesSpikes(spares); }}),
    };
}

} // namespace lockscope::ui
