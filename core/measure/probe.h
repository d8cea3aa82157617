// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/clock.h"
#include "core/measure/thread_slot.h"
#include "core/measure/wait_histogram.h"

#include <algorithm>
#include <concepts>
#include <cstdint>

namespace lockscope::measure {

/// The wait of one taking of the lock, in readings of WaitClock: from the failed attempt until the
/// lock was held. Both 0 when it was not contended.
struct Wait
{
    std::uint64_t from = 0;
    std::uint64_t to = 0;
};

/// Whether an attempt to take the lock can fail at once.
template<class Lock>
concept HasTry = requires(Lock lock)
{
    {
        lock.try_lock()
        } -> std::convertible_to<bool>;
};

/// A lock without a try that tells in its stead whether a caller has to wait: enter() takes the
/// lock, or a place in its queue; true when the caller has the lock. If not, await() returns when
/// it has.
template<class Lock>
concept TellsWhetherToWait = requires(Lock lock)
{
    {
        lock.enter()
        } -> std::convertible_to<bool>;
    lock.await();
};

/// What the probe can time: a pass is contended when the lock itself says so. How long a pass took
/// says nothing: a worker that lost its CPU in an uncontended pass did not wait for the lock. One
/// bias is left: callers that meet within the nanoseconds between the end of a once-primitive's
/// function and the primitive's own return are not timed.
template<class Lock>
concept Timeable = HasTry<Lock> || TellsWhetherToWait<Lock>;

/// A batch of calls is long from here on, and so is one that a wait of this length falls into: then
/// what was counted is not to wait for more.
inline constexpr std::uint64_t kLongBatchNs = 200'000;

/// The probe that measures nothing: the null twin. The same loop compiled with it is what the
/// probe's cost is measured against.
class NullProbe
{
public:
    static constexpr bool kMeasures = false;

    NullProbe(ThreadSlot& slot, WaitHistogram& /*waits*/)
        : m_slot(slot)
    {}

    void enter(Phase /*phase*/) {}

    template<class Lock>
    [[nodiscard]] Wait lock(Lock& lock)
    {
        lock.lock();
        return {};
    }

    void waited(Wait /*wait*/) {}
    void joinWaits() {}
    void endCall() {}
    [[nodiscard]] static bool waitedLong() { return false; }
    void publish(const Totals& counted = {}) { m_slot.add(counted); }

private:
    ThreadSlot& m_slot;
};

/// The probe: says the phase and times every contended pass exactly. Belongs to one worker, and
/// costs an uncontended pass two stores: no clock is read there, and nothing is counted that the
/// loop does not keep in a register (a counter in memory would be its slowest part).
class LiveProbe
{
public:
    static constexpr bool kMeasures = true;

    LiveProbe(ThreadSlot& slot, WaitHistogram& waits)
        : m_slot(slot)
        , m_waits(waits)
    {}

    void enter(Phase phase)
    {
        // Relaxed: the sampler wants the phase alone, whenever it becomes visible.
        m_slot.phase.store(phase, std::memory_order_relaxed);
    }

    /// Takes the lock. An uncontended pass reads no clock; a contended one is timed from the moment
    /// at which the lock said that it is not to be had, until it is held.
    template<Timeable Lock>
    [[nodiscard]] Wait lock(Lock& lock)
    {
        if (takenAtOnce(lock)) [[likely]]
            return {};
        Wait wait;
        wait.from = WaitClock::now();
        m_slot.beginWait(wait.from);
        if constexpr (HasTry<Lock>)
            lock.lock();
        else
            lock.await();
        wait.to = WaitClock::now();
        m_slot.hold(wait.to);
        return wait;
    }

    /// Records the wait of a pass, if it had to; called when the lock is free again, so that the
    /// book-keeping does not lengthen the hold time of others.
    void waited(Wait wait)
    {
        if (wait.to != 0) [[unlikely]]
            end(wait);
    }

    /// From now on a call takes the lock more than once, but is one pass, and so contended once at
    /// most: what it waited each time is recorded as one wait, by endCall(). Their sum counts at
    /// once, as ever.
    void joinWaits() { m_joinsWaits = true; }

    /// The call has taken the lock for the last time. For who called joinWaits().
    void endCall()
    {
        if (m_callWaited) [[unlikely]]
            recordCall();
    }

    /// Whether a wait since the last publish() was so long that the batch is.
    [[nodiscard]] bool waitedLong() const { return m_longestNs > kLongBatchNs; }

    /// Adds the contended passes since the last call, and what the loop has counted itself, to the
    /// slot. Once a batch.
    void publish(Totals counted = {})
    {
        counted.contended = m_contended;
        m_slot.add(counted);
        m_contended = 0;
        m_longestNs = 0;
    }

private:
    /// Out of line, so that an uncontended pass has no call for it.
    [[gnu::noinline]] void end(Wait wait)
    {
        const std::uint64_t ns = WaitClock::between(wait.from, wait.to);
        if (m_joinsWaits) {
            m_callNs += ns;
            m_callWaited = true;
        } else {
            record(ns); // first: who sees the sum finds its waits counted
        }
        m_slot.endWait(ns);
    }

    [[gnu::noinline]] void recordCall()
    {
        record(m_callNs);
        m_callNs = 0;
        m_callWaited = false;
    }

    void record(std::uint64_t ns)
    {
        m_waits.record(ns);
        ++m_contended;
        m_longestNs = std::max(m_longestNs, ns);
    }

    template<class Lock>
    [[nodiscard]] static bool takenAtOnce(Lock& lock)
    {
        if constexpr (HasTry<Lock>)
            return lock.try_lock();
        else
            return lock.enter();
    }

    ThreadSlot& m_slot;
    WaitHistogram& m_waits;
    std::uint64_t m_contended = 0;
    std::uint64_t m_longestNs = 0;
    std::uint64_t m_callNs = 0; ///< waited in the call under way, where waits are joined
    bool m_callWaited = false;
    bool m_joinsWaits = false;
};

} // namespace lockscope::measure
