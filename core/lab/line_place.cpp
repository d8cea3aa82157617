// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/line_place.h"

#include "core/measure/kernel_times.h"

#include <cerrno>
#include <climits>
#include <csignal>

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace lockscope::lab {

namespace {

/// Of what a slot says each stands for itself, and is only a hint here. Nothing is handed over with LinePlace::m_held,
/// and the kernel's calls order it for who sleeps on it.
constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr int kGiveWaySignal = SIGURG;

/// The calling thread's; volatile, as the handler reads it in the midst of anything.
thread_local constinit LinePlace* volatile t_here = nullptr;

extern "C" void onGiveWay(int /*signal*/)
{
    const int before = errno; // of the code that was interrupted
    if (LinePlace* const here = t_here)
        here->giveWay();
    errno = before;
}

/// Once for the process, and for good: a signal that comes late is answered, too.
void handleGiveWay()
{
    [[maybe_unused]] static const bool s_done = [] {
        struct sigaction action {};
        action.sa_handler = &onGiveWay;
        action.sa_flags = SA_RESTART; // a worker that is just going to sleep sleeps on
        return sigaction(kGiveWaySignal, &action, nullptr) == 0;
    }();
}

} // namespace

LinePlace::LinePlace(const measure::ThreadSlot& slot)
    : m_slot(slot)
{
    handleGiveWay();
}

LinePlace::Here::Here(LinePlace& place)
{
    t_here = &place;
}

LinePlace::Here::~Here()
{
    t_here = nullptr;
}

bool LinePlace::underWay() const
{
    return m_slot.phase.load(kRelaxed) != measure::Phase::Idle;
}

bool LinePlace::atGuard() const
{
    return m_slot.phase.load(kRelaxed) == measure::Phase::Guard;
}

std::optional<std::uint64_t> LinePlace::cpuTimeNs() const
{
    return measure::cpuTimeOf(m_slot.tid.load(kRelaxed));
}

std::uint64_t LinePlace::waitingSince() const
{
    return m_slot.waitingSince();
}

bool LinePlace::holdsAfterWait() const
{
    return m_slot.holdsAfterWait();
}

bool LinePlace::held() const
{
    return m_held.load(kRelaxed) != 0;
}

void LinePlace::hold()
{
    m_held.store(1, kRelaxed);
    signal();
}

void LinePlace::letGo()
{
    m_held.store(0, kRelaxed);
    (void)syscall(SYS_futex, &m_held, FUTEX_WAKE_PRIVATE, INT_MAX, nullptr, nullptr, 0);
}

void LinePlace::giveWay()
{
    if (!atGuard())
        m_held.store(0, kRelaxed); // so that it is asked again when it comes there
    while (held())
        (void)syscall(SYS_futex, &m_held, FUTEX_WAIT_PRIVATE, 1, nullptr, nullptr, 0);
}

void LinePlace::signal() const
{
    // One that has ended needs no asking.
    (void)syscall(SYS_tgkill, getpid(), m_slot.tid.load(kRelaxed), kGiveWaySignal);
}

} // namespace lockscope::lab
