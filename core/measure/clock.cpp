// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/clock.h"

#include <fstream>
#include <limits>
#include <mutex>
#include <string>
#include <thread>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace lockscope::measure {

namespace {

#if defined(__x86_64__)
/// Intel SDM vol. 3, 18.17.1 and AMD APM vol. 3, E.4.7: CPUID 80000007h, EDX bit 8 says that the
/// counter runs at one rate in every power state.
bool tscIsInvariant()
{
    unsigned eax = 0;
    unsigned ebx = 0;
    unsigned ecx = 0;
    unsigned edx = 0;
    constexpr unsigned kInvariantTsc = 1U << 8U;
    return __get_cpuid(0x80000007U, &eax, &ebx, &ecx, &edx) != 0 && (edx & kInvariantTsc) != 0;
}

/// The kernel drops the counter from this list when it finds the CPUs' counters apart.
bool kernelTrustsTsc()
{
    std::ifstream file("/sys/devices/system/clocksource/clocksource0/available_clocksource");
    std::string name;
    while (file >> name)
        if (name == "tsc")
            return true;
    return false;
}

struct Moment
{
    SteadyClock::time_point time;
    std::uint64_t ticks;
};

/// Both clocks at one moment: of several attempts the one in which the counter moved least around
/// the other reading, so that a preemption in between does no harm.
Moment readBoth()
{
    constexpr int kAttempts = 32;
    Moment best{};
    std::uint64_t tightest = std::numeric_limits<std::uint64_t>::max();
    for (int i = 0; i < kAttempts; ++i) {
        const std::uint64_t before = __rdtsc();
        const auto time = SteadyClock::now();
        const std::uint64_t after = __rdtsc();
        if (after - before < tightest) {
            tightest = after - before;
            best = {.time = time, .ticks = before + (after - before) / 2};
        }
    }
    return best;
}

double measureNsPerTick()
{
    constexpr std::chrono::milliseconds kSpan{20};
    const Moment from = readBoth();
    std::this_thread::sleep_for(kSpan);
    const Moment to = readBoth();
    return static_cast<double>((to.time - from.time).count())
        / static_cast<double>(to.ticks - from.ticks);
}
#endif

} // namespace

void WaitClock::calibrate()
{
    static std::once_flag once;
    std::call_once(once, [] {
#if defined(__x86_64__)
        if (tscIsInvariant() && kernelTrustsTsc()) {
            s_nsPerTick = measureNsPerTick();
            s_useTsc = true;
        }
#endif
    });
}

std::string_view WaitClock::name()
{
    return s_useTsc ? "tsc" : "clock_gettime";
}

} // namespace lockscope::measure
