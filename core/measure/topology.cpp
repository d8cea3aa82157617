// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/topology.h"

#include <stdexcept>

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
    hwloc_topology_set_flags(topology, HWLOC_TOPOLOGY_FLAG_RESTRICT_TO_CPUBINDING
                                 | HWLOC_TOPOLOGY_FLAG_IS_THISSYSTEM);
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

} // namespace lockscope::measure
