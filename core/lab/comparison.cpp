// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/comparison.h"

#include "core/lab/measured_run.h"
#include "core/measure/student.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include <fmt/format.h>

namespace lockscope::lab {

namespace {

struct Run
{
    measure::ByFigure<std::optional<double>> values;
    bool waitsExact = true;
    measure::Quality quality;
};

LabConfig configOf(const ComparisonPlan& plan, const Contender& contender)
{
    LabConfig config = plan.config;
    config.guard = contender.guard;
    config.fastPath = contender.fastPath;
    return config;
}

/// The figures of one run. None when it was cancelled.
std::optional<Run> runOnce(const ComparisonPlan& plan,
                           const Contender& contender,
                           const RunProgress& progress)
{
    const auto summary = measuredRun(configOf(plan, contender), plan.length, progress);
    if (!summary)
        return std::nullopt;
    Run run;
    run.waitsExact = summary->waitsExact;
    run.quality = summary->quality;
    for (const measure::FigureRow& row : measure::figures())
        if (row.ofComparison)
            run.values[row.figure] = row.ofRun(*summary);
    return run;
}

ComparedGuard summarise(const ComparisonPlan& plan,
                        const Contender& contender,
                        const std::vector<Run>& runs)
{
    ComparedGuard compared{.contender = contender, .waitsExact = true, .figures = {}};
    std::vector<measure::Quality> qualities;
    for (const Run& run : runs)
        qualities.push_back(run.quality);
    compared.quality = qualityOf(qualities, plan.config);
    for (const measure::FigureRow& row : measure::figures()) {
        std::vector<double> values;
        for (const Run& run : runs)
            if (run.values[row.figure])
                values.push_back(*run.values[row.figure]);
        compared.figures[row.figure] = estimateOf(values);
    }
    compared.waitsExact =
        std::all_of(runs.begin(), runs.end(), [](const Run& run) { return run.waitsExact; });
    return compared;
}

} // namespace

measure::Quality qualityOf(const std::vector<measure::Quality>& runs, const LabConfig& config)
{
    measure::Quality quality = measure::meanQuality(runs);
    measure::CpuDemand demand;
    demand.add(config.workers, config.cpus, 1);
    quality.warnings = measure::warningsOf(quality, demand, availableCpus());
    return quality;
}

std::optional<Estimate> estimateOf(const std::vector<double>& values)
{
    if (values.empty())
        return std::nullopt;
    const auto n = static_cast<double>(values.size());
    Estimate estimate;
    estimate.runs = static_cast<int>(values.size());
    estimate.mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    if (values.size() < 2)
        return estimate;
    double squares = 0;
    for (const double value : values)
        squares += (value - estimate.mean) * (value - estimate.mean);
    const double half =
        measure::studentQuantile(measure::kConfidence, n - 1) * std::sqrt(squares / (n - 1) / n);
    estimate.low = std::max(0.0, estimate.mean - half); // none of the figures can be negative
    estimate.high = estimate.mean + half;
    return estimate;
}

std::optional<measure::Interval> ratioOf(const Estimate& a, const Estimate& b)
{
    const auto known = [](const Estimate& estimate) {
        measure::BatchEstimate result{
            .value = estimate.mean, .standardError = {}, .batches = estimate.runs};
        if (estimate.high && estimate.runs > 1)
            result.standardError = (*estimate.high - estimate.mean)
                / measure::studentQuantile(measure::kConfidence, estimate.runs - 1);
        return result;
    };
    return measure::ratioOf(known(a), known(b));
}

void validate(const ComparisonPlan& plan)
{
    if (plan.contenders.empty())
        throw ConfigError("guards", "none", "one guard or more");
    for (auto it = plan.contenders.begin(); it != plan.contenders.end(); ++it) {
        if (std::find(plan.contenders.begin(), it, *it) != it)
            throw ConfigError("guards", it->guard + " twice", "each guard once");
        validate(configOf(plan, *it));
    }
    if (plan.repeats < 1 || plan.repeats > kMaxRepeats)
        throw ConfigError(
            "repeats", fmt::format("{}", plan.repeats), fmt::format("1 to {}", kMaxRepeats));
    validateLength(plan.length);
}

measure::Quality Comparison::quality() const
{
    std::vector<measure::Quality> each; // as many runs of each
    for (const ComparedGuard& guard : guards)
        each.push_back(guard.quality);
    return qualityOf(each, plan.config);
}

Comparison compare(const ComparisonPlan& plan, const ComparisonProgress& progress)
{
    validate(plan);
    const std::size_t count = plan.contenders.size();
    std::vector<std::vector<Run>> runs(count);
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), 0U);
    std::mt19937_64 random(plan.seed);
    Comparison comparison{.plan = plan, .guards = {}, .rounds = 0};
    const double all = static_cast<double>(count) * plan.repeats;
    double done = 0;
    for (bool going = true; going && comparison.rounds < plan.repeats;) {
        std::shuffle(order.begin(), order.end(), random);
        std::vector<std::optional<Run>> round(count);
        for (const std::size_t i : order) {
            const Contender& contender = plan.contenders[i];
            round[i] = runOnce(plan, contender, [&](double share) {
                return !progress || progress((done + share) / all, contender);
            });
            going = round[i].has_value();
            if (!going)
                break;
            ++done;
        }
        if (!going)
            break;
        for (std::size_t i = 0; i < count; ++i)
            runs[i].push_back(std::move(*round[i]));
        ++comparison.rounds;
    }
    for (std::size_t i = 0; i < count; ++i)
        comparison.guards.push_back(summarise(plan, plan.contenders[i], runs[i]));
    return comparison;
}

} // namespace lockscope::lab
