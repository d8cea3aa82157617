// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/lane_order.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>

namespace lockscope::ui {

namespace {

/// From so much on a worker's time counts as all of it: shares are rounded.
constexpr double kAllOfIt = 0.999;

/// What a worker did in a range.
struct Done
{
    double waitNs = 0;
    std::optional<double> cpuNs;
    double calls = 0;
    double idle = 0; ///< seconds, of those that are known
    double known = 0;

    void add(const measure::ThreadSnapshot& thread, double seconds)
    {
        waitNs += static_cast<double>(thread.waitNs);
        calls += static_cast<double>(thread.calls);
        if (thread.cpuNs)
            cpuNs = cpuNs.value_or(0) + static_cast<double>(*thread.cpuNs);
        if (!thread.states)
            return;
        known += seconds;
        idle += seconds * static_cast<double>((*thread.states)[measure::State::Idle]);
    }

    [[nodiscard]] bool onlyIdled() const { return known > 0 && idle >= kAllOfIt * known; }

    [[nodiscard]] std::optional<double> figure(LaneSort sort) const
    {
        switch (sort) {
        case LaneSort::Wait:
            return waitNs;
        case LaneSort::CpuTime:
            return cpuNs;
        case LaneSort::Calls:
            return calls;
        case LaneSort::Number:
            break;
        }
        return std::nullopt;
    }
};

std::vector<Done> doneIn(const Snapshots& snapshots, const TimeRange& range, std::size_t workers)
{
    std::vector<Done> done(workers);
    const auto [first, last] = snapshotsIn(snapshots, range);
    std::for_each(first, last, [&done](const measure::SnapshotPtr& snapshot) {
        const double seconds = std::chrono::duration<double>(snapshot->interval).count();
        for (const measure::ThreadSnapshot& thread : snapshot->threads)
            if (thread.index < done.size())
                done[thread.index].add(thread, seconds);
    });
    return done;
}

} // namespace

std::vector<std::uint32_t> laneOrder(const Snapshots& snapshots,
                                     const TimeRange& range,
                                     const LaneChoice& choice)
{
    if (snapshots.empty() || snapshots.back()->threads.empty())
        return {};
    std::vector<std::uint32_t> order(snapshots.back()->threads.back().index + std::size_t{1});
    std::iota(order.begin(), order.end(), 0U);
    if (choice == LaneChoice())
        return order;
    const std::vector<Done> done = doneIn(snapshots, range, order.size());
    if (choice.hidesIdle)
        std::erase_if(order, [&done](std::uint32_t worker) { return done[worker].onlyIdled(); });
    if (choice.sort != LaneSort::Number)
        std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
            return done[a].figure(choice.sort).value_or(-1)
                > done[b].figure(choice.sort).value_or(-1);
        });
    return order;
}

} // namespace lockscope::ui
