// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/cache_line.h"
#include "core/simulation/locks/wait_queue.h"
#include "core/simulation/world.h"

#include <algorithm>
#include <cstdint>

namespace lockscope::simulation {

/// The mutex of Drepper's "Futexes are tricky" (mutex 3, and the C library's), operation by
/// operation: 0 free, 1 held, 2 held and perhaps waited for. Who finds 2 sleeps; who finds 1, or
/// has slept, exchanges it for 2 and sleeps if it was not free; an unlock that finds 2 wakes one.
/// Sleeping and waking go through the kernel's queue of the futex, one at a time.
///
/// `Owner` hears gotIt(worker, at) and gone(worker, at), and hands the worker's events on to
/// step().
template<class Owner>
class FutexWord
{
public:
    FutexWord(World& world, Owner& owner)
        : m_world(world)
        , m_owner(owner)
        , m_line(world.cpuMap(), world.machine())
        , m_sleepers(world.workerCount())
    {
        const Costs& costs = world.machine().costs;
        m_systemCall = ticksOf(costs.systemCall);
        m_queueHold = ticksOf(costs.futexQueue);
        m_wake = ticksOf(costs.wake);
        m_wakeUp = ticksOf(costs.wakeUp);
        m_park = ticksOf(costs.park);
    }

    /// The compare-and-swap from 0 to 1.
    void lock(std::uint32_t w) { change(w, m_world.now(), Step::Compare); }

    /// The exchange for 0.
    void unlock(std::uint32_t w) { change(w, m_world.now(), Step::Free); }

    /// An event of this lock's: EventKind::Lock, or woken.
    void step(std::uint32_t w)
    {
        const auto step = static_cast<Step>(m_world.worker(w).step);
        m_world.worker(w).step = static_cast<std::uint8_t>(Step::None);
        if (step == Step::Sleep)
            sleep(w);
        else if (step == Step::Asleep) // and now awake
            change(w, m_world.now(), Step::Exchange);
        else if (step == Step::Wake)
            wakeOne(w);
        else
            carryOut(w, step, m_world.now());
    }

private:
    enum State : std::uint8_t
    {
        kFree,
        kHeld,
        kContended
    };
    enum class Step : std::uint8_t
    {
        None,
        Compare, ///< the line has come: 1 for 0
        Exchange, ///< 2 for whatever it is
        Free, ///< 0 for whatever it is
        Sleep, ///< in the kernel, about to
        Asleep,
        Wake ///< in the kernel, about to wake one
    };

    void later(std::uint32_t w, Ticks at, Step step)
    {
        m_world.worker(w).step = static_cast<std::uint8_t>(step);
        m_world.schedule(w, at, EventKind::Lock);
    }

    void change(std::uint32_t w, Ticks at, Step operation)
    {
        const CacheLine::Change change = m_line.change(m_world.worker(w).cpu, at);
        if (change.here)
            carryOut(w, operation, change.done);
        else
            later(w, change.done, operation);
    }

    /// The line is here; the operation is done then.
    void carryOut(std::uint32_t w, Step operation, Ticks done)
    {
        const State was = m_state;
        switch (operation) {
        case Step::Compare:
            if (was == kFree) {
                m_state = kHeld;
                m_owner.gotIt(w, done);
            } else {
                m_world.failed(w, done);
                if (was == kContended)
                    goToSleep(w, done);
                else
                    change(w, done, Step::Exchange);
            }
            return;
        case Step::Exchange:
            m_state = kContended;
            if (was == kFree)
                m_owner.gotIt(w, done);
            else
                goToSleep(w, done);
            return;
        case Step::Free:
            m_state = kFree;
            if (was == kContended)
                later(w, done + m_world.vary(m_systemCall), Step::Wake);
            else
                m_owner.gone(w, done);
            return;
        default:
            return;
        }
    }

    void goToSleep(std::uint32_t w, Ticks at)
    {
        later(w, turnAtQueue(at + m_world.vary(m_systemCall)), Step::Sleep);
    }

    /// When a call that comes to the kernel's queue then has its turn; the next has it after the
    /// hold.
    [[nodiscard]] Ticks turnAtQueue(Ticks at)
    {
        const Ticks turn = std::max(m_queueFreeAt, at);
        m_queueFreeAt = turn + m_queueHold;
        return turn;
    }

    /// The kernel looks again before it puts anybody to sleep.
    void sleep(std::uint32_t w)
    {
        if (m_state != kContended) {
            change(w, m_world.now(), Step::Exchange);
            return;
        }
        m_sleepers.add(w);
        m_world.worker(w).step = static_cast<std::uint8_t>(Step::Asleep);
        m_world.park(w);
    }

    void wakeOne(std::uint32_t w)
    {
        Ticks at = m_world.now();
        // The kernel sees without the queue that nobody sleeps.
        if (!m_sleepers.empty()) {
            const std::uint32_t sleeper = m_sleepers.takeFirst();
            at = turnAtQueue(at) + m_queueHold + m_world.vary(m_wake);
            // Who is still on the way to sleep gets there first.
            m_world.wake(sleeper,
                         std::max(at, m_world.worker(sleeper).parkedAt + m_park)
                             + m_world.vary(m_wakeUp));
        }
        m_owner.gone(w, at);
    }

    World& m_world;
    Owner& m_owner;
    CacheLine m_line;
    WaitQueue m_sleepers;
    State m_state = kFree;
    Ticks m_queueFreeAt = 0;
    Ticks m_systemCall = 0;
    Ticks m_queueHold = 0;
    Ticks m_wake = 0;
    Ticks m_wakeUp = 0;
    Ticks m_park = 0;
};

} // namespace lockscope::simulation
