// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/line_drain.h"

#include "core/measure/kernel_times.h"

#include <cerrno>
#include <csignal>

#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace lockscope::lab {

namespace {

constexpr int kGiveWaySignal = SIGURG;

extern "C" void giveWay(int /*signal*/)
{
    const int before = errno; // of the code that was interrupted
    sched_yield();
    errno = before;
}

/// Once for the process, and for good: a signal that comes late is answered, too.
void handleGiveWay()
{
    [[maybe_unused]] static const bool s_done = [] {
        struct sigaction action {};
        action.sa_handler = &giveWay;
        action.sa_flags = SA_RESTART; // a worker that is just going to sleep sleeps on
        return sigaction(kGiveWaySignal, &action, nullptr) == 0;
    }();
}

void signalThread(std::int32_t tid)
{
    (void)syscall(SYS_tgkill, getpid(), tid, kGiveWaySignal); // one that has ended needs no asking
}

} // namespace

LineDrain::LineDrain(const std::deque<measure::WorkerRecord>& workers)
{
    handleGiveWay();
    for (const measure::WorkerRecord& worker : workers)
        m_workers.push_back({&worker.slot, 0}); // all have used more than that
}

void LineDrain::look()
{
    constexpr auto kRelaxed = std::memory_order_relaxed; // each stands for itself, and is only a hint
    // Less is the end of a turn that was taken away.
    constexpr std::uint64_t kTurnNs = 30'000;
    for (Watched& worker : m_workers) {
        if (worker.slot->phase.load(kRelaxed) == measure::Phase::Idle)
            continue; // parked, or on its way there
        const std::int32_t tid = worker.slot->tid.load(kRelaxed);
        const auto runNs = measure::cpuTimeOf(tid);
        if (!runNs || *runNs - worker.runNs < kTurnNs)
            continue;
        worker.runNs = *runNs;
        signalThread(tid);
    }
}

} // namespace lockscope::lab
