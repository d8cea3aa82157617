// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/change_effect.h"

#include <algorithm>
#include <vector>

namespace lockscope::measure {

namespace {

using std::chrono::nanoseconds;

struct Stretch
{
    nanoseconds from;
    nanoseconds to;
};

/// Means over the snapshots whose whole interval lies within the stretch.
std::optional<SettledMeans> meansOver(const History& history, Stretch stretch)
{
    Totals sum;
    nanoseconds length {0};
    for (const SnapshotPtr& snapshot : history.snapshots()) {
        if (snapshot->time - snapshot->interval < stretch.from || snapshot->time > stretch.to)
            continue;
        sum += snapshot->delta;
        length += snapshot->interval;
    }
    if (length < kSettling)
        return std::nullopt;
    SettledMeans means;
    means.length = length;
    means.throughput
        = static_cast<double>(sum.calls) / std::chrono::duration<double>(length).count();
    if (sum.passes > 0)
        means.waitNs = static_cast<double>(sum.waitNs) / static_cast<double>(sum.passes);
    return means;
}

/// When the workers make calls as usual after the change.
nanoseconds settledAfter(const ConfigChange& change)
{
    return change.time + change.initialising + kSettling;
}

} // namespace

std::optional<double> ChangeEffect::ratio() const
{
    if (!before || !after || before->throughput <= 0)
        return std::nullopt;
    return after->throughput / before->throughput;
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

    const nanoseconds begin = last->time - last->gap;
    const nanoseconds settledBefore
        = previous != nullptr ? settledAfter(*previous) : nanoseconds(kSettling);
    ChangeEffect effect;
    effect.change = *last;
    effect.before = meansOver(history,
                              {.from = std::max(settledBefore, begin - nanoseconds(kSettledSpan)),
                               .to = begin});
    effect.after = meansOver(history,
                             {.from = settledAfter(*last),
                              .to = settledAfter(*last) + nanoseconds(kSettledSpan)});
    return effect;
}

} // namespace lockscope::measure
