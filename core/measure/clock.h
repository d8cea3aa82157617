// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

namespace lockscope::measure {

using SteadyClock = std::chrono::steady_clock;

/// The clock that times contended passes: the CPU's time-stamp counter where it is invariant and
/// the kernel trusts it (about a third of the price of clock_gettime, and the second reading
/// happens while the lock is held), else clock_gettime. Ticks are turned into nanoseconds off the
/// lock.
class WaitClock
{
public:
    /// Chooses the clock and measures the counter's rate, once in a process (about 20 ms). Call it
    /// before the threads that use the clock exist: their creation is what orders the settings
    /// before their reads. Without it the clock is clock_gettime.
    static void calibrate();

    [[nodiscard]] static std::uint64_t now()
    {
#if defined(__x86_64__)
        if (s_useTsc)
            return __rdtsc();
#endif
        return static_cast<std::uint64_t>(SteadyClock::now().time_since_epoch().count());
    }

    /// The time between two readings, ns. Never negative: counters of two CPUs may stand a few
    /// ticks apart, which counts as 0.
    [[nodiscard]] static std::uint64_t between(std::uint64_t from, std::uint64_t to)
    {
        if (to <= from)
            return 0;
        return static_cast<std::uint64_t>(static_cast<double>(to - from) * s_nsPerTick);
    }

    /// "tsc" or "clock_gettime".
    [[nodiscard]] static std::string_view name();

private:
    static inline bool s_useTsc = false;
    static inline double s_nsPerTick = 1;
};

} // namespace lockscope::measure
