// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

struct hwloc_topology;

namespace lockscope::measure {

/// The machine's topology cut to the CPUs that this process may use; loaded once, then read only.
/// Thread-safe.
[[nodiscard]] hwloc_topology* topology();

/// NUMA nodes of the CPUs that this process may use, at least 1.
[[nodiscard]] int numaNodes();

/// The node of a CPU by its operating-system number, 0..numaNodes()-1; 0 for a CPU that is not
/// ours.
[[nodiscard]] int numaNodeOf(int cpu);

} // namespace lockscope::measure
