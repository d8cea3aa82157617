// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/states.h"
#include "core/simulation/simulation_spec.h"
#include "core/simulation/worker.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace lockscope::simulation {

/// How long a run is: so many calls are made and forgotten first, so many counted.
struct RunLength
{
    std::uint64_t warmUp = 100'000;
    std::uint64_t calls = 1'000'000; ///< 1..kMaxCalls
};
inline constexpr std::uint64_t kMaxCalls = 1'000'000'000;

/// What a run came to.
struct RunResult
{
    double seconds = 0; ///< simulated
    std::uint64_t calls = 0;
    std::uint64_t contended = 0;
    double throughput = 0; ///< calls a simulated second
    double waitMeanNs = 0; ///< over all passes
    double waitP99Ns = 0; ///< over the contended passes; 0 when none was
    measure::StateShares states;
    std::vector<WorkerCounts> workers; ///< each worker's part
};

/// Told of the share that is done, also while an experiment goes on; false ends it soon, in the
/// middle of it.
using SimulationProgress = std::function<bool(double share)>;

/// Runs one experiment; the same result for the same experiment, on any machine. None when
/// `progress` ended it. Throws lab::ConfigError as validate().
[[nodiscard]] std::optional<RunResult> simulate(const SimulationSpec& experiment,
                                                const RunLength& length,
                                                const SimulationProgress& progress);
[[nodiscard]] RunResult simulate(const SimulationSpec& experiment, const RunLength& length = {});

/// Runs many, side by side on so many threads, 0: one for each CPU; results in the order of the
/// experiments, the same as one by one. Throws lab::ConfigError before any has begun.
[[nodiscard]] std::vector<RunResult> simulateAll(std::span<const SimulationSpec> experiments,
                                                 const RunLength& length = {},
                                                 unsigned threads = 0);

} // namespace lockscope::simulation
