// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/placement.h"

#include "core/measure/topology.h"

#include <algorithm>
#include <climits>
#include <new>

#include <hwloc.h>

namespace lockscope::lab {

namespace {

struct BitmapDeleter
{
    void operator()(hwloc_bitmap_s* bitmap) const { hwloc_bitmap_free(bitmap); }
};
using Bitmap = std::unique_ptr<hwloc_bitmap_s, BitmapDeleter>;

/// CPUs in the topology's order: siblings, then cores, then packages side by side.
std::vector<int> compactOrder(hwloc_topology_t topology, int cpus)
{
    std::vector<int> order;
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
    if (hwloc_distrib(topology, &root, 1, sets.data(), static_cast<unsigned>(cpus), INT_MAX, 0) != 0)
        throw std::bad_alloc(); // nothing else can be wrong with it
    std::vector<int> order;
    order.reserve(sets.size());
    for (hwloc_bitmap_t set : sets) {
        order.push_back(hwloc_bitmap_first(set));
        hwloc_bitmap_free(set);
    }
    return order;
}

bool bindThread(hwloc_const_bitmap_t set)
{
    return hwloc_set_cpubind(measure::topology(), set, HWLOC_CPUBIND_THREAD) == 0;
}

} // namespace

CpuPlacement::CpuPlacement(Placement placement, int cpus)
    : m_placement(placement)
    , m_cpus(placement == Placement::Spread ? spreadOrder(measure::topology(), cpus)
                                            : compactOrder(measure::topology(), cpus))
{
}

bool CpuPlacement::bindThisThread(int worker) const
{
    const Bitmap set(hwloc_bitmap_alloc());
    if (!set)
        throw std::bad_alloc();
    if (m_placement == Placement::None) {
        for (const int cpu : m_cpus)
            hwloc_bitmap_set(set.get(), static_cast<unsigned>(cpu));
    } else {
        const auto turn = static_cast<std::size_t>(worker) % m_cpus.size();
        hwloc_bitmap_only(set.get(), static_cast<unsigned>(m_cpus[turn]));
    }
    return bindThread(set.get());
}

} // namespace lockscope::lab
