// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/window_state.h"

#include "ui/words/text.h"

#include <algorithm>
#include <array>

namespace lockscope::ui {

namespace {

struct NeedRow
{
    Need need;
    bool (*met)(const WindowState& state);
    const char* whyNot;
};

constexpr std::array kNeeds{
    NeedRow{Need::Nothing, [](const WindowState& /*state*/) { return true; }, ""},
    NeedRow{Need::Changeable,
            [](const WindowState& state) { return state.changeable; },
            "what is shown is only played, or nothing is known of it yet"},
    NeedRow{Need::Picture,
            [](const WindowState& state) { return state.running || state.frozen; },
            "nothing runs, so the picture stands already"},
    NeedRow{Need::Connected,
            [](const WindowState& state) { return state.connected; },
            "no stream and no other host is shown"},
    NeedRow{Need::Reconnectable,
            [](const WindowState& state) { return state.canReconnect; },
            "no other host is shown that could be connected to again"},
    NeedRow{Need::Recording,
            [](const WindowState& state) { return state.plays; },
            "no recording is shown"},
    NeedRow{Need::Watched,
            [](const WindowState& state) { return state.watches; },
            "no program is watched"},
    NeedRow{Need::Swapped,
            [](const WindowState& state) { return state.swapped; },
            "no lock of a watched program was swapped, or given longer holds"},
    NeedRow{Need::LockChosen,
            [](const WindowState& state) { return state.lockChosen; },
            "the charts are of all locks already, or of no program"},
    NeedRow{Need::LookingBack,
            [](const WindowState& state) { return !state.followsNewest; },
            "the picture follows already"},
    NeedRow{Need::Selection,
            [](const WindowState& state) { return state.selects; },
            "no range is selected: drag in a chart"},
    NeedRow{Need::Selected,
            [](const WindowState& state) { return state.selects || state.compares; },
            "no range is selected: drag in a chart"},
    NeedRow{Need::Undoable,
            [](const WindowState& state) { return !state.undoes.isEmpty(); },
            "nothing was done that could be taken back"},
    NeedRow{Need::Redoable,
            [](const WindowState& state) { return !state.redoes.isEmpty(); },
            "nothing was taken back"}};

} // namespace

EscapeEnds escapeEnds(const WindowState& state)
{
    const bool live = state.picturesInSight;
    if (live && (state.selects || state.compares))
        return EscapeEnds::Selection;
    if (live && state.chart.alone.value_or(false))
        return EscapeEnds::ChartAlone;
    return state.fullScreen ? EscapeEnds::FullScreen : EscapeEnds::Selection;
}

QString whyNotMet(Need need, const WindowState& state)
{
    const auto row = std::find_if(
        kNeeds.begin(), kNeeds.end(), [need](const NeedRow& each) { return each.need == need; });
    return row == kNeeds.end() || row->met(state) ? QString() : tr(row->whyNot);
}

} // namespace lockscope::ui
