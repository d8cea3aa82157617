// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/locks/futex_word.h"

namespace lockscope::simulation {

/// A mutex that sleeps in the kernel as soon as it is found taken: the C library's, and so
/// std::mutex.
class FutexLock
{
public:
    explicit FutexLock(World& world)
        : m_world(world)
        , m_word(world, *this)
        , m_pass(ticksOf(world.machine().costs.pass))
    {}

    void enter(std::uint32_t w) { m_word.lock(w); }
    void release(std::uint32_t w) { m_word.unlock(w); }
    void step(std::uint32_t w) { m_word.step(w); }
    void suspended(std::uint32_t /*w*/) {}
    void resumed(std::uint32_t /*w*/) {}

    // What the word tells.
    void gotIt(std::uint32_t w, Ticks at) { m_world.acquiredForWork(w, at, m_pass); }
    void gone(std::uint32_t w, Ticks at) { m_world.left(w, at); }

private:
    World& m_world;
    FutexWord<FutexLock> m_word;
    Ticks m_pass;
};

} // namespace lockscope::simulation
