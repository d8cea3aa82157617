// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/forecast.h"

#include "core/guards/registry.h"
#include "core/simulation/simulated_config.h"
#include "core/study/lab_runner.h"
#include "core/study/simulated_runner.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace lockscope::study {

namespace {

int workersOn(int cpus, double perCpu)
{
    return static_cast<int>(
        std::clamp(std::round(perCpu * cpus), 1.0, static_cast<double>(simulation::kMaxWorkers)));
}

simulation::SimulationSpec specAt(const ForecastPlan& plan, const Cell& cell)
{
    simulation::SimulatedConfig config{
        .experiment = configOf(plan.experiment, cell), .machine = plan.machine, .seed = plan.seed};
    config.experiment.initDelayMs = 0; // what comes after it is asked for
    validate(config);
    return experimentOf(config);
}

/// With the fast path every guard is the same: it is skipped.
std::string whyNoModel(const Contender& contender)
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

std::vector<ForecastCurve> forecast(const ForecastPlan& plan,
                                    const simulation::SimulationProgress& progress)
{
    std::vector<ForecastCurve> curves;
    std::vector<Cell> cells;
    for (const Contender& contender : plan.contenders) {
        curves.push_back({.contender = contender, .points = {}, .whyNot = whyNoModel(contender)});
        if (curves.back().whyNot.empty())
            for (const int cpus : plan.cpus)
                cells.push_back({contender, cpus, workersOn(cpus, plan.workersPerCpu)});
    }
    const auto specOf = [&plan](const Cell& cell) { return specAt(plan, cell); };
    auto points = simulateCells(cells, specOf, plan.length, progress);
    if (points.size() != cells.size())
        return {};
    auto next = points.begin();
    for (ForecastCurve& curve : curves)
        if (curve.whyNot.empty())
            for (std::size_t i = 0; i < plan.cpus.size(); ++i, ++next)
                curve.points.push_back({.cpus = next->cell.cpus,
                                        .workers = next->cell.workers,
                                        .result = std::move(next->result),
                                        .band = next->band});
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

} // namespace lockscope::study
