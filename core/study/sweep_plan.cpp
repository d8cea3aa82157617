// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/measured_run.h"
#include "core/study/lab_runner.h"
#include "core/study/sweep.h"

#include <algorithm>
#include <functional>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h> // join

namespace lockscope::study {

namespace {

void checkRange(const std::string& field, double value, double low, double high)
{
    if (!(value >= low && value <= high))
        throw lab::ConfigError(field, fmt::format("{}", value), fmt::format("{} to {}", low, high));
}

void checkContenders(const SweepPlan& plan)
{
    if (plan.contenders.empty())
        throw lab::ConfigError("guards", "none", "one guard or more");
    for (auto it = plan.contenders.begin(); it != plan.contenders.end(); ++it)
        if (std::find(plan.contenders.begin(), it, *it) != it)
            throw lab::ConfigError("guards", it->guard + " twice", "each guard once");
}

void checkCpus(const SweepPlan& plan)
{
    const bool ascend =
        std::adjacent_find(plan.cpus.begin(), plan.cpus.end(), std::greater_equal<>())
        == plan.cpus.end();
    if (plan.cpus.empty() || !ascend)
        throw lab::ConfigError("cpus",
                               fmt::format("{}", fmt::join(plan.cpus, ",")),
                               "one count or more, ascending, each once");
}

} // namespace

void validate(const SweepPlan& plan, const lab::ConfigLimits& limits)
{
    checkContenders(plan);
    checkCpus(plan);
    checkRange("workers-per-cpu", plan.workersPerCpu, 1, lab::kMaxWorkers);
    for (const Contender& contender : plan.contenders)
        for (const int cpus : plan.cpus)
            lab::validate(configOf(plan.config, {contender, cpus, plan.workersAt(cpus)}), limits);
    checkRange("repeats", plan.repeats, 1, kMaxRepeats);
    checkRange("max-repeats", plan.maxRepeats, plan.repeats, kMaxRepeats);
    checkRange("tolerance", plan.tolerance, kTightest, kLoosest);
    lab::validateLength(plan.length);
}

} // namespace lockscope::study
