// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/placement.h"

#include "core/measure/topology.h"

#include <algorithm>
#include <climits>
#include <new>

#include <hwloc.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace lockscope::lab {

namespace {

/// CPUs in the topology's order: siblings, then cores, then packages side by side.
std::vector<int> compactOrder(hwloc_topology_t topology, int cpus)
{
    std::vector<int> order;
    order.reserve(static_cast<std::size_t>(cpus));
    for (int i = 0; i < cpus; ++i)
        order.push_back(static_cast<int>(
            hwloc_get_obj_by_type(topology, HWLOC_OBJ_PU, static_cast<unsigned>(i))->os_index));
    return order;
}

/// CPUs as far from each other as the topology allows (hwloc_distrib: packages first, then caches
/// and cores).
std::vector<int> spreadOrder(hwloc_topology_t topology, int cpus)
{
    std::vector<hwloc_bitmap_t> sets(static_cast<std::size_t>(cpus));
    hwloc_obj_t root = hwloc_get_root_obj(topology);
    if (hwloc_distrib(topology, &root, 1, sets.data(), static_cast<unsigned>(cpus), INT_MAX, 0)
        != 0)
        throw std::bad_alloc(); // nothing else can be wrong with it
    std::vector<int> order;
    order.reserve(sets.size());
    for (hwloc_bitmap_t set : sets) {
        order.push_back(hwloc_bitmap_first(set));
        hwloc_bitmap_free(set);
    }
    return order;
}

} // namespace

CpuPlacement::CpuPlacement(Placement placement, int cpus)
    : m_placement(placement)
    , m_cpus(placement == Placement::Spread ? spreadOrder(measure::topology(), cpus)
                                            : compactOrder(measure::topology(), cpus))
{}

bool CpuPlacement::bindThisThread(int worker) const
{
    // Not by hwloc 2.9, which writes through a null pointer where there is no memory; on a worker's
    // thread that is met.
    std::vector<int> wanted = m_cpus;
    if (m_placement != Placement::None)
        wanted = {m_cpus[static_cast<std::size_t>(worker) % m_cpus.size()]};
    constexpr std::size_t kBits = sizeof(unsigned long) * CHAR_BIT;
    const auto highest = static_cast<std::size_t>(*std::max_element(wanted.begin(), wanted.end()));
    std::vector<unsigned long> mask(
        std::max<std::size_t>(highest / kBits + 1, sizeof(cpu_set_t) / sizeof(unsigned long)));
    for (const int cpu : wanted)
        mask[static_cast<std::size_t>(cpu) / kBits] |= 1UL
            << (static_cast<std::size_t>(cpu) % kBits);
    return syscall(SYS_sched_setaffinity, 0, mask.size() * sizeof(unsigned long), mask.data()) == 0;
}

} // namespace lockscope::lab
