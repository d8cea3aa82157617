// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scaling/scaling_request.h"

#include "core/study/cpu_list.h"

#include <algorithm>
#include <chrono>

namespace lockscope::ui {

namespace {

/// Whole workers on each CPU, so that what is measured and what is simulated are the same
/// experiment.
int wholeWorkersPerCpu(const ScaledExperiment& experiment)
{
    return std::max(1, qRound(experiment.workersPerCpu));
}

} // namespace

study::SweepPlan sweepPlan(const ScalingRequest& request, const ScaledExperiment& experiment)
{
    constexpr int kMostRepeats = 3; ///< times as many, while the interval is wide
    constexpr double kMsPerSecond = 1000;
    study::SweepPlan plan;
    plan.config = experiment.config;
    plan.config.cpus = plan.config.workers = 1;
    plan.contenders = contendersOf(request.guards, request.fastPaths);
    plan.cpus = study::parseCpuList(request.cpus.toStdString(), lab::availableCpus());
    plan.workersPerCpu = wholeWorkersPerCpu(experiment);
    plan.repeats = request.repeats;
    plan.maxRepeats = std::min(kMostRepeats * plan.repeats, study::kMaxRepeats);
    plan.length = std::chrono::milliseconds(qRound64(request.seconds * kMsPerSecond));
    study::validate(plan);
    return plan;
}

study::ForecastPlan forecastPlan(const ScalingRequest& request,
                                 const ScaledExperiment& experiment,
                                 const simulation::Machine& machine)
{
    study::ForecastPlan plan;
    plan.experiment = experiment.config;
    plan.machine = machine;
    // what a fast path buys is asked for in any case
    plan.contenders = contendersOf(request.guards, FastPaths::Both);
    plan.cpus = study::usualCpuCounts(request.most);
    plan.cpus.push_back(request.at);
    std::sort(plan.cpus.begin(), plan.cpus.end());
    plan.cpus.erase(std::unique(plan.cpus.begin(), plan.cpus.end()), plan.cpus.end());
    plan.workersPerCpu = wholeWorkersPerCpu(experiment);
    plan.length = {.warmUp = 20'000, .calls = 200'000}; // a curve, not a third digit
    return plan;
}

QString usualCpusText()
{
    QStringList counts;
    for (const int cpus : study::usualCpuCounts(lab::availableCpus()))
        counts << QString::number(cpus);
    return counts.join(',');
}

} // namespace lockscope::ui
