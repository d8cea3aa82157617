// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the menu View on charts, and those of the menu that each chart has.
#include "ui/charts/chart_view.h"
#include "ui/shell/action_rows.h"
#include "ui/shell/chart_desk.h"
#include "ui/shell/dialog_opener.h"
#include "ui/words/text.h"

#include <functional>
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

QString whyNotAlone(const WindowState& state)
{
    const QString reason = whyNoChart(state);
    return reason.isEmpty() && !state.chart.alone ? tr("this chart has no others beside it")
                                                  : reason;
}

/// Hands the chart over that is pointed at, while there is one.
template<class What>
std::function<void(bool)> withChart(ChartDesk* charts, What what)
{
    return [charts, what](bool /*on*/) {
        if (const ChartView* chart = charts->chart())
            what(*chart);
    };
}

std::vector<ActionRow> allChartsRows(ChartDesk* charts)
{
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
    };
}

std::vector<ActionRow> chartAxisRows(ChartDesk* charts)
{
    return {
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

/// What leaves a chart, and what is said of it.
std::vector<ActionRow> chartPictureRows(ChartDesk* charts, DialogOpener* dialogs)
{
    return {
        ofChart(1,
                {.id = "chart-copy-picture",
                 .text = tr("Copy &picture"),
                 .icon = "copy",
                 .tip = tr("Copy a picture of the chart pointed at to the clipboard"),
                 .keys = {Qt::CTRL | Qt::ALT | Qt::Key_C},
                 .what = withChart(
                     charts, [dialogs](const ChartView& chart) { dialogs->copyChart(chart); })}),
        ofChart(1,
                {.id = "chart-copy-values",
                 .text = tr("Copy &values"),
                 .icon = "table",
                 .tip = tr("Copy the values of what is selected, or visible, as a table for a "
                           "spreadsheet"),
                 .keys = {Qt::CTRL | Qt::ALT | Qt::Key_V},
                 .what = withChart(
                     charts, [dialogs](const ChartView& chart) { dialogs->copyValues(chart); })}),
        ofChart(1,
                {.id = "chart-save-picture",
                 .text = tr("S&ave picture…"),
                 .icon = "picture",
                 .tip = tr("Save a picture of the chart pointed at as PNG, SVG or PDF"),
                 .keys = {Qt::CTRL | Qt::ALT | Qt::Key_S},
                 .what = withChart(
                     charts, [dialogs](const ChartView& chart) { dialogs->saveChart(chart); })}),
        escapeRow(
            EscapeEnds::ChartAlone,
            ofChart(
                2,
                {.id = "chart-alone",
                 .text = tr("&Maximise"),
                 .icon = "full-screen",
                 .tip = tr("The chart pointed at alone, or all again; a double click on its title "
                           "does the same, and Esc ends it"),
                 .keys = {Qt::Key_M, Qt::Key_Escape},
                 .whyNot = whyNotAlone,
                 .on = [](const WindowState& state) { return state.chart.alone.value_or(false); },
                 .what = [charts](bool alone) { charts->setAlone(alone); }})),
        ofChart(2,
                {.id = "chart-explain",
                 .text = tr("&What is this?"),
                 .icon = "help",
                 .tip = tr("What the manual says of the chart pointed at"),
                 .keys = {Qt::Key_Question},
                 .what = withChart(
                     charts,
                     [dialogs](const ChartView& chart) { dialogs->openHelp(chart.helpPage()); })}),
    };
}

} // namespace

std::vector<ActionRow> chartRows(const ActionSubjects& on)
{
    return joinedRows({allChartsRows(&on.charts),
                       chartAxisRows(&on.charts),
                       chartPictureRows(&on.charts, &on.dialogs)});
}

} // namespace lockscope::ui
