// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/world.h"

#include <concepts>
#include <cstdint>

namespace lockscope::simulation {

/// A run of one experiment, which goes on for as long as it is asked to. For one thread.
class Run
{
public:
    Run() = default;
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;
    virtual ~Run() = default;

    /// Goes on until that time.
    virtual void runUntil(Ticks end) = 0;
    /// Goes on until so many calls have been made in all.
    virtual void runCalls(std::uint64_t total) = 0;
    /// Goes on for so many events.
    virtual void runEvents(std::uint64_t count) = 0;
    [[nodiscard]] virtual World& world() = 0;
};

/// A model of a lock: told of what happens to a worker, it says what follows by calling the world's
/// schedule, spin, park, wake, failed, acquired and left. Made for a world that outlives it.
template<class Lock>
concept LockModel = std::constructible_from<Lock, World&> && requires(Lock& lock,
                                                                      std::uint32_t worker)
{
    lock.enter(worker); ///< it wants to pass
    lock.release(worker); ///< its work under the lock is done (EventKind::Critical)
    lock.step(worker); ///< an event of the lock's own (EventKind::Lock), or it has been woken
    lock.suspended(worker); ///< while it waited its CPU was taken away
    lock.resumed(worker); ///< it waits on a CPU again
};

template<LockModel Lock>
class Engine final : public Run
{
public:
    explicit Engine(const SimulationSpec& experiment)
        : m_world(experiment)
        , m_lock(m_world)
    {}

    void runUntil(Ticks end) override
    {
        while (m_world.time().nextTime() <= end)
            next();
        m_world.time().standAt(end);
        m_world.metrics().accountTime();
    }

    void runCalls(std::uint64_t total) override
    {
        while (m_world.metrics().calls() < total)
            next();
        m_world.metrics().accountTime();
    }

    void runEvents(std::uint64_t count) override
    {
        for (const std::uint64_t end = m_world.time().events() + count;
             m_world.time().events() < end;)
            next();
        m_world.metrics().accountTime();
    }

    [[nodiscard]] World& world() override { return m_world; }

private:
    void next()
    {
        const std::uint32_t slot = m_world.time().advance();
        if (slot >= m_world.workerCount()) {
            const RunQueue::Switch change = m_world.queue().endSlice(slot - m_world.workerCount());
            if (change.waiting)
                m_lock.suspended(change.from);
            return;
        }
        Worker& worker = m_world.worker(slot);
        if (worker.asleep && !m_world.queue().becomeRunnable(slot))
            return;
        if (worker.resuming) {
            worker.resuming = false;
            m_lock.resumed(slot);
            return;
        }
        carryOn(slot, worker);
    }

    void carryOn(std::uint32_t w, Worker& worker)
    {
        switch (worker.phase) {
        case EventKind::Task:
            return m_world.cycle().takeTask(w);
        case EventKind::Native:
            worker.enter(measure::State::Guard, m_world.now());
            return m_lock.enter(w);
        case EventKind::Lock:
            return m_lock.step(w);
        case EventKind::Critical:
            return m_lock.release(w);
        case EventKind::Callback:
            if (m_world.cycle().leavesThroughLock()) {
                worker.leaving = true;
                worker.enter(measure::State::Guard, m_world.now());
                return m_lock.enter(w);
            }
            return m_world.cycle().endCall(w, m_world.now());
        }
    }

    World m_world;
    Lock m_lock;
};

} // namespace lockscope::simulation
