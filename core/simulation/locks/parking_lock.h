// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/locks/spin_lock.h"

namespace lockscope::simulation {

/// A lock whose waiters look at it on their CPUs for a while and then sleep. A release goes to one
/// that looks; only when there is none a sleeper is woken, and the lock is free for whoever comes
/// until it is awake.
class SpinThenParkLock
{
public:
    explicit SpinThenParkLock(World& world)
        : m_world(world)
        , m_line(world.cpuMap(), world.machine())
        , m_looking(world.workerCount())
        , m_sleepers(world.workerCount())
    {
        const Costs& costs = world.machine().costs;
        m_pass = ticksOf(costs.pass + costs.localOp);
        m_systemCall = ticksOf(costs.systemCall + costs.futexQueue);
        m_wake = ticksOf(costs.wake);
        m_wakeUp = ticksOf(costs.wakeUp);
        m_park = ticksOf(costs.park);
        // Beside the journeys of those who look: of the release, of the look that finds it free,
        // and of the attempt after it.
        const int more = world.machine().freeLockIsNear ? 0 : 3;
        for (std::uint32_t k = 0; k <= world.workerCount(); ++k)
            m_handover.push_back(
                ticksOf(nsOf(world.cpuMap().meanTransfer()) * (handover::backOff(k) + more)));
    }

    void enter(std::uint32_t w)
    {
        if (m_free) {
            take(w, m_line.change(m_world.worker(w).cpu, m_world.now()).done);
            return;
        }
        m_world.failed(w, m_world.now());
        look(w);
    }

    void release(std::uint32_t w)
    {
        const Ticks now = m_world.now();
        if (!m_looking.empty()) {
            const Ticks journey = m_handover[m_looking.size()];
            const std::uint32_t next = m_looking.takeAny(m_world.random());
            m_world.left(w, now);
            take(next, now + journey);
            return;
        }
        m_free = true;
        if (m_sleepers.empty()) {
            m_world.left(w, now);
            return;
        }
        m_world.wake(m_sleepers.takeFirst(), now + m_systemCall + m_wake + m_wakeUp);
        m_world.left(w, now + m_systemCall + m_wake);
    }

    /// Awake again, or it has looked for long enough.
    void step(std::uint32_t w)
    {
        Worker& worker = m_world.worker(w);
        if (worker.step == kAsleep) {
            worker.step = kLooks;
            resumed(w);
        } else if (worker.step == kLooks) {
            m_looking.remove(w);
            worker.step = kGoesToSleep;
            m_world.schedule(w, m_world.now() + m_systemCall + m_park, EventKind::Lock);
        } else {
            sleep(w);
        }
    }

    void suspended(std::uint32_t w) { m_looking.remove(w); }

    void resumed(std::uint32_t w)
    {
        if (m_free)
            take(w, m_line.change(m_world.worker(w).cpu, m_world.now()).done);
        else
            look(w);
    }

private:
    /// A hundred looks with a pause of some 40 cycles between.
    static constexpr Ticks kSpin = 1500 * kTicksPerNs;
    static constexpr std::uint8_t kLooks = 0;
    static constexpr std::uint8_t kGoesToSleep = 1;
    static constexpr std::uint8_t kAsleep = 2;

    void look(std::uint32_t w)
    {
        m_looking.add(w);
        m_world.worker(w).step = kLooks;
        m_world.spin(w, m_world.now() + kSpin);
    }

    /// The kernel looks again before it puts anybody to sleep.
    void sleep(std::uint32_t w)
    {
        if (m_free) {
            take(w, m_line.change(m_world.worker(w).cpu, m_world.now()).done);
            return;
        }
        m_world.worker(w).step = kAsleep;
        m_sleepers.add(w);
        m_world.park(w);
    }

    void take(std::uint32_t w, Ticks at)
    {
        m_free = false;
        m_world.acquiredForWork(w, at, m_pass);
    }

    World& m_world;
    CacheLine m_line;
    WaitQueue m_looking;
    WaitQueue m_sleepers;
    std::vector<Ticks> m_handover; ///< by the number of those who look
    bool m_free = true;
    Ticks m_pass = 0;
    Ticks m_systemCall = 0;
    Ticks m_wake = 0;
    Ticks m_wakeUp = 0;
    Ticks m_park = 0;
};

} // namespace lockscope::simulation
