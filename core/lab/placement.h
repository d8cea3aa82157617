// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"

#include <memory>
#include <vector>

namespace lockscope::lab {

/// Where workers run: CPUs of this process in placement order, by hwloc.
class CpuPlacement
{
public:
    /// For `cpus` CPUs, 1..availableCpus().
    CpuPlacement(Placement placement, int cpus);

    /// Operating-system numbers of the CPUs in use: worker i runs on cpus()[i % size], or on any of
    /// them with Placement::None.
    [[nodiscard]] const std::vector<int>& cpus() const { return m_cpus; }

    /// Binds the calling thread as worker `worker`; false when the system refuses. Throws
    /// std::bad_alloc.
    bool bindThisThread(int worker) const;

private:
    Placement m_placement;
    std::vector<int> m_cpus;
};

} // namespace lockscope::lab
