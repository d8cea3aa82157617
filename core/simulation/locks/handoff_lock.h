// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/cache_line.h"
#include "core/simulation/locks/wait_queue.h"
#include "core/simulation/world.h"

#include <cstdint>

namespace lockscope::simulation {

/// A lock that the kernel hands from one to the next: every contended hand-over waits for a sleeper
/// to wake.
class HandoffLock
{
public:
    explicit HandoffLock(World& world)
        : m_world(world)
        , m_line(world.cpuMap(), world.machine())
        , m_sleepers(world.workerCount())
    {
        const Costs& costs = world.machine().costs;
        m_pass = ticksOf(costs.pass + costs.localOp);
        m_systemCall = ticksOf(costs.systemCall + costs.futexQueue);
        m_wake = ticksOf(costs.wake);
        m_wakeUp = ticksOf(costs.wakeUp);
    }

    void enter(std::uint32_t w)
    {
        const Ticks at = m_line.change(m_world.worker(w).cpu, m_world.now()).done;
        if (m_free) {
            take(w, at);
            return;
        }
        m_world.failed(w, at);
        m_world.worker(w).step = kGoesToSleep;
        m_world.schedule(w, at + m_systemCall, EventKind::Lock);
    }

    void release(std::uint32_t w)
    {
        const Ticks now = m_world.now();
        m_free = m_sleepers.empty();
        if (m_free) {
            m_world.left(w, now);
            return;
        }
        m_world.wake(m_sleepers.takeFirst(), now + m_systemCall + m_wake + m_wakeUp);
        m_world.left(w, now + m_systemCall + m_wake);
    }

    void step(std::uint32_t w)
    {
        Worker& worker = m_world.worker(w);
        if (worker.step == kAsleep || m_free) {
            take(w, m_world.now());
            return;
        }
        worker.step = kAsleep;
        m_sleepers.add(w);
        m_world.park(w);
    }

    void suspended(std::uint32_t /*w*/) {}
    void resumed(std::uint32_t /*w*/) {}

private:
    static constexpr std::uint8_t kGoesToSleep = 1;
    static constexpr std::uint8_t kAsleep = 2;

    void take(std::uint32_t w, Ticks at)
    {
        m_free = false;
        m_world.acquiredForWork(w, at, m_pass);
    }

    World& m_world;
    CacheLine m_line;
    WaitQueue m_sleepers;
    bool m_free = true;
    Ticks m_pass = 0;
    Ticks m_systemCall = 0;
    Ticks m_wake = 0;
    Ticks m_wakeUp = 0;
};

} // namespace lockscope::simulation
