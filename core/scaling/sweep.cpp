// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scaling/sweep.h"

#include "core/lab/measured_run.h"
#include "core/measure/clock.h"
#include "core/scaling/sweep_quality.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include <fmt/format.h>

namespace lockscope::scaling {

namespace {

lab::LabConfig configOf(const SweepPlan& plan, const SweepCell& cell)
{
    lab::LabConfig config = plan.config;
    config.guard = cell.contender.guard;
    config.fastPath = cell.contender.fastPath;
    config.cpus = cell.cpus;
    config.workers = cell.workers;
    return config;
}

std::vector<SweepPoint> emptyPoints(const SweepPlan& plan)
{
    std::vector<SweepPoint> points;
    for (const lab::Contender& contender : plan.contenders)
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

/// The order of a round depends on the seed and the round alone, so that a resumed sweep keeps it.
std::vector<std::size_t> orderOf(std::size_t count, std::uint64_t seed, std::size_t round)
{
    std::seed_seq seeds{seed & 0xFFFFFFFFU, seed >> 32U, std::uint64_t{round}};
    std::mt19937_64 random(seeds);
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), 0U);
    std::shuffle(order.begin(), order.end(), random);
    return order;
}

/// How far a sweep is and how long it still takes. What the points will need is counted between
/// runs, not while one is under way, where it would take time from what is measured.
class Pace
{
public:
    explicit Pace(const Sweep& sweep)
        : m_plan(sweep.plan)
        , m_begin(measure::SteadyClock::now())
    {
        count(sweep.points);
    }

    void runDone(const std::vector<SweepPoint>& points)
    {
        ++m_ownRuns;
        count(points);
    }

    /// `share` of the run that is under way.
    [[nodiscard]] SweepProgress progress(const SweepCell& now, double share)
    {
        const double toDo = std::max(0.0, m_toDo - share);
        m_share = std::max(m_share, (m_done + share) / (m_done + share + toDo));
        using Nanoseconds = std::chrono::duration<double, std::nano>;
        const Nanoseconds planned = m_plan.length + lab::warmUpFor(m_plan.length);
        const Nanoseconds gone = measure::SteadyClock::now() - m_begin;
        const Nanoseconds each = m_ownRuns > 0 ? gone / (m_ownRuns + share) : planned;
        return {.share = m_share,
                .left = std::chrono::duration_cast<std::chrono::nanoseconds>(toDo * each),
                .now = now};
    }

private:
    void count(const std::vector<SweepPoint>& points)
    {
        m_done = m_toDo = 0;
        for (const SweepPoint& point : points) {
            m_done += static_cast<double>(point.runs.size());
            m_toDo += expectedRuns(m_plan, point);
        }
    }

    const SweepPlan& m_plan;
    measure::SteadyClock::time_point m_begin;
    double m_done = 0;
    double m_toDo = 0;
    int m_ownRuns = 0; ///< without those that were there before
    double m_share = 0;
};

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

/// Runs done of the unfinished cell that has fewest; none when all are finished.
std::optional<std::size_t> roundOf(const Sweep& sweep)
{
    std::optional<std::size_t> round;
    for (const SweepPoint& point : sweep.points)
        if (!finished(sweep.plan, point))
            round = std::min(round.value_or(point.runs.size()), point.runs.size());
    return round;
}

/// Runs each cell that has come to this round and needs it; false when cancelled.
bool runRound(Sweep& sweep,
              std::size_t round,
              Pace& pace,
              const SweepWatcher& watcher,
              const SweepKeeper& keeper)
{
    for (const std::size_t index : orderOf(sweep.points.size(), sweep.plan.seed, round)) {
        SweepPoint& point = sweep.points[index];
        if (point.runs.size() != round || finished(sweep.plan, point))
            continue;
        const auto summary = lab::measuredRun(
            configOf(sweep.plan, point.cell), sweep.plan.length, [&](double share) {
                return !watcher || watcher(pace.progress(point.cell, share));
            });
        if (!summary)
            return false;
        point.runs.push_back(runOf(*summary));
        sweep.ended = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        pace.runDone(sweep.points);
        if (keeper)
            keeper(sweep);
    }
    return true;
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
               const SweepWatcher& watcher,
               const std::vector<SweepPoint>& earlier,
               const SweepKeeper& keeper)
{
    validate(plan);
    Sweep sweep{.plan = plan, .points = emptyPoints(plan)};
    takeOver(sweep.points, earlier);
    Pace pace(sweep);
    for (auto round = roundOf(sweep); round; round = roundOf(sweep))
        if (!runRound(sweep, *round, pace, watcher, keeper))
            break;
    return sweep;
}

std::vector<SweepFit> fitSweep(const Sweep& sweep)
{
    std::vector<SweepFit> fits;
    for (const lab::Contender& contender : sweep.plan.contenders) {
        std::vector<const SweepPoint*> points;
        for (const SweepPoint& point : sweep.points)
            if (point.cell.contender == contender)
                points.push_back(&point);
        fits.push_back({contender, fitPoints(points)});
    }
    return fits;
}

} // namespace lockscope::scaling
