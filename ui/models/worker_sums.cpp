// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/worker_sums.h"

#include <algorithm>
#include <chrono>
#include <iterator>

namespace lockscope::ui {

namespace {

/// From so much on a worker's time counts as all of it: shares are rounded.
constexpr double kAllOfIt = 0.999;

} // namespace

void WorkerSum::add(const measure::ThreadSnapshot& thread, double interval)
{
    seconds += interval;
    waitNs += static_cast<double>(thread.waitNs);
    calls += static_cast<double>(thread.calls);
    if (thread.cpuNs)
        cpuNs = cpuNs.value_or(0) + static_cast<double>(*thread.cpuNs);
    if (!thread.states)
        return;
    knownSeconds += interval;
    for (std::size_t i = 0; i < stateSeconds.size(); ++i)
        stateSeconds[i] += interval * static_cast<double>(thread.states->share[i]);
}

std::optional<measure::StateShares> WorkerSum::states() const
{
    if (!(knownSeconds > 0))
        return std::nullopt;
    measure::StateShares shares;
    for (std::size_t i = 0; i < stateSeconds.size(); ++i)
        shares.share[i] = static_cast<float>(stateSeconds[i] / knownSeconds);
    return shares;
}

bool WorkerSum::onlyIdled() const
{
    return knownSeconds > 0
        && stateSeconds[static_cast<std::size_t>(measure::State::Idle)] >= kAllOfIt * knownSeconds;
}

std::size_t workersIn(const Snapshots& snapshots, const TimeRange& range)
{
    std::size_t most = 0;
    const auto take = [&most](const measure::SnapshotPtr& snapshot) {
        if (!snapshot->threads.empty())
            most = std::max(most, snapshot->threads.back().index + std::size_t{1});
    };
    const auto [first, last] = snapshotsIn(snapshots, range);
    std::for_each(first, last, take);
    if (first == last && !snapshots.empty())
        take(snapshots.back());
    return most;
}

std::vector<WorkerSum> workerSums(const Snapshots& snapshots,
                                  const TimeRange& range,
                                  std::size_t workers)
{
    std::vector<WorkerSum> sums(workers);
    const auto [first, last] = snapshotsIn(snapshots, range);
    std::for_each(first, last, [&sums](const measure::SnapshotPtr& snapshot) {
        const double seconds = std::chrono::duration<double>(snapshot->interval).count();
        for (const measure::ThreadSnapshot& thread : snapshot->threads)
            if (thread.index < sums.size())
                sums[thread.index].add(thread, seconds);
    });
    if (first != last)
        for (const measure::ThreadSnapshot& thread : (*std::prev(last))->threads)
            if (thread.index < sums.size())
                sums[thread.index].atEnd = true;
    return sums;
}

} // namespace lockscope::ui
