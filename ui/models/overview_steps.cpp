// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/overview_steps.h"

#include <chrono>

namespace lockscope::ui {

namespace {

constexpr std::chrono::milliseconds kLeastStep{10};

/// Of a lock, or of all together: calls, or, where none are counted, the seconds that threads
/// waited.
double doneIn(const measure::Snapshot& snapshot, const std::optional<ChosenLock>& lock)
{
    const measure::LockSnapshot* chosen =
        lock && snapshot.program ? measure::lockIn(*snapshot.program, lock->id) : nullptr;
    if (snapshot.program && !snapshot.waitsExact) {
        const double seconds = std::chrono::duration<double>(snapshot.interval).count();
        const double threads = lock ? (chosen == nullptr ? 0 : chosen->waiters)
            : snapshot.states ? static_cast<double>((*snapshot.states)[measure::kWaitsForLock])
                * static_cast<double>(snapshot.statesKnown())
                              : 0;
        return threads * seconds;
    }
    if (!lock || !snapshot.program)
        return static_cast<double>(snapshot.delta.calls);
    return chosen == nullptr ? 0 : static_cast<double>(chosen->acquisitions);
}

} // namespace

std::deque<Sample> overviewSteps(const std::deque<measure::SnapshotPtr>& snapshots,
                                 const std::optional<ChosenLock>& lock)
{
    std::deque<Sample> steps;
    if (snapshots.empty())
        return steps;
    const auto span = snapshots.back()->time - snapshots.front()->time;
    std::chrono::nanoseconds step = kLeastStep;
    while (span / step >= kMostOverviewSteps - 1)
        step *= 2;
    double done = 0;
    std::chrono::duration<double> time{};
    for (std::size_t i = 0; i < snapshots.size(); ++i) {
        const measure::Snapshot& snapshot = *snapshots[i];
        done += doneIn(snapshot, lock);
        time += snapshot.interval;
        if (i + 1 < snapshots.size() && snapshots[i + 1]->time / step == snapshot.time / step)
            continue;
        steps.push_back({snapshot.time, done / time.count(), false});
        done = 0;
        time = {};
    }
    return steps;
}

} // namespace lockscope::ui
