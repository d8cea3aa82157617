// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/snapshot.h"
#include "core/simulation/engine.h"
#include "core/simulation/simulated_config.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

namespace lockscope::simulation {

/// Makes the snapshots of a simulated machine, one after another, as the lab's sampler makes those
/// of the real one. The same configurations and intervals give the same snapshots.
///
/// A thousand CPUs make more calls than can be computed while they happen. So of every interval one
/// part in factor() is simulated, and its counts and times are multiplied: shares, quantiles and
/// rates are those of the part. The factor is chosen when a configuration comes into force and
/// holds until the next, so that what was waited for never sums to more than workers x elapsed. For
/// one thread.
class SnapshotMaker
{
public:
    /// Throws lab::ConfigError as validate().
    explicit SnapshotMaker(const SimulatedConfig& config);

    /// Another configuration, from the next snapshot on. Throws lab::ConfigError and changes
    /// nothing when it is not allowed.
    void apply(const SimulatedConfig& config);

    /// The snapshot of the next interval, 1 ms or more.
    [[nodiscard]] measure::SnapshotPtr next(std::chrono::nanoseconds interval);

    /// Of so many nanoseconds one is computed.
    [[nodiscard]] std::uint64_t factor() const { return m_factor; }

private:
    void begin();
    [[nodiscard]] measure::ThreadSnapshot threadOf(std::uint32_t w,
                                                   const std::vector<Ticks>& waits);
    [[nodiscard]] std::vector<std::vector<Ticks>> waitsByWorker() const;

    SimulatedConfig m_config;
    std::unique_ptr<Run> m_run;
    std::vector<WorkerCounts> m_before; ///< at the end of the last interval
    std::vector<WorkerCounts> m_switches; ///< sleeps and preemptions since the worker's first call
    std::vector<WaitRecord> m_waits; ///< of the interval
    std::uint64_t m_factor = 1;
    std::uint64_t m_sequence = 0;
    std::uint64_t m_revision = 0;
    std::chrono::nanoseconds m_time{};
    measure::Totals m_total;
    std::vector<measure::ConfigChange> m_changes;
};

} // namespace lockscope::simulation
