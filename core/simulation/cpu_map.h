// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"
#include "core/simulation/machine.h"
#include "core/simulation/ticks.h"

#include <cstdint>
#include <vector>

namespace lockscope::simulation {

/// The CPUs in use, where each is and how far they are from each other. A value; for any thread.
///
/// More CPUs than the machine has are taken from further boards of the same kind.
class CpuMap
{
public:
    /// 1..kMaxCpus CPUs of a valid machine. Compact: siblings, then cores, caches, sockets side by
    /// side, as the lab's; spread: sockets in turn, cores before their second threads. None is as
    /// spread, but the first two are on one socket: so Linux spreads load, which lets two tasks
    /// stay on one node because they may be a pair that communicates (NUMA_IMBALANCE_MIN of its
    /// kernel/sched/fair.c, since 5.6).
    CpuMap(const Machine& machine, int cpus, lab::Placement placement);

    [[nodiscard]] int cpus() const { return static_cast<int>(m_places.size()); }

    /// A line's journey from one CPU to another; 0 to itself.
    [[nodiscard]] Ticks transfer(std::uint32_t from, std::uint32_t to) const
    {
        const Place& a = m_places[from];
        const Place& b = m_places[to];
        const std::size_t level = std::size_t{from != to} + std::size_t{a.core != b.core}
            + std::size_t{a.cache != b.cache} + std::size_t{a.socket != b.socket}
            + std::size_t{a.board != b.board};
        return m_line[level];
    }

    /// The mean over all pairs of CPUs in use; with one CPU that between neighbours.
    [[nodiscard]] Ticks meanTransfer() const { return m_meanTransfer; }

    /// How much longer work takes on a CPU because its core's other thread is in use too.
    [[nodiscard]] double slowdown(std::uint32_t cpu) const { return m_places[cpu].slowdown; }

private:
    struct Place
    {
        std::uint32_t core = 0;
        std::uint32_t cache = 0;
        std::uint32_t socket = 0;
        std::uint32_t board = 0;
        double slowdown = 1;
    };

    [[nodiscard]] Ticks meanOverPairs() const;

    std::vector<Place> m_places;
    std::array<Ticks, 6> m_line{}; ///< by the number of levels that two CPUs differ in
    Ticks m_meanTransfer = 0;
};

} // namespace lockscope::simulation
