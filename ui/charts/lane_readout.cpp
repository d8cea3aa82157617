// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/lane_readout.h"

#include "ui/charts/states_chart.h"
#include "ui/words/lock_text.h"
#include "ui/words/state_text.h"
#include "ui/words/text.h"
#include "ui/words/units.h"

#include <algorithm>
#include <array>

namespace lockscope::ui {

namespace {

/// What a program's thread waited for at the end of the interval, and who held it.
void addWanted(std::vector<ReadoutRow>& box,
               const measure::Snapshot& snapshot,
               std::ptrdiff_t place,
               const ThreadNames& names)
{
    const measure::ProgramSnapshot& program = *snapshot.program;
    const auto at = static_cast<std::size_t>(place);
    const std::uint32_t lock = at < program.waitingFor.size() ? program.waitingFor[at] : 0;
    if (lock == 0)
        return;
    box.push_back({{}, tr("waits for"), lockText(lock, names.ofProgram())});
    const measure::LockSnapshot* state = measure::lockIn(program, lock);
    if (state == nullptr || state->ownerTid == 0)
        return;
    const auto owner = names.withTid(state->ownerTid);
    box.push_back(
        {{}, tr("held by"), owner ? names.name(*owner) : QString::number(state->ownerTid)});
}

QString mostlyText(measure::State state, measure::Subject subject)
{
    if (subject == measure::Subject::Program && state == measure::kWaitsForLock)
        return tr("threads that mostly wait for a lock");
    if (subject == measure::Subject::Program && state == measure::kWaitsForCondition)
        return tr("threads that mostly wait for a condition");
    return tr("threads mostly %1").arg(stateText(state, subject));
}

} // namespace

std::vector<ReadoutRow> threadReadout(const measure::Snapshot& snapshot,
                                      std::optional<std::uint32_t> worker,
                                      const HiddenStates& hidden,
                                      const ThreadNames& names)
{
    const auto thread =
        std::find_if(snapshot.threads.begin(),
                     snapshot.threads.end(),
                     [worker](const measure::ThreadSnapshot& t) { return t.index == worker; });
    if (thread == snapshot.threads.end())
        return {{{}, tr("no thread here"), {}}};
    const bool ofProgram = snapshot.subject() == measure::Subject::Program;
    std::vector<ReadoutRow> box{
        {{}, tr("thread"), ofProgram ? names.name(thread->index) : QString::number(thread->index)}};
    if (ofProgram)
        addWanted(box, snapshot, thread - snapshot.threads.begin(), names);
    else
        box.push_back({{}, tr("CPU"), thread->cpu ? QString::number(*thread->cpu) : unknownText()});
    if (thread->waitSoFarNs.value_or(0) > 0)
        box.push_back({{},
                       tr("in the lock so far"),
                       formatDuration(static_cast<double>(*thread->waitSoFarNs))});
    const auto states = stateRows(thread->states, snapshot.subject(), hidden);
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
    std::vector<ReadoutRow> rows;
    for (const LegendEntry& entry : stateLegend(snapshot.subject())) {
        const auto i = static_cast<std::size_t>(*entry.state);
        if (threads[i] > 0 && !hidden[i])
            rows.push_back(
                {entry, mostlyText(*entry.state, snapshot.subject()), QString::number(threads[i])});
    }
    if (unknown > 0 && !hidden.unknown)
        rows.push_back({{}, tr("threads %1").arg(unknownText()), QString::number(unknown)});
    return rows;
}

} // namespace lockscope::ui
