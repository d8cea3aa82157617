// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/locks/futex_word.h"

namespace lockscope::simulation {

/// The read side of a lock that counts its readers in one word: nobody is kept out, and all change
/// the one line, once on the way in and once on the way out, where they look at it before (glibc
/// since 2.25: nptl/pthread_rwlock_common.c).
class CountingReader
{
public:
    explicit CountingReader(World& world)
        : m_world(world)
        , m_line(world.cpuMap(), world.machine())
        , m_pass(ticksOf(world.machine().costs.pass))
    {}

    void enter(std::uint32_t w)
    {
        const std::uint32_t cpu = m_world.worker(w).cpu;
        const Ticks in = m_line.change(cpu, m_world.now()).done;
        m_world.schedule(w,
                         in + m_world.onCpu(cpu, m_pass)
                             + m_world.drawOn(cpu, m_world.criticalMean()),
                         EventKind::Critical);
    }

    /// The look brings the line; on the same CPU it costs nothing.
    void release(std::uint32_t w)
    {
        const CacheLine::Change look = m_line.change(m_world.worker(w).cpu, m_world.now());
        if (look.here)
            m_world.left(w, look.done);
        else
            m_world.schedule(w, look.done, EventKind::Lock);
    }

    /// Looked at; now it is changed, if nobody has taken it away again.
    void step(std::uint32_t w)
    {
        m_world.left(w, m_line.change(m_world.worker(w).cpu, m_world.now()).done);
    }
    void suspended(std::uint32_t /*w*/) {}
    void resumed(std::uint32_t /*w*/) {}

private:
    World& m_world;
    CacheLine m_line;
    Ticks m_pass;
};

/// The read side of glibc's pthread_rwlock up to 2.24: the count of readers is guarded by a
/// low-level lock, a futex of three states, which is taken once on the way in and once on the way
/// out (nptl/pthread_rwlock_rdlock.c and pthread_rwlock_unlock.c of those years).
class GuardedCountReader
{
public:
    explicit GuardedCountReader(World& world)
        : m_world(world)
        , m_word(world, *this)
        , m_pass(ticksOf(world.machine().costs.pass))
        , m_inside(world.workerCount())
    {}

    void enter(std::uint32_t w) { m_word.lock(w); }
    /// Called for both holds of the inner lock, and for the work under the outer.
    void release(std::uint32_t w)
    {
        if (m_inside[w] == At::Reading)
            m_word.lock(w);
        else
            m_word.unlock(w);
    }
    void step(std::uint32_t w) { m_word.step(w); }
    void suspended(std::uint32_t /*w*/) {}
    void resumed(std::uint32_t /*w*/) {}

    // What the word tells.
    void gotIt(std::uint32_t w, Ticks at)
    {
        m_inside[w] = m_inside[w] == At::Outside ? At::GoingIn : At::GoingOut;
        m_world.acquired(w, at);
        m_world.schedule(w, at, EventKind::Critical); // the count is on the lock's own line
    }
    void gone(std::uint32_t w, Ticks at)
    {
        if (m_inside[w] == At::GoingOut) {
            m_inside[w] = At::Outside;
            m_world.left(w, at);
            return;
        }
        const std::uint32_t cpu = m_world.worker(w).cpu;
        m_inside[w] = At::Reading;
        m_world.schedule(w,
                         at + m_world.onCpu(cpu, m_pass)
                             + m_world.drawOn(cpu, m_world.criticalMean()),
                         EventKind::Critical);
    }

private:
    enum class At : std::uint8_t
    {
        Outside,
        GoingIn,
        Reading,
        GoingOut
    };

    World& m_world;
    FutexWord<GuardedCountReader> m_word;
    Ticks m_pass;
    std::vector<At> m_inside;
};

} // namespace lockscope::simulation
