// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/change_effect.h"

#include "core/measure/quality/preemption.h"

#include <algorithm>
#include <set>

namespace lockscope::measure {

namespace {

using std::chrono::nanoseconds;

struct Range
{
    nanoseconds from;
    nanoseconds to;
};

/// Figures over the snapshots whose whole interval lies within the range.
std::optional<SettledFigures> figuresOver(const History& history, Range range)
{
    SnapshotSums sums;
    nanoseconds length{0};
    std::set<std::int32_t> cpus;
    std::size_t workers = 0;
    for (const SnapshotPtr& snapshot : history.snapshots()) {
        if (snapshot->time - snapshot->interval < range.from || snapshot->time > range.to)
            continue;
        sums.add(*snapshot, SnapshotSums::Keep::NoWaits);
        length += snapshot->interval;
        workers = std::max(workers, snapshot->threads.size());
        for (const ThreadSnapshot& thread : snapshot->threads)
            if (thread.cpu)
                cpus.insert(*thread.cpu);
    }
    if (length < kSettling || !sums.throughput())
        return std::nullopt;
    SettledFigures settled{.length = length,
                           .figures = {},
                           .preempted = preemptedShare(history, range.from, range.to),
                           .workers = static_cast<int>(workers),
                           .cpus = static_cast<int>(cpus.size())};
    for (const FigureRow& row : figures())
        if (row.ofRange != nullptr)
            settled.figures[row.figure] = row.ofRange(sums);
    return settled;
}

/// How much time is averaged on each side: slow snapshots need more of it for an interval.
nanoseconds settledSpan(const History& history)
{
    constexpr int kEnough = 2 * static_cast<int>(kMinSnapshots);
    return std::max<nanoseconds>(kSettledSpan, kEnough * history.snapshots().back()->interval);
}

/// When the workers make calls as usual after the change.
nanoseconds settledAfter(const ConfigChange& change)
{
    return change.inForceAt() + kSettling;
}

} // namespace

std::optional<Interval> ChangeEffect::ratio(Figure figure) const
{
    if (!before || !after || !(*before)[figure] || !(*after)[figure])
        return std::nullopt;
    return ratioOf(*(*before)[figure], *(*after)[figure]);
}

bool ChangeEffect::disturbed() const
{
    const auto others = [](const std::optional<SettledFigures>& side) {
        return side && preemptedByOthers(side->preempted, side->workers, side->cpus);
    };
    return others(before) || others(after);
}

std::pair<TimeRange, TimeRange> aroundChange(const std::vector<ConfigChange>& changes,
                                             std::size_t n,
                                             const TimeRange& all)
{
    const ConfigChange& change = changes[n];
    const nanoseconds asked = change.askedAt();
    const nanoseconds before = n > 0 ? changes[n - 1].inForceAt() : all.begin;
    const nanoseconds next = n + 1 < changes.size() ? changes[n + 1].askedAt() : all.end;
    // A change that was asked for while the one before still initialised leaves nothing between.
    return {{std::min(before, asked), asked}, {std::min(change.inForceAt(), next), next}};
}

std::optional<ChangeEffect> lastChangeEffect(const History& history)
{
    const ConfigChange* last = nullptr;
    const ConfigChange* previous = nullptr;
    for (const SnapshotPtr& snapshot : history.snapshots()) {
        for (const ConfigChange& change : snapshot->changes) {
            previous = last;
            last = &change;
        }
    }
    if (last == nullptr)
        return std::nullopt;

    const nanoseconds span = settledSpan(history);
    const nanoseconds begin = last->askedAt();
    const nanoseconds settledBefore =
        previous != nullptr ? settledAfter(*previous) : nanoseconds(kSettling);
    ChangeEffect effect;
    effect.change = *last;
    effect.before =
        figuresOver(history, {.from = std::max(settledBefore, begin - span), .to = begin});
    effect.after =
        figuresOver(history, {.from = settledAfter(*last), .to = settledAfter(*last) + span});
    return effect;
}

} // namespace lockscope::measure
