// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

struct hwloc_topology;

namespace lockscope::measure {

/// The machine's topology cut to the CPUs that this process may use; loaded once, then read only.
/// Thread-safe.
[[nodiscard]] hwloc_topology* topology();

} // namespace lockscope::measure
