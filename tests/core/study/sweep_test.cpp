// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/sweep.h"
#include "fake_runner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace lockscope::study {
namespace {

using namespace std::chrono_literals;

SweepPlan shortPlan()
{
    SweepPlan plan;
    plan.config = lab::defaultConfig();
    plan.contenders = {{"mutex", false}, {"mutex", true}, {"tbb-spin", false}};
    plan.cpus = {1};
    plan.repeats = plan.maxRepeats = 2;
    plan.length = 10ms;
    return plan;
}

SweepPoint pointWith(const std::vector<double>& throughputs)
{
    SweepPoint point;
    for (const double throughput : throughputs)
        point.runs.push_back(
            {.throughput = throughput, .waitMeanNs = {}, .cpuNsPerCall = {}, .states = {}});
    return point;
}

TEST(SweepPoint, GivesMeansOfWhatRunsKnow)
{
    SweepPoint point = pointWith({10, 14});
    EXPECT_EQ(point.throughput()->mean, 12);
    EXPECT_FALSE(point.waitMeanNs());
    EXPECT_FALSE(point.cpuNsPerCall());
    EXPECT_FALSE(point.states());
    EXPECT_TRUE(point.waitsExact());
    point.runs[0].waitMeanNs = 5;
    point.runs[0].cpuNsPerCall = 50;
    point.runs[1].cpuNsPerCall = 70;
    point.runs[0].states.emplace().share = {1, 0, 0, 0, 0, 0};
    point.runs[1].states.emplace().share = {0, 0.5, 0.5, 0, 0, 0};
    point.runs[1].waitsExact = false;
    EXPECT_EQ(point.waitMeanNs(), 5) << "what is unknown does not count as 0";
    EXPECT_EQ(point.cpuNsPerCall(), 60);
    EXPECT_EQ(point.states()->share, (std::array<float, 6>{0.5, 0.25, 0.25, 0, 0, 0}));
    EXPECT_FALSE(point.waitsExact());
}

TEST(SweepPoint, IsRunUntilItsIntervalIsTightOrTheLimitIsReached)
{
    SweepPlan plan;
    plan.repeats = 3;
    plan.maxRepeats = 6;
    plan.tolerance = 0.05;
    EXPECT_EQ(expectedRuns(plan, pointWith({})), 3);
    EXPECT_EQ(expectedRuns(plan, pointWith({100, 100})), 1)
        << "tight, but not as often as was asked for";
    EXPECT_EQ(expectedRuns(plan, pointWith({100, 101, 100})), 0);
    // s = 10, half = 4.303 * 10 / sqrt(3) = 24.8 % of the mean: 25 times as many would be needed.
    EXPECT_EQ(expectedRuns(plan, pointWith({90, 100, 110})), 3) << "as many as the limit leaves";
    EXPECT_EQ(expectedRuns(plan, pointWith({97.9, 100, 102.1})), 1) << "5.2 %, nearly there";
    EXPECT_EQ(expectedRuns(plan, pointWith({90, 110, 90, 110, 90, 110})), 0) << "the limit";
    EXPECT_EQ(expectedRuns(plan, pointWith({0, 0, 0})), 1) << "no interval of nothing";
    plan.repeats = plan.maxRepeats = 1;
    EXPECT_TRUE(finished(plan, pointWith({100})));
}

TEST(SweepPlan, WorkersFollowTheCpusUnlessTheyAreFixed)
{
    SweepPlan plan;
    EXPECT_EQ(plan.workersAt(6), 6);
    plan.workersPerCpu = 4;
    EXPECT_EQ(plan.workersAt(6), 24);
    plan.workers = 8;
    EXPECT_EQ(plan.workersAt(6), 8);
}

TEST(SweepPlan, NamesWhatIsNotAllowed)
{
    const auto fieldAfter = [](const auto& change) -> std::string {
        SweepPlan plan = shortPlan();
        change(plan);
        try {
            validate(plan);
        } catch (const lab::ConfigError& error) {
            return error.field();
        }
        return "";
    };
    EXPECT_EQ(fieldAfter([](SweepPlan&) {}), "");
    EXPECT_EQ(fieldAfter([](SweepPlan& plan) { plan.contenders.clear(); }), "guards");
    EXPECT_EQ(fieldAfter([](SweepPlan& plan) { plan.contenders.push_back(plan.contenders[0]); }),
              "guards");
    EXPECT_EQ(fieldAfter([](SweepPlan& plan) { plan.contenders[0].guard = "no-such"; }), "guard");
    EXPECT_EQ(fieldAfter([](SweepPlan& plan) { plan.cpus = {}; }), "cpus");
    EXPECT_EQ(fieldAfter([](SweepPlan& plan) { plan.cpus = {1, 1}; }), "cpus");
    EXPECT_EQ(fieldAfter([](SweepPlan& plan) { plan.cpus = {0}; }), "cpus");
    EXPECT_EQ(fieldAfter([](SweepPlan& plan) { plan.cpus = {100'000}; }), "cpus");
    EXPECT_EQ(fieldAfter([](SweepPlan& plan) { plan.workers = 0; }), "workers");
    EXPECT_EQ(fieldAfter([](SweepPlan& plan) { plan.workersPerCpu = 0; }), "workers-per-cpu");
    EXPECT_EQ(fieldAfter([](SweepPlan& plan) { plan.workersPerCpu = lab::kMaxWorkers; }), "");
    EXPECT_EQ(fieldAfter([](SweepPlan& plan) { plan.repeats = 0; }), "repeats");
    EXPECT_EQ(fieldAfter([](SweepPlan& plan) { plan.maxRepeats = plan.repeats - 1; }),
              "max-repeats");
    EXPECT_EQ(fieldAfter([](SweepPlan& plan) { plan.tolerance = 0; }), "tolerance");
    EXPECT_EQ(fieldAfter([](SweepPlan& plan) { plan.length = 1ms; }), "seconds");
}

TEST(Sweep, RunsEveryCellAndKnowsWhatItMeasured)
{
    SweepPlan plan = shortPlan();
    plan.cpus = {1};
    if (lab::availableCpus() > 1)
        plan.cpus.push_back(2);
    plan.workersPerCpu = 2;
    const Sweep sweep = runSweep(plan);
    EXPECT_TRUE(sweep.complete());
    ASSERT_EQ(sweep.points.size(), 3 * plan.cpus.size());
    for (const SweepPoint& point : sweep.points) {
        EXPECT_EQ(point.cell.workers, 2 * point.cell.cpus);
        EXPECT_EQ(point.runs.size(), 2U);
        EXPECT_GT(point.throughput()->mean, 0);
        EXPECT_TRUE(point.waitMeanNs());
    }
    EXPECT_EQ(sweep.points.front().cell.contender, plan.contenders.front());
    EXPECT_EQ(sweep.points.back().cell.contender, plan.contenders.back());
}

/// The cells in the order in which they were run, up to `most` runs; for plans with a fixed number
/// of runs.
std::vector<Cell> orderOf(const SweepPlan& plan,
                          std::size_t most,
                          Sweep& result,
                          const std::vector<SweepPoint>& earlier = {})
{
    const auto all = static_cast<double>(plan.contenders.size() * plan.cpus.size()) * plan.repeats;
    std::vector<Cell> order;
    double before = 0;
    int running = -1; // the how manieth run of all
    result = runSweep(
        plan,
        [&](const RoundProgress& progress) {
            EXPECT_GE(progress.share, before) << "never falls";
            EXPECT_LE(progress.share, 1);
            EXPECT_GE(progress.left, 0ns);
            before = progress.share;
            if (const int run = static_cast<int>(progress.share * all + 1e-6); run != running) {
                running = run;
                if (order.size() == most)
                    return false;
                order.push_back(progress.now);
            }
            return true;
        },
        earlier);
    return order;
}

TEST(Sweep, EachRoundHasAnOrderOfItsOwnThatTheSeedDecides)
{
    SweepPlan plan = shortPlan();
    plan.contenders = {{"mutex", false},
                       {"mutex", true},
                       {"tbb-spin", false},
                       {"tbb-spin", true},
                       {"none", false}};
    Sweep sweep;
    const auto first = orderOf(plan, 100, sweep);
    EXPECT_EQ(orderOf(plan, 100, sweep), first);
    std::vector<Cell> round(first.begin(), first.begin() + 5);
    for (const SweepPoint& point : sweep.points)
        EXPECT_EQ(std::count(round.begin(), round.end(), point.cell), 1) << "each once in a round";
    plan.seed = 2;
    EXPECT_NE(orderOf(plan, 100, sweep), first);
}

TEST(Sweep, CancelledItKeepsWholeRunsAndGoesOnInTheSameOrder)
{
    const SweepPlan plan = shortPlan();
    Sweep whole;
    const auto order = orderOf(plan, 100, whole);

    Sweep cancelled;
    auto pieces = orderOf(plan, 4, cancelled); // one run of the second round
    EXPECT_FALSE(cancelled.complete());
    std::size_t runs = 0;
    for (const SweepPoint& point : cancelled.points)
        runs += point.runs.size();
    EXPECT_EQ(runs, 4U);

    Sweep resumed;
    const auto rest = orderOf(plan, 100, resumed, cancelled.points);
    EXPECT_TRUE(resumed.complete());
    pieces.insert(pieces.end(), rest.begin(), rest.end());
    EXPECT_EQ(pieces, order);
    for (std::size_t i = 0; i < resumed.points.size(); ++i)
        for (std::size_t j = 0; j < cancelled.points[i].runs.size(); ++j)
            EXPECT_EQ(resumed.points[i].runs[j], cancelled.points[i].runs[j])
                << "kept as they were";
}

TEST(Sweep, IsCancelledInTheMiddleOfARun)
{
    SweepPlan plan = shortPlan();
    plan.length = 1h; // waiting for its end would be the time-out
    int asked = 0;
    const Sweep sweep = runSweep(plan, [&asked](const RoundProgress&) { return ++asked < 5; });
    EXPECT_FALSE(sweep.complete());
    EXPECT_TRUE(sweep.points.front().runs.empty());
}

TEST(Sweep, RunsACellWhoseRunsScatterMoreOftenThanOneWhoseRunsDoNot)
{
    FakeRunner runner;
    runner.callsOf = [](const Cell& cell, std::size_t round) {
        return cell.contender.fastPath && round % 2 == 0 ? std::uint64_t{150} : 100;
    };
    SweepPlan plan = shortPlan();
    plan.contenders = {{"mutex", false}, {"mutex", true}};
    plan.maxRepeats = 7;
    const Sweep sweep = runSweep(plan, runner);
    EXPECT_TRUE(sweep.complete());
    EXPECT_EQ(sweep.points[0].runs.size(), 2U);
    EXPECT_EQ(sweep.points[1].runs.size(), 7U);
}

TEST(Sweep, GoesOnFromEarlierPointsWithAnyRunner)
{
    SweepPlan plan = shortPlan();
    plan.repeats = plan.maxRepeats = 3;
    FakeRunner whole;
    (void)runSweep(plan, whole);
    FakeRunner first;
    const Sweep cancelled =
        runSweep(plan, first, [&first](const RoundProgress&) { return first.ran.size() <= 4; });
    EXPECT_FALSE(cancelled.complete());
    FakeRunner rest;
    EXPECT_TRUE(runSweep(plan, rest, {}, cancelled.points).complete());
    std::vector<Cell> both = first.ran;
    both.insert(both.end(), rest.ran.begin(), rest.ran.end());
    EXPECT_EQ(both, whole.ran);
}

TEST(Sweep, HandsOverAllThatIsDoneAfterEachRunAndEndsWhenKeepingFails)
{
    const auto runsOf = [](const Sweep& sweep) {
        std::size_t runs = 0;
        for (const SweepPoint& point : sweep.points)
            runs += point.runs.size();
        return runs;
    };
    std::size_t calls = 0;
    const Sweep sweep = runSweep(
        shortPlan(), {}, {}, [&](const Sweep& soFar) { EXPECT_EQ(runsOf(soFar), ++calls); });
    EXPECT_EQ(calls, runsOf(sweep));
    EXPECT_GT(calls, 1U);
    EXPECT_THROW(
        (void)runSweep(
            shortPlan(), {}, {}, [](const Sweep&) { throw std::runtime_error("no room"); }),
        std::runtime_error);
}

TEST(Sweep, RefusesEarlierPointsThatAreNoneOfThePlans)
{
    SweepPlan plan = shortPlan();
    const Sweep earlier = runSweep(plan);
    plan.contenders.pop_back();
    try {
        (void)runSweep(plan, {}, earlier.points);
        FAIL() << "its runs would have been lost";
    } catch (const lab::ConfigError& error) {
        EXPECT_EQ(error.field(), "resume");
        EXPECT_NE(std::string(error.what()).find("tbb-spin at 1 CPUs"), std::string::npos)
            << error.what();
    }
}

TEST(Sweep, LaysTheLawThroughEveryRunOfEachGuard)
{
    Sweep sweep;
    sweep.plan.contenders = {{"mutex", false}, {"mutex", true}};
    const scaling::Coefficients made{.alpha = 0.1, .beta = 0.01, .gamma = 1e6};
    for (const study::Contender& contender : sweep.plan.contenders)
        for (const int cpus : {1, 2, 4, 8, 16}) {
            SweepPoint point = contender.fastPath
                ? pointWith({cpus * 3.0, cpus * 3.0})
                : pointWith({made.throughputAt(cpus), made.throughputAt(cpus), 0});
            point.cell = {contender, cpus, cpus};
            sweep.points.push_back(point);
        }
    const auto fits = fitSweep(sweep);
    ASSERT_EQ(fits.size(), 2U);
    EXPECT_EQ(fits[0].contender, sweep.plan.contenders[0]);
    EXPECT_EQ(fits[0].fit.curve.size(), 10U)
        << "runs without a call are no measurements of the law";
    EXPECT_NEAR(*fits[0].fit.nStar(), std::sqrt(0.9 / 0.01), 1e-3);
    EXPECT_EQ(fits[1].fit.fitted->law, scaling::Law::Linear);
}

} // namespace
} // namespace lockscope::study
