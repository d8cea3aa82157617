// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/process_facts.h"
#include "core/program/watch_permission.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace lockscope::program {

struct ListedProcess
{
    ProcessFacts facts;
    /// CPUs that it used since the last reading (2 is two CPUs all the time); none in the first.
    std::optional<double> cpus;
    WatchPermission watch;
};

/// All processes, for a person who picks one. Whether a process may be watched is found out once
/// for each, at its first reading. One thread.
class ProcessList
{
public:
    /// By number. Some milliseconds for hundreds of processes.
    [[nodiscard]] std::vector<ListedProcess> read();

private:
    struct Known
    {
        std::uint64_t startTicks = 0;
        std::uint64_t cpuTicks = 0;
        std::chrono::steady_clock::time_point at;
        WatchPermission watch;
    };
    std::map<pid_t, Known> m_known; ///< as of the last reading
};

} // namespace lockscope::program
