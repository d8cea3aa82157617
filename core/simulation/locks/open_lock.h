// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/world.h"

#include <cstdint>

namespace lockscope::simulation {

/// How long a pass takes that nobody else has a part in, ns.
namespace pass_cost {

inline double nothing(const Costs& /*costs*/)
{
    return 0;
}
/// Loads of lines that all CPUs have: the atomic fast path, a once-primitive that is done.
inline double loads(const Costs& costs)
{
    return costs.fastPass;
}
/// Two atomic operations on a line of the caller's own.
inline double ownLine(const Costs& costs)
{
    return costs.pass + 2 * costs.localOp;
}

} // namespace pass_cost

/// A pass that keeps nobody out and shares nothing that changes. Work under the lock, where there
/// is a lock to hold it under, is done by all at once.
template<double (*cost)(const Costs&), bool criticalWork>
class OpenLock
{
public:
    explicit OpenLock(World& world)
        : m_world(world)
        , m_pass(ticksOf(cost(world.machine().costs)))
    {}

    void enter(std::uint32_t w)
    {
        const std::uint32_t cpu = m_world.worker(w).cpu;
        Ticks takes = m_world.onCpu(cpu, m_pass);
        if constexpr (criticalWork)
            takes += m_world.drawOn(cpu, m_world.criticalMean());
        m_world.left(w, m_world.now() + takes);
    }

    void release(std::uint32_t /*w*/) {}
    void step(std::uint32_t /*w*/) {}
    void suspended(std::uint32_t /*w*/) {}
    void resumed(std::uint32_t /*w*/) {}

private:
    World& m_world;
    Ticks m_pass;
};

/// No lock at all: what it would guard is racing.
using NoLock = OpenLock<pass_cost::nothing, true>;
/// The fast path and the once-primitives: what the lock would hold is skipped with the lock.
using OnceCheck = OpenLock<pass_cost::loads, false>;
/// A reader that only says in a place of its own that it is inside.
using OwnLineReader = OpenLock<pass_cost::ownLine, true>;

} // namespace lockscope::simulation
