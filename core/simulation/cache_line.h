// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/cpu_map.h"

#include <algorithm>
#include <cstdint>

namespace lockscope::simulation {

/// A cache line that CPUs change by atomic operations: one after another, first come, first served.
///
/// A request has a way to the line, and the line a journey back. Meanwhile whoever has it goes on
/// changing it, which is why two threads that want a line do not take strict turns; and when
/// requests stand in a queue their ways overlap, so that each adds the line's journey alone. Ask in
/// the order of time. For one run.
class CacheLine
{
public:
    CacheLine(const CpuMap& map, const Machine& machine)
        : m_map(map)
        , m_freeIsNear(machine.freeLockIsNear)
        , m_requestWays(machine.costs.requestWays)
        , m_operation(ticksOf(machine.costs.localOp))
    {}

    struct Change
    {
        Ticks done = 0;
        bool here =
            false; ///< nothing changes the line before: what is asked of it is known at once
    };

    /// An operation that is asked for now, and needs the line for a further `hold`.
    [[nodiscard]] Change change(std::uint32_t cpu, Ticks now, Ticks hold = 0)
    {
        // Not slower for the core's other thread, which mostly waits for the line as well.
        const Ticks operation = m_operation + hold;
        if (cpu == m_last) {
            const bool here = now >= m_freeAt;
            m_freeAt = std::max(now, m_freeAt) + operation;
            return {m_freeAt, here};
        }
        if (cpu == m_before && now + operation <= m_leavesAt)
            return {now + operation, true};
        const bool queued = m_freeAt > now;
        if (m_freeIsNear && !queued) {
            m_freeAt = now + operation;
            m_last = cpu;
            m_before = cpu;
            return {m_freeAt, true};
        }
        const Ticks journey = queued ? m_map.meanTransfer() : m_map.transfer(m_last, cpu);
        const Ticks request = m_freeIsNear
            ? 0
            : static_cast<Ticks>(static_cast<double>(journey) * m_requestWays + 0.5);
        m_leavesAt = std::max(m_freeAt, now + request);
        // Only who has the line already can go on with it until then.
        m_before = queued ? cpu : m_last;
        m_freeAt = m_leavesAt + journey + operation;
        m_last = cpu;
        return {m_freeAt, false};
    }

private:
    const CpuMap& m_map;
    bool m_freeIsNear;
    double m_requestWays;
    Ticks m_operation;
    Ticks m_freeAt = 0; ///< when the last operation that was asked for is done
    std::uint32_t m_last = 0; ///< who asked for it
    std::uint32_t m_before = 0; ///< who has the line until m_leavesAt
    Ticks m_leavesAt = 0;
};

} // namespace lockscope::simulation
