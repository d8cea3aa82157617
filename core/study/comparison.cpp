// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/comparison.h"

#include "core/lab/measured_run.h"
#include "core/study/lab_runner.h"
#include "core/study/rounds.h"

#include <algorithm>

namespace lockscope::study {

namespace {

struct Run
{
    measure::ByFigure<std::optional<double>> values;
    bool waitsExact = true;
    measure::Quality quality;
};

SweepPlan sweepOf(const ComparisonPlan& plan)
{
    return {.config = plan.config,
            .contenders = plan.contenders,
            .cpus = {plan.config.cpus},
            .workers = plan.config.workers,
            .repeats = plan.repeats,
            .maxRepeats = plan.repeats,
            .length = plan.length,
            .seed = plan.seed};
}

Run comparedRunOf(const measure::RunSummary& summary)
{
    Run run;
    run.waitsExact = summary.waitsExact;
    run.quality = summary.quality;
    for (const measure::FigureRow& row : measure::figures())
        if (row.ofComparison)
            run.values[row.figure] = row.ofRun(summary);
    return run;
}

ComparedGuard summarise(const ComparisonPlan& plan,
                        const Contender& contender,
                        const std::vector<Run>& runs)
{
    ComparedGuard compared{.contender = contender, .waitsExact = true, .figures = {}};
    std::vector<measure::Quality> qualities;
    qualities.reserve(runs.size());
    for (const Run& run : runs)
        qualities.push_back(run.quality);
    compared.quality = qualityOf(qualities, plan.config);
    for (const measure::FigureRow& row : measure::figures()) {
        std::vector<double> values;
        for (const Run& run : runs)
            if (run.values[row.figure])
                values.push_back(*run.values[row.figure]);
        compared.figures[row.figure] = measure::estimateOf(values);
    }
    compared.waitsExact =
        std::all_of(runs.begin(), runs.end(), [](const Run& run) { return run.waitsExact; });
    return compared;
}

} // namespace

measure::Quality qualityOf(const std::vector<measure::Quality>& runs, const lab::LabConfig& config)
{
    measure::Quality quality = measure::meanQuality(runs);
    measure::CpuDemand demand;
    demand.add(config.workers, config.cpus, 1);
    quality.warnings = measure::warningsOf(quality, demand, lab::availableCpus());
    return quality;
}

void validate(const ComparisonPlan& plan)
{
    validate(sweepOf(plan));
}

measure::Quality Comparison::quality() const
{
    std::vector<measure::Quality> each; // as many runs of each
    for (const ComparedGuard& guard : guards)
        each.push_back(guard.quality);
    return qualityOf(each, plan.config);
}

Comparison compare(const ComparisonPlan& plan,
                   MeasuredRunner& runner,
                   const ComparisonProgress& progress)
{
    validate(plan);
    std::vector<std::vector<Run>> runs(plan.contenders.size());
    RoundPlan rounds{.cells = {}, .seed = plan.seed};
    for (const Contender& contender : plan.contenders)
        rounds.cells.push_back({contender, plan.config.cpus, plan.config.workers});
    rounds.runsLeft = [&](std::size_t cell) {
        return plan.repeats - static_cast<int>(runs[cell].size());
    };
    rounds.runLength = plan.length + lab::warmUpFor(plan.length);
    runRounds(
        rounds,
        runner,
        [&](std::size_t cell, std::size_t, const measure::RunSummary& summary) {
            runs[cell].push_back(comparedRunOf(summary));
        },
        [&](const RoundProgress& at) { return !progress || progress(at.share, at.now.contender); });

    Comparison comparison{.plan = plan, .guards = {}, .rounds = plan.repeats};
    for (const std::vector<Run>& each : runs)
        comparison.rounds = std::min(comparison.rounds, static_cast<int>(each.size()));
    for (std::size_t i = 0; i < runs.size(); ++i) {
        runs[i].resize(static_cast<std::size_t>(comparison.rounds)); // whole rounds count
        comparison.guards.push_back(summarise(plan, plan.contenders[i], runs[i]));
    }
    return comparison;
}

Comparison compare(const ComparisonPlan& plan, const ComparisonProgress& progress)
{
    LabRunner runner(plan.config, plan.length);
    return compare(plan, runner, progress);
}

} // namespace lockscope::study
