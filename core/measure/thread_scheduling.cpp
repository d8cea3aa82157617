// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/thread_scheduling.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace lockscope::measure {

namespace {

/// As in the kernel's include/uapi/linux/sched/types.h; glibc 2.36 has neither it nor the call.
struct SchedulingAttributes
{
    std::uint32_t size;
    std::uint32_t policy;
    std::uint64_t flags;
    std::int32_t nice;
    std::uint32_t priority;
    std::uint64_t runtime; ///< SCHED_OTHER: the time slice asked for, ns
    std::uint64_t deadline;
    std::uint64_t period;
};

} // namespace

void askForShortLatency()
{
    constexpr std::uint64_t kShortestSliceNs = 100'000;
    constexpr std::uint64_t kResetOnFork = 1; // the threads that it starts do not inherit the slice
    SchedulingAttributes attributes{};
    if (syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0U) != 0)
        return;
    attributes.flags |= kResetOnFork;
    attributes.runtime = kShortestSliceNs;
    (void)syscall(SYS_sched_setattr, 0, &attributes, 0U); // a wish: nothing depends on it
}

void askForExactTimers()
{
    constexpr unsigned long kSlackNs = 1'000;
    (void)prctl(PR_SET_TIMERSLACK, kSlackNs, 0UL, 0UL, 0UL); // a wish, too
}

int nicenessOfCrowd(double threadsPerCpu)
{
    constexpr double kOrdinaryThreads = 4;
    constexpr double kStep = 1.25;
    constexpr int kLastInLine = 19;
    if (!(threadsPerCpu > kOrdinaryThreads))
        return 0;
    const double steps = std::log(threadsPerCpu / kOrdinaryThreads) / std::log(kStep);
    return std::min(kLastInLine, static_cast<int>(std::lround(steps)));
}

void setNiceness(int niceness)
{
    (void)setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), niceness); // Linux: of the thread
}

} // namespace lockscope::measure
