// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/snapshot.h"

#include <array>
#include <cstdint>
#include <optional>

namespace lockscope::exporters {

/// What a worker has come to over snapshots.
struct WorkerSums
{
    using ByState = std::array<double, measure::kStateCount>;

    std::uint64_t calls = 0;
    std::uint64_t contended = 0;
    std::uint64_t waitNs = 0;
    std::optional<std::uint64_t> cpuNs = 0; ///< none once an interval did not know it
    std::optional<ByState> stateSeconds = ByState{}; ///< likewise
    std::optional<std::uint64_t> voluntarySwitches; ///< since the thread began; none: not known
    std::optional<std::uint64_t> involuntarySwitches;

    void add(const measure::ThreadSnapshot& thread, double intervalSeconds)
    {
        calls += thread.calls;
        contended += thread.contended;
        waitNs += thread.waitNs;
        if (cpuNs && thread.cpuNs)
            *cpuNs += *thread.cpuNs;
        else
            cpuNs.reset();
        if (stateSeconds && thread.states)
            for (std::size_t i = 0; i < measure::kStateCount; ++i)
                (*stateSeconds)[i] +=
                    static_cast<double>(thread.states->share[i]) * intervalSeconds;
        else
            stateSeconds.reset();
        voluntarySwitches = thread.voluntarySwitches;
        involuntarySwitches = thread.involuntarySwitches;
    }
};

} // namespace lockscope::exporters
