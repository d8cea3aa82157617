// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"
#include "core/measure/states.h"
#include "core/simulation/band.h"
#include "core/simulation/simulator.h"
#include "core/study/contender.h"

#include <optional>
#include <string>
#include <vector>

namespace lockscope::study {

/// What guards would do on a machine that is not there: the experiment at a range of CPU counts.
struct ForecastPlan
{
    lab::LabConfig experiment; ///< all but the guard, its fast path, CPUs and workers
    simulation::Machine machine;
    std::vector<Contender> contenders;
    std::vector<int> cpus; ///< each 1..kMaxCpus, ascending
    double workersPerCpu = 1;
    simulation::RunLength length;
    std::uint64_t seed = 1;
};

struct ForecastPoint
{
    int cpus = 1;
    int workers = 1;
    simulation::RunResult result;
    std::optional<simulation::Band>
        band; ///< of its throughput; none on a machine whose accuracy is not known

    /// CPU time burnt for each call, ns.
    [[nodiscard]] double cpuNsPerCall() const;
};

/// A contender's points, or why there are none.
struct ForecastCurve
{
    Contender contender;
    std::vector<ForecastPoint> points;
    std::string whyNot; ///< one sentence; empty when there are points

    /// The point at so many CPUs; null when it was not simulated.
    [[nodiscard]] const ForecastPoint* at(int cpus) const;
};

/// Simulates them, and what their bands need, side by side on all CPUs, the same figures every
/// time. Contenders that have no model say so; the others are simulated all the same. Empty when
/// `progress` ended it. Throws lab::ConfigError for a machine or an experiment that is not allowed.
[[nodiscard]] std::vector<ForecastCurve> forecast(
    const ForecastPlan& plan, const simulation::SimulationProgress& progress = {});

/// How many times as fast a guard is with the fast path as without at so many CPUs, by the curves;
/// none when one of the two is not there.
[[nodiscard]] std::optional<double> fastPathGain(const std::vector<ForecastCurve>& curves,
                                                 const std::string& guard,
                                                 int cpus);

} // namespace lockscope::study
