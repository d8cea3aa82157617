// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/worker_suspender.h"

#include "core/measure/kernel_times.h"

#include <cerrno>
#include <climits>
#include <csignal>

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace lockscope::lab {

namespace {

/// Of what a slot says each stands for itself, and is only a hint here. Nothing is handed over with
/// WorkerSuspender::m_held, and the kernel's calls order it for who sleeps on it.
constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr int kGiveWaySignal = SIGURG;

/// The calling thread's; volatile, as the handler reads it in the midst of anything.
thread_local constinit WorkerSuspender* volatile g_here = nullptr;

extern "C" void onGiveWay(int /*signal*/)
{
    const int before = errno; // of the code that was interrupted
    if (WorkerSuspender* const here = g_here)
        here->parkInHandler();
    errno = before;
}

/// Once for the process, and for good: a signal that comes late is answered, too.
void handleGiveWay()
{
    [[maybe_unused]] static const bool done = [] {
        struct sigaction action
        {};
        action.sa_handler = &onGiveWay;
        action.sa_flags = SA_RESTART; // a worker that is just going to sleep sleeps on
        return sigaction(kGiveWaySignal, &action, nullptr) == 0;
    }();
}

} // namespace

WorkerSuspender::WorkerSuspender(const measure::ThreadSlot& slot)
    : m_slot(slot)
{
    handleGiveWay();
}

WorkerSuspender::Here::Here(WorkerSuspender& place)
{
    g_here = &place;
}

WorkerSuspender::Here::~Here()
{
    g_here = nullptr;
}

bool WorkerSuspender::underWay() const
{
    return m_slot.phase.load(kRelaxed) != measure::Phase::Idle;
}

bool WorkerSuspender::atGuard() const
{
    return m_slot.phase.load(kRelaxed) == measure::Phase::Guard;
}

std::optional<std::uint64_t> WorkerSuspender::cpuTimeNs() const
{
    return measure::cpuTimeOf(m_slot.tid.load(kRelaxed));
}

std::uint64_t WorkerSuspender::waitingSince() const
{
    return m_slot.waitingSince();
}

bool WorkerSuspender::holdsAfterWait() const
{
    return m_slot.holdsAfterWait();
}

bool WorkerSuspender::isSuspended() const
{
    return m_held.load(kRelaxed) != 0;
}

void WorkerSuspender::suspend()
{
    m_held.store(1, kRelaxed);
    signal();
}

void WorkerSuspender::resume()
{
    m_held.store(0, kRelaxed);
    (void)syscall(SYS_futex, &m_held, FUTEX_WAKE_PRIVATE, INT_MAX, nullptr, nullptr, 0);
}

void WorkerSuspender::parkInHandler()
{
    if (!atGuard())
        m_held.store(0, kRelaxed); // so that it is asked again when it comes there
    while (isSuspended())
        (void)syscall(SYS_futex, &m_held, FUTEX_WAIT_PRIVATE, 1, nullptr, nullptr, 0);
}

void WorkerSuspender::signal() const
{
    // One that has ended needs no asking.
    (void)syscall(SYS_tgkill, getpid(), m_slot.tid.load(kRelaxed), kGiveWaySignal);
}

} // namespace lockscope::lab
