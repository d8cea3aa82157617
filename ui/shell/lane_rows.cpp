// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the menu View > Thread lanes: their order, which are shown, how tall they are.
#include "ui/charts/lanes_view.h"
#include "ui/shell/action_rows.h"
#include "ui/words/text.h"

#include <utility>

namespace lockscope::ui {

namespace {

constexpr double kTaller = 1.5;

ActionRow laneRow(int section, ActionRow row)
{
    row.menu = MenuPlace::Lanes;
    if (!row.whyNot)
        row.whyNot = whyNoCharts;
    row.section = section;
    return row;
}

ActionRow sortRow(LanesView* lanes, LaneSort sort, ActionRow row)
{
    row.icon = "sort";
    row.keyless = tr("sorting is chosen once for a while");
    row.choice = "lane-sort";
    row.on = [sort](const WindowState& state) { return state.lanes.sort == sort; };
    row.what = [lanes, sort](bool /*on*/) {
        LaneChoice choice = lanes->choice();
        choice.sort = sort;
        lanes->setChoice(choice);
    };
    return laneRow(0, std::move(row));
}

std::vector<ActionRow> orderRows(LanesView* lanes)
{
    return {
        sortRow(lanes,
                LaneSort::Number,
                {.id = "lanes-by-number",
                 .text = tr("Lanes by &number"),
                 .tip = tr("Lanes in the order of their threads' numbers")}),
        sortRow(lanes,
                LaneSort::Wait,
                {.id = "lanes-by-wait",
                 .text = tr("Lanes by lock &wait"),
                 .tip = tr("The threads that waited longest in what is looked at come first")}),
        sortRow(lanes,
                LaneSort::CpuTime,
                {.id = "lanes-by-cpu-time",
                 .text = tr("Lanes by CPU &time"),
                 .tip = tr("The threads that burnt most CPU time come first")}),
        sortRow(lanes,
                LaneSort::Calls,
                {.id = "lanes-by-calls",
                 .text = tr("Lanes by &calls"),
                 .tip = tr("The threads that made most calls come first")}),
    };
}

std::vector<ActionRow> hidingRows(LanesView* lanes)
{
    return {
        laneRow(1,
                {.id = "hide-idle-lanes",
                 .text = tr("Hide &idle threads"),
                 .icon = "hide",
                 .tip = tr("No lane for threads that did nothing in what is looked at"),
                 .keys = {Qt::Key_I},
                 .on = [](const WindowState& state) { return state.lanes.hidesIdle; },
                 .what =
                     [lanes](bool hides) {
                         LaneChoice choice = lanes->choice();
                         choice.hidesIdle = hides;
                         lanes->setChoice(choice);
                     }}),
        laneRow(1,
                {.id = "hide-ended-lanes",
                 .text = tr("Hide en&ded threads"),
                 .icon = "hide",
                 .tip = tr("Of a program with many threads no lane for those that ended and were "
                           "there for less than a tenth of what is looked at"),
                 .keys = {Qt::SHIFT | Qt::Key_I},
                 .on = [](const WindowState& state) { return state.lanes.hidesEnded; },
                 .what =
                     [lanes](bool hides) {
                         LaneChoice choice = lanes->choice();
                         choice.hidesEnded = hides;
                         lanes->setChoice(choice);
                     }}),
    };
}

std::vector<ActionRow> shownRows(LanesView* lanes)
{
    return {
        laneRow(1,
                {.id = "filter-lanes",
                 .text = tr("Filter thr&eads"),
                 .icon = "filter",
                 .tip = tr("Lanes only for threads of some numbers or names, or in some state"),
                 .keys = {Qt::Key_Slash},
                 .what = [lanes](bool /*on*/) { lanes->openFilter(); }}),
        laneRow(1,
                {.id = "pin-lane",
                 .text = tr("&Pin the picked thread"),
                 .icon = "pin",
                 .tip = tr("The lane of the thread that was clicked stays on top, or no longer"),
                 .keys = {Qt::Key_P},
                 .whyNot =
                     [](const WindowState& state) {
                         const QString reason = whyNoCharts(state);
                         return reason.isEmpty() && !state.pickIsPinned
                             ? tr("no thread is picked: click a lane or a row of the table")
                             : reason;
                     },
                 .on = [](const WindowState& state) { return state.pickIsPinned.value_or(false); },
                 .what = [lanes](bool /*on*/) { lanes->togglePin(); }}),
        laneRow(1,
                {.id = "lane-shares",
                 .text = tr("&Shares beside the lanes"),
                 .icon = "table",
                 .tip = tr("How each thread's time is shared over what is looked at"),
                 .keyless = tr("chosen once for a while"),
                 .on = [](const WindowState& state) { return state.lanes.hasShares; },
                 .what =
                     [lanes](bool shown) {
                         LaneChoice choice = lanes->choice();
                         choice.hasShares = shown;
                         lanes->setChoice(choice);
                     }}),
    };
}

ActionRow pathRow(LanesView* lanes)
{
    return laneRow(1,
                   {.id = "critical-path",
                    .text = tr("Critical pat&h"),
                    .icon = "program",
                    .tip = tr("Draw along the lanes of a program what its end waited for, back "
                              "from the thread that worked longest to who held it up"),
                    .keys = {Qt::SHIFT | Qt::Key_P},
                    .whyNot =
                        [](const WindowState& state) {
                            const QString reason = whyNoCharts(state);
                            return reason.isEmpty() && state.page != WindowPage::Program
                                ? tr("the charts are of no program of your own")
                                : reason;
                        },
                    .on = [](const WindowState& state) { return state.lanes.hasPath; },
                    .what =
                        [lanes](bool shown) {
                            LaneChoice choice = lanes->choice();
                            choice.hasPath = shown;
                            lanes->setChoice(choice);
                        }});
}

std::vector<ActionRow> heightRows(LanesView* lanes)
{
    return {
        laneRow(2,
                {.id = "taller-lanes",
                 .text = tr("T&aller lanes"),
                 .icon = "taller",
                 .tip = tr("Taller lanes, which scroll; Ctrl and the wheel do the same"),
                 .keys = {Qt::CTRL | Qt::Key_Up},
                 .what = [lanes](bool /*on*/) { lanes->stretch(kTaller); }}),
        laneRow(2,
                {.id = "flatter-lanes",
                 .text = tr("&Flatter lanes"),
                 .icon = "flatter",
                 .tip = tr("Flatter lanes, down to where all fit"),
                 .keys = {Qt::CTRL | Qt::Key_Down},
                 .what = [lanes](bool /*on*/) { lanes->stretch(1 / kTaller); }}),
    };
}

} // namespace

std::vector<ActionRow> laneRows(const ActionSubjects& on)
{
    LanesView* lanes = &on.lanes;
    return joinedRows({orderRows(lanes),
                       hidingRows(lanes),
                       shownRows(lanes),
                       {pathRow(lanes)},
                       heightRows(lanes)});
}

} // namespace lockscope::ui
