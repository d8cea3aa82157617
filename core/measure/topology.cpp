// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/topology.h"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include <hwloc.h>

namespace lockscope::measure {

namespace {

hwloc_topology_t load()
{
    hwloc_topology_t topology = nullptr;
    if (hwloc_topology_init(&topology) != 0)
        throw std::runtime_error("hwloc could not be initialised");
    // Devices are of no interest and take long; the process's own binding (taskset, a container)
    // is the limit of what may be used.
    hwloc_topology_set_io_types_filter(topology, HWLOC_TYPE_FILTER_KEEP_NONE);
    hwloc_topology_set_flags(
        topology, HWLOC_TOPOLOGY_FLAG_RESTRICT_TO_CPUBINDING | HWLOC_TOPOLOGY_FLAG_IS_THISSYSTEM);
    if (hwloc_topology_load(topology) != 0)
        throw std::runtime_error("hwloc could not read this machine's topology");
    return topology;
}

} // namespace

hwloc_topology* topology()
{
    static hwloc_topology_t kTopology = load();
    return kTopology;
}

namespace {

/// By CPU number.
const std::vector<int>& nodesByCpu()
{
    static const std::vector<int> kNodes = [] {
        std::vector<int> nodes;
        const int count = hwloc_get_nbobjs_by_type(topology(), HWLOC_OBJ_NUMANODE);
        for (int node = 0; node < count; ++node) {
            hwloc_obj_t object =
                hwloc_get_obj_by_type(topology(), HWLOC_OBJ_NUMANODE, static_cast<unsigned>(node));
            for (int cpu = hwloc_bitmap_first(object->cpuset); cpu >= 0;
                 cpu = hwloc_bitmap_next(object->cpuset, cpu))
            {
                nodes.resize(std::max(nodes.size(), static_cast<std::size_t>(cpu) + 1));
                nodes[static_cast<std::size_t>(cpu)] = node;
            }
        }
        return nodes;
    }();
    return kNodes;
}

} // namespace

int numaNodes()
{
    return std::max(1, hwloc_get_nbobjs_by_type(topology(), HWLOC_OBJ_NUMANODE));
}

int numaNodeOf(int cpu)
{
    const auto& nodes = nodesByCpu();
    return cpu >= 0 && static_cast<std::size_t>(cpu) < nodes.size()
        ? nodes[static_cast<std::size_t>(cpu)]
        : 0;
}

} // namespace lockscope::measure
