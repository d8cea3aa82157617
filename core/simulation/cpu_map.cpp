// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/cpu_map.h"

#include <algorithm>

namespace lockscope::simulation {

namespace {

/// Turns in which the first socket's second comes right behind its first.
int pairedTurn(int i, int sockets)
{
    if (i == 1)
        return sockets;
    return i > 1 && i <= sockets ? i - 1 : i;
}

} // namespace

CpuMap::CpuMap(const Machine& machine, int cpus, lab::Placement placement)
{
    const Costs& costs = machine.costs;
    m_line = {0,
              ticksOf(costs.lineCore),
              ticksOf(costs.lineCache),
              ticksOf(costs.lineSocket),
              ticksOf(costs.lineAcross),
              ticksOf(costs.lineFar)};

    const Topology& topology = machine.topology;
    const int boards =
        std::max(topology.boards, (cpus + topology.perBoard() - 1) / topology.perBoard());
    const int sockets = boards * topology.sockets;
    const bool pairFirst =
        placement == lab::Placement::None && topology.caches * topology.cores > 1;
    for (int i = 0; i < cpus; ++i) {
        int rest = pairFirst ? pairedTurn(i, sockets) : i;
        const auto take = [&rest](int count) {
            const int part = rest % count;
            rest /= count;
            return part;
        };
        int socket = 0;
        int cache = 0;
        int core = 0;
        if (placement == lab::Placement::Compact) {
            rest /= topology.threads;
            core = take(topology.cores);
            cache = take(topology.caches);
            socket = rest;
        } else {
            socket = take(sockets);
            cache = take(topology.caches);
            core = take(topology.cores);
        }
        Place place;
        place.board = static_cast<std::uint32_t>(socket / topology.sockets);
        place.socket = static_cast<std::uint32_t>(socket);
        place.cache = static_cast<std::uint32_t>(socket * topology.caches + cache);
        place.core = place.cache * static_cast<std::uint32_t>(topology.cores)
            + static_cast<std::uint32_t>(core);
        m_places.push_back(place);
    }

    std::vector<int> onCore(static_cast<std::size_t>(sockets) * topology.caches * topology.cores);
    for (const Place& place : m_places)
        ++onCore[place.core];
    for (Place& place : m_places)
        place.slowdown = onCore[place.core] > 1 ? costs.siblingFactor : 1;
    m_meanTransfer = meanOverPairs();
}

Ticks CpuMap::meanOverPairs() const
{
    if (m_places.size() < 2)
        return m_line[1];
    // Pairs within each part, from the parts' sizes: a pair that is within a core is also within a
    // cache.
    const auto pairsWithin = [this](std::uint32_t Place::*part) {
        std::vector<std::uint32_t> parts;
        for (const Place& place : m_places)
            parts.push_back(place.*part);
        std::sort(parts.begin(), parts.end());
        double pairs = 0;
        for (auto begin = parts.begin(); begin != parts.end();) {
            const auto end = std::upper_bound(begin, parts.end(), *begin);
            const auto size = static_cast<double>(end - begin);
            pairs += size * (size - 1);
            begin = end;
        }
        return pairs;
    };
    const auto count = static_cast<double>(m_places.size());
    const std::array<double, 5> within{pairsWithin(&Place::core),
                                       pairsWithin(&Place::cache),
                                       pairsWithin(&Place::socket),
                                       pairsWithin(&Place::board),
                                       count * (count - 1)};
    double sum = 0;
    double nearer = 0;
    for (std::size_t level = 0; level < within.size(); ++level) {
        sum += (within[level] - nearer) * static_cast<double>(m_line[level + 1]);
        nearer = within[level];
    }
    return static_cast<Ticks>(sum / nearer + 0.5);
}

} // namespace lockscope::simulation
