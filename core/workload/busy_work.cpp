// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/busy_work.h"

#include "core/measure/clock.h"
#include "core/workload/get_value.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lockscope::workload {

namespace {

/// The shortest of several timings of `calls` calls of `steps` steps, ns a call: what is slower was
/// disturbed.
double fastestCallNs(std::uint64_t steps, int calls)
{
    constexpr int kRounds = 12;
    double best = std::numeric_limits<double>::max();
    for (int round = 0; round < kRounds; ++round) {
        const auto begin = measure::SteadyClock::now();
        for (int i = 0; i < calls; ++i)
            (void)lockscope_busy(steps);
        const std::chrono::duration<double, std::nano> took = measure::SteadyClock::now() - begin;
        best = std::min(best, took.count() / calls);
    }
    return best;
}

} // namespace

BusyWork::BusyWork()
{
    // Two lengths give the step's time and what a call costs beside its steps.
    constexpr std::uint64_t kShort = 40;
    constexpr std::uint64_t kLong = 1040;
    constexpr int kCalls = 200;
    const double shortNs = fastestCallNs(kShort, kCalls);
    const double longNs = fastestCallNs(kLong, kCalls);
    m_nsPerStep = std::max(0.01, (longNs - shortNs) / double(kLong - kShort));
    m_overheadNs = std::max(0.0, shortNs - m_nsPerStep * double(kShort));
}

const BusyWork& BusyWork::instance()
{
    static const BusyWork kInstance;
    return kInstance;
}

std::uint64_t BusyWork::stepsFor(std::int64_t ns) const
{
    if (ns <= 0)
        return 0;
    const double steps = std::round((static_cast<double>(ns) - m_overheadNs) / m_nsPerStep);
    return static_cast<std::uint64_t>(std::max(1.0, steps));
}

} // namespace lockscope::workload
