// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/quality/preemption.h"

namespace lockscope::measure {

std::optional<double> preemptedShare(const History& history,
                                     std::chrono::nanoseconds from,
                                     std::chrono::nanoseconds to)
{
    double preempted = 0;
    double known = 0;
    for (const SnapshotPtr& snapshot : history.snapshots()) {
        if (snapshot->time - snapshot->interval < from || snapshot->time > to || !snapshot->states)
            continue;
        const double workerSeconds = static_cast<double>(snapshot->threads.size())
            * std::chrono::duration<double>(snapshot->interval).count();
        preempted += static_cast<double>((*snapshot->states)[State::Preempted]) * workerSeconds;
        known += workerSeconds;
    }
    return known > 0 ? std::optional(preempted / known) : std::nullopt;
}

double ownPreemptedShare(int workers, int cpus)
{
    if (cpus <= 0 || workers <= cpus)
        return 0;
    return 1 - static_cast<double>(cpus) / workers;
}

bool preemptedByOthers(std::optional<double> preempted, int workers, int cpus)
{
    return preempted && *preempted - ownPreemptedShare(workers, cpus) > kPreemptedTooMuch;
}

} // namespace lockscope::measure
