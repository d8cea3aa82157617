// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/overview_steps.h"

#include <chrono>
#include <cstdint>

namespace lockscope::ui {

namespace {

constexpr std::chrono::milliseconds kLeastStep{10};

/// Of a lock, or of all together.
std::uint64_t callsOf(const measure::Snapshot& snapshot, const std::optional<ChosenLock>& lock)
{
    if (!lock || !snapshot.program)
        return snapshot.delta.calls;
    const measure::LockSnapshot* chosen = measure::lockIn(*snapshot.program, lock->id);
    return chosen == nullptr ? 0 : chosen->acquisitions;
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
    std::uint64_t calls = 0;
    std::chrono::duration<double> time{};
    for (std::size_t i = 0; i < snapshots.size(); ++i) {
        const measure::Snapshot& snapshot = *snapshots[i];
        calls += callsOf(snapshot, lock);
        time += snapshot.interval;
        if (i + 1 < snapshots.size() && snapshots[i + 1]->time / step == snapshot.time / step)
            continue;
        steps.push_back({snapshot.time, static_cast<double>(calls) / time.count(), false});
        calls = 0;
        time = {};
    }
    return steps;
}

} // namespace lockscope::ui
