// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/locks/wait_queue.h"
#include "core/simulation/world.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace lockscope::simulation {

/// What a lock adds to the time for which it is held while so many wait on their CPUs, in journeys
/// of its line: the theory of each spinning lock in a formula.
namespace handover {

/// All spin on one word that each release takes from them all: its new value goes to them one by
/// one, and the next in the line is reached after half of them (Boyd-Wickizer, Kaashoek, Morris and
/// Zeldovich, "Non-scalable locks are dangerous", OLS 2012).
inline double ticket(double waiters)
{
    return waiters / 2;
}

/// Everybody's attempts change the word: the release is one of them, and stands behind all others.
inline double testAndSet(double waiters)
{
    return waiters;
}

/// Who failed looks half as often each time, so that of many waiters few look at once: a logarithm.
inline double backOff(double waiters)
{
    return Random::logOf(1 + waiters) / Random::logOf(2);
}

/// Each spins on a line of its own: one journey.
inline double queue(double waiters)
{
    return waiters > 0 ? 1 : 0;
}

} // namespace handover

/// For how long a waiter spins before it lets others have its CPU, while so many look at a lock
/// whose line has this journey; 0 for ever.
namespace patience {

inline Ticks forEver(Ticks /*journey*/, std::uint32_t /*waiters*/)
{
    return 0;
}

/// Some dozens of pauses.
inline Ticks aWhile(Ticks /*journey*/, std::uint32_t /*waiters*/)
{
    return 2000 * kTicksPerNs;
}

/// A thousand attempts, each of which stands behind those of the others.
inline Ticks aThousandAttempts(Ticks journey, std::uint32_t waiters)
{
    return std::max<Ticks>(1000 * journey * (waiters + 1), kTicksPerNs);
}

} // namespace patience

/// How a spinning lock is: its hand-over; how many journeys more every contended pass takes on a
/// machine on which those of a free lock count too (drawing a ticket or joining the queue, the
/// release, the look before an attempt); whether it is first come, first served, or anybody who is
/// on a CPU may be the next; and a waiter's patience.
template<double (*handoverInJourneys)(double waiters),
         int moreJourneys,
         bool isFair,
         Ticks (*patienceOf)(Ticks journey, std::uint32_t waiters)>
struct SpinTraits
{
    static constexpr bool fair = isFair;

    static double handover(double waiters, bool theory)
    {
        return handoverInJourneys(waiters) + (waiters > 0 && !theory ? moreJourneys : 0);
    }
    static Ticks patience(Ticks journey, std::uint32_t waiters)
    {
        return patienceOf(journey, waiters);
    }
};

/// A lock that is waited for on the CPU. It is held for the time under the lock and the hand-over,
/// which grows with those who wait; when somebody comes, what remains of both grows in proportion.
/// With exponential times that is exactly the birth-death model in which k + 1 contenders are
/// served at the rate 1 / (s + c k / 2). Waiters without a CPU do not look, but have their turn in
/// a fair lock all the same.
template<class Traits>
class SpinLock
{
public:
    explicit SpinLock(World& world)
        : m_world(world)
        , m_waiting(world.workerCount())
    {
        const Costs& costs = world.machine().costs;
        m_held =
            static_cast<double>(ticksOf(costs.pass + 2 * costs.localOp) + world.criticalMean());
        const auto line = static_cast<double>(world.cpuMap().meanTransfer());
        // Who is next in a line waits for its turn alone. Anybody else may take the lock again
        // before the line has gone, and mostly does.
        const Ticks handOver = Traits::fair ? ticksOf(costs.handOver) : 0;
        for (std::uint32_t k = 0; k <= world.workerCount(); ++k)
            m_handover.push_back(line * Traits::handover(k, world.machine().freeLockIsNear)
                                 + static_cast<double>(k > 0 ? handOver : 0));
    }

    void enter(std::uint32_t w)
    {
        if (m_free) {
            take(w, true);
            return;
        }
        m_world.failed(w, m_world.now());
        m_waiting.add(w);
        wait(w);
        look(1);
    }

    void release(std::uint32_t w)
    {
        m_lastCpu = m_world.worker(w).cpu;
        m_world.left(w, m_world.now());
        handOver();
    }

    /// A waiter has spun for long enough.
    void step(std::uint32_t w)
    {
        if (m_world.yield(w))
            suspended(w);
        else
            wait(w);
    }

    void suspended(std::uint32_t w)
    {
        if (!Traits::fair)
            m_waiting.remove(w);
        look(-1);
    }

    void resumed(std::uint32_t w)
    {
        if (m_free) {
            take(w, true);
            return;
        }
        if (!Traits::fair)
            m_waiting.add(w);
        wait(w);
        look(1);
    }

private:
    /// A waiter more or less looks at the lock.
    void look(int more)
    {
        const double before = m_heldNow + m_handover[m_looking];
        m_looking += static_cast<std::uint32_t>(more);
        const double after = m_heldNow + m_handover[m_looking];
        if (before > 0 && after != before && !m_free)
            m_world.stretch(m_holder, after / before);
    }

    void wait(std::uint32_t w)
    {
        const Ticks patience = Traits::patience(m_world.cpuMap().meanTransfer(), m_looking);
        m_world.spin(w,
                     patience > 0 && m_world.oversubscribed() ? m_world.now() + patience : kNever);
    }

    void handOver()
    {
        if (m_waiting.empty()) {
            m_free = true;
            return;
        }
        const std::uint32_t next =
            Traits::fair ? m_waiting.takeFirst() : m_waiting.takeAny(m_world.random());
        if (m_world.worker(next).running && !m_world.worker(next).resuming)
            --m_looking;
        take(next, false);
    }

    void take(std::uint32_t w, bool free)
    {
        m_free = false;
        m_holder = w;
        const Ticks now = m_world.now();
        const std::uint32_t cpu = m_world.worker(w).cpu;
        // What was free and is last changed elsewhere has a way to go.
        const Ticks journey = free && !m_world.machine().freeLockIsNear
            ? m_world.cpuMap().transfer(m_lastCpu, cpu)
            : 0;
        m_world.acquired(w, now);
        m_heldNow = m_held * m_world.cpuMap().slowdown(cpu);
        const auto held =
            static_cast<Ticks>((m_heldNow + m_handover[m_looking]) * m_world.unit() + 0.5);
        m_world.schedule(w, now + journey + held, EventKind::Critical, true);
    }

    World& m_world;
    WaitQueue m_waiting;
    double m_held = 0; ///< ticks, without hand-over
    double m_heldNow = 0; ///< on the holder's CPU
    std::vector<double> m_handover; ///< ticks, by the number of those who look
    std::uint32_t m_looking = 0; ///< waiters that have a CPU
    std::uint32_t m_holder = 0;
    std::uint32_t m_lastCpu = 0;
    bool m_free = true;
};

using TicketLock = SpinLock<SpinTraits<handover::ticket, 3, true, patience::forEver>>;
using QueueLock = SpinLock<SpinTraits<handover::queue, 4, true, patience::forEver>>;
using YieldingQueueLock = SpinLock<SpinTraits<handover::queue, 4, true, patience::aWhile>>;
using TestAndSetLock = SpinLock<SpinTraits<handover::testAndSet, 1, false, patience::forEver>>;
using YieldingSpinLock =
    SpinLock<SpinTraits<handover::testAndSet, 0, false, patience::aThousandAttempts>>;
using BackOffLock = SpinLock<SpinTraits<handover::backOff, 1, false, patience::forEver>>;
using YieldingBackOffLock = SpinLock<SpinTraits<handover::backOff, 1, false, patience::aWhile>>;

} // namespace lockscope::simulation
