// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/sweep.h"

#include "core/lab/measured_run.h"
#include "core/study/lab_runner.h"
#include "core/study/sweep_quality.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

namespace lockscope::study {

namespace {

std::vector<SweepPoint> emptyPoints(const SweepPlan& plan)
{
    std::vector<SweepPoint> points;
    for (const Contender& contender : plan.contenders)
        for (const int cpus : plan.cpus)
            points.push_back({.cell = {contender, cpus, plan.workersAt(cpus)},
                              .runs = {},
                              .cpusUsable = lab::availableCpus()});
    return points;
}

void takeOver(std::vector<SweepPoint>& points, const std::vector<SweepPoint>& earlier)
{
    for (const SweepPoint& known : earlier) {
        const auto place =
            std::find_if(points.begin(), points.end(), [&known](const SweepPoint& point) {
                return point.cell == known.cell;
            });
        if (place == points.end())
            throw lab::ConfigError(
                "resume",
                fmt::format("with a point for {}{} at {} CPUs and {} workers",
                            known.cell.contender.guard,
                            known.cell.contender.fastPath ? " with the fast path" : "",
                            known.cell.cpus,
                            known.cell.workers),
                "points that --guards, --fast-path, --cpus and --workers ask for, too");
        place->runs = known.runs;
    }
}

/// Half the confidence interval as a share of the mean; none without an interval.
std::optional<double> halfWidth(const SweepPoint& point)
{
    const auto throughput = point.throughput();
    if (!throughput || !throughput->high || throughput->mean <= 0)
        return std::nullopt;
    return (*throughput->high - throughput->mean) / throughput->mean;
}

SweepRun runOf(const measure::RunSummary& summary)
{
    SweepRun run{.throughput = summary.throughput(),
                 .waitMeanNs = summary.waits.mean,
                 .cpuNsPerCall = summary.cpuNsPerCall(),
                 .states = summary.states,
                 .waitsExact = summary.waitsExact,
                 .quality = summary.quality};
    run.quality.warnings.clear();
    return run;
}

RoundPlan roundsOf(const Sweep& sweep)
{
    RoundPlan rounds{.cells = {}, .seed = sweep.plan.seed};
    for (const SweepPoint& point : sweep.points) {
        rounds.cells.push_back(point.cell);
        rounds.done.push_back(point.runs.size());
    }
    rounds.runsLeft = [&sweep](std::size_t cell) {
        return expectedRuns(sweep.plan, sweep.points[cell]);
    };
    rounds.runLength = sweep.plan.length + lab::warmUpFor(sweep.plan.length);
    return rounds;
}

} // namespace

bool finished(const SweepPlan& plan, const SweepPoint& point)
{
    return expectedRuns(plan, point) == 0;
}

int expectedRuns(const SweepPlan& plan, const SweepPoint& point)
{
    const int done = static_cast<int>(point.runs.size());
    if (done < plan.repeats)
        return plan.repeats - done;
    const auto half = halfWidth(point);
    if (done >= plan.maxRepeats || (half && *half <= plan.tolerance))
        return 0;
    if (!half)
        return 1;
    // The width falls with the root of the number of runs.
    const double wanted = done * (*half / plan.tolerance) * (*half / plan.tolerance);
    return static_cast<int>(
               std::clamp(std::ceil(wanted), done + 1.0, static_cast<double>(plan.maxRepeats)))
        - done;
}

bool Sweep::complete() const
{
    // A file has no points for cells without a run, so a cell that is not there is not done.
    const auto cells = emptyPoints(plan);
    return std::all_of(cells.begin(), cells.end(), [this](const SweepPoint& wanted) {
        const auto there =
            std::find_if(points.begin(), points.end(), [&wanted](const SweepPoint& point) {
                return point.cell == wanted.cell;
            });
        return there != points.end() && finished(plan, *there);
    });
}

Sweep runSweep(const SweepPlan& plan,
               MeasuredRunner& runner,
               const RoundWatcher& watcher,
               const std::vector<SweepPoint>& earlier,
               const SweepKeeper& keeper)
{
    validate(plan);
    Sweep sweep{.plan = plan, .points = emptyPoints(plan)};
    takeOver(sweep.points, earlier);
    const auto keep = [&](std::size_t cell, std::size_t, const measure::RunSummary& summary) {
        sweep.points[cell].runs.push_back(runOf(summary));
        sweep.ended = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        if (keeper)
            keeper(sweep);
    };
    runRounds(roundsOf(sweep), runner, keep, watcher);
    return sweep;
}

Sweep runSweep(const SweepPlan& plan,
               const RoundWatcher& watcher,
               const std::vector<SweepPoint>& earlier,
               const SweepKeeper& keeper)
{
    LabRunner runner(plan.config, plan.length);
    return runSweep(plan, runner, watcher, earlier, keeper);
}

std::vector<SweepFit> fitSweep(const Sweep& sweep)
{
    std::vector<SweepFit> fits;
    for (const Contender& contender : sweep.plan.contenders) {
        std::vector<const SweepPoint*> points;
        for (const SweepPoint& point : sweep.points)
            if (point.cell.contender == contender)
                points.push_back(&point);
        fits.push_back({contender, fitPoints(points)});
    }
    return fits;
}

} // namespace lockscope::study
