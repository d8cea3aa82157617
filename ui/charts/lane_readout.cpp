// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/lane_readout.h"

#include "ui/charts/states_chart.h"
#include "ui/words/text.h"
#include "ui/words/units.h"

#include <algorithm>
#include <array>

namespace lockscope::ui {

std::vector<ReadoutRow> threadReadout(const measure::Snapshot& snapshot,
                                      std::optional<std::uint32_t> worker,
                                      const HiddenStates& hidden)
{
    const auto thread =
        std::find_if(snapshot.threads.begin(),
                     snapshot.threads.end(),
                     [worker](const measure::ThreadSnapshot& t) { return t.index == worker; });
    if (thread == snapshot.threads.end())
        return {{{}, tr("no thread here"), {}}};
    std::vector<ReadoutRow> box{
        {{}, tr("thread"), QString::number(thread->index)},
        {{}, tr("CPU"), thread->cpu ? QString::number(*thread->cpu) : unknownText()}};
    if (thread->waitSoFarNs.value_or(0) > 0)
        box.push_back({{},
                       tr("in the lock so far"),
                       formatDuration(static_cast<double>(*thread->waitSoFarNs))});
    const auto states = stateRows(thread->states, hidden);
    box.insert(box.end(), states.begin(), states.end());
    return box;
}

std::vector<ReadoutRow> threadsByState(const measure::Snapshot& snapshot,
                                       const HiddenStates& hidden)
{
    std::array<int, measure::kStateCount> threads{};
    int unknown = 0;
    for (const measure::ThreadSnapshot& thread : snapshot.threads) {
        if (thread.states)
            ++threads[static_cast<std::size_t>(measure::dominantState(*thread.states))];
        else
            ++unknown;
    }
    const auto entries = stateLegend();
    std::vector<ReadoutRow> rows;
    for (std::size_t i = 0; i < entries.size(); ++i)
        if (threads[i] > 0 && !hidden[i])
            rows.push_back({entries[i],
                            tr("threads mostly %1").arg(entries[i].label),
                            QString::number(threads[i])});
    if (unknown > 0)
        rows.push_back({{}, tr("threads %1").arg(unknownText()), QString::number(unknown)});
    return rows;
}

} // namespace lockscope::ui
