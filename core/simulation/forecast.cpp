// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/forecast.h"

#include "core/guards/registry.h"
#include "core/simulation/simulated_config.h"

#include <algorithm>
#include <cmath>

namespace lockscope::simulation {

namespace {

int workersOn(int cpus, double perCpu)
{
    return static_cast<int>(
        std::clamp(std::round(perCpu * cpus), 1.0, static_cast<double>(kMaxWorkers)));
}

SimulationSpec experimentAt(const ForecastPlan& plan, const lab::Contender& contender, int cpus)
{
    SimulatedConfig config{
        .experiment = plan.experiment, .machine = plan.machine, .seed = plan.seed};
    config.experiment.guard = contender.guard;
    config.experiment.fastPath = contender.fastPath;
    config.experiment.initDelayMs = 0; // what comes after it is asked for
    config.experiment.cpus = cpus;
    config.experiment.workers = workersOn(cpus, plan.workersPerCpu);
    validate(config);
    return experimentOf(config);
}

/// With the fast path every guard is the same: it is skipped.
std::string whyNoModel(const lab::Contender& contender)
{
    const guards::GuardRow* row = guards::findGuard(contender.guard);
    if (row == nullptr || !row->model.empty())
        return {}; // an unknown guard is refused with its name
    return std::string(row->noModel);
}

} // namespace

double ForecastPoint::cpuNsPerCall() const
{
    const measure::StateShares& states = result.states;
    const double busy = static_cast<double>(states[measure::State::Native])
        + static_cast<double>(states[measure::State::Guard])
        + static_cast<double>(states[measure::State::Callback]);
    constexpr double kNsPerSecond = 1e9;
    return busy * workers * result.seconds * kNsPerSecond / static_cast<double>(result.calls);
}

const ForecastPoint* ForecastCurve::at(int cpus) const
{
    const auto found = std::find_if(
        points.begin(), points.end(), [cpus](const auto& point) { return point.cpus == cpus; });
    return found == points.end() ? nullptr : &*found;
}

std::vector<ForecastCurve> forecast(const ForecastPlan& plan, const SimulationProgress& progress)
{
    std::vector<ForecastCurve> curves;
    std::vector<SimulationSpec> experiments;
    for (const lab::Contender& contender : plan.contenders) {
        ForecastCurve curve{.contender = contender, .points = {}, .whyNot = whyNoModel(contender)};
        if (curve.whyNot.empty())
            for (const int cpus : plan.cpus) {
                experiments.push_back(experimentAt(plan, contender, cpus));
                curve.points.push_back({.cpus = cpus,
                                        .workers = experiments.back().workers,
                                        .result = {},
                                        .band = {}});
            }
        curves.push_back(std::move(curve));
    }
    const std::vector<SimulationSpec> all = withTheirBands(experiments);
    auto results = simulateAll(all, plan.length, progress);
    if (results.size() != all.size())
        return {};
    auto next = results.begin();
    for (ForecastCurve& curve : curves)
        for (ForecastPoint& point : curve.points) {
            point.result = std::move(*next++);
            if (plan.machine.accuracy) {
                const double up = (next++)->throughput;
                const double down = (next++)->throughput;
                point.band = bandOf(plan.machine, point.result.throughput, up, down);
            }
        }
    return curves;
}

std::optional<double> fastPathGain(const std::vector<ForecastCurve>& curves,
                                   const std::string& guard,
                                   int cpus)
{
    const ForecastPoint* with = nullptr;
    const ForecastPoint* without = nullptr;
    for (const ForecastCurve& curve : curves)
        if (curve.contender.guard == guard)
            (curve.contender.fastPath ? with : without) = curve.at(cpus);
    if (with == nullptr || without == nullptr)
        return std::nullopt;
    return with->result.throughput / without->result.throughput;
}

} // namespace lockscope::simulation
