// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/comparison.h"
#include "fake_runner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace lockscope::study {
namespace {

using namespace std::chrono_literals;

ComparisonPlan shortComparison()
{
    ComparisonPlan plan;
    plan.config = lab::defaultConfig();
    plan.config.workers = 2;
    plan.contenders = {{"mutex", false}, {"mutex", true}, {"tbb-spin", false}};
    plan.repeats = 3;
    plan.length = 10ms;
    return plan;
}

TEST(Comparison, RunsEveryContenderInEveryRound)
{
    const Comparison comparison = compare(shortComparison());
    EXPECT_TRUE(comparison.complete());
    ASSERT_EQ(comparison.guards.size(), 3U);
    for (const ComparedGuard& guard : comparison.guards) {
        ASSERT_TRUE(guard[measure::Figure::Throughput]);
        EXPECT_EQ(guard[measure::Figure::Throughput]->runs, 3);
        EXPECT_GT(guard[measure::Figure::Throughput]->mean, 0);
        ASSERT_TRUE(guard[measure::Figure::Fairness]);
        EXPECT_LE(guard[measure::Figure::Fairness]->mean, 1);
        EXPECT_TRUE(guard.waitsExact);
    }
    EXPECT_EQ(comparison.guards[1].contender, (Contender{"mutex", true}));
}

TEST(Comparison, CancelledItKeepsTheRoundsThatAreComplete)
{
    const Comparison comparison = compare(shortComparison(), [](double share, const Contender&) {
        EXPECT_GE(share, 0);
        EXPECT_LT(share, 1);
        return share < 0.5; // in the middle of the second of three rounds
    });
    EXPECT_FALSE(comparison.complete());
    EXPECT_EQ(comparison.rounds, 1);
    EXPECT_EQ(comparison.guards[0][measure::Figure::Throughput]->runs, 1);
}

TEST(Comparison, IsCancelledInTheMiddleOfARun)
{
    ComparisonPlan plan = shortComparison();
    plan.length = 1h; // waiting for its end would be the time-out
    int asked = 0;
    const Comparison comparison =
        compare(plan, [&asked](double, const Contender&) { return ++asked < 5; });
    EXPECT_EQ(comparison.rounds, 0);
    EXPECT_FALSE(comparison.guards[0][measure::Figure::Throughput]);
}

TEST(Comparison, NamesWhatIsNotAllowed)
{
    const auto field = [](const ComparisonPlan& plan) -> std::string {
        try {
            validate(plan);
        } catch (const lab::ConfigError& error) {
            return error.field();
        }
        return "";
    };
    EXPECT_EQ(field(shortComparison()), "");
    ComparisonPlan plan = shortComparison();
    plan.contenders.clear();
    EXPECT_EQ(field(plan), "guards");
    plan = shortComparison();
    plan.contenders.push_back(plan.contenders.front());
    EXPECT_EQ(field(plan), "guards");
    plan.contenders = {{"no-such-guard", false}};
    EXPECT_EQ(field(plan), "guard");
    plan = shortComparison();
    plan.repeats = 0;
    EXPECT_EQ(field(plan), "repeats");
    plan = shortComparison();
    plan.length = 1ms;
    EXPECT_EQ(field(plan), "seconds");
}

/// Five rounds of three contenders, run by a fake.
ComparisonPlan fiveRounds()
{
    ComparisonPlan plan = shortComparison();
    plan.repeats = 5;
    return plan;
}

TEST(Comparison, IsASweepAtOneNumberOfCpus)
{
    FakeRunner runner;
    runner.callsOf = [](const Cell& cell, std::size_t round) {
        return (cell.contender.fastPath ? 200 : 100) + 10 * static_cast<std::uint64_t>(round);
    };
    const ComparisonPlan plan = fiveRounds();
    const Comparison comparison = compare(plan, runner);
    EXPECT_TRUE(comparison.complete());
    for (const Cell& cell : runner.ran) {
        EXPECT_EQ(cell.cpus, plan.config.cpus);
        EXPECT_EQ(cell.workers, plan.config.workers);
    }
    EXPECT_DOUBLE_EQ(comparison.guards[0][measure::Figure::Throughput]->mean, 120);
    EXPECT_DOUBLE_EQ(comparison.guards[1][measure::Figure::Throughput]->mean, 220);
    EXPECT_FALSE(comparison.guards[0][measure::Figure::LongestTurn]) << "no run knew it";

    FakeRunner again;
    (void)compare(plan, again);
    EXPECT_EQ(again.ran, runner.ran) << "the seed decides the order";

    FakeRunner swept;
    (void)runSweep({.config = plan.config,
                    .contenders = plan.contenders,
                    .cpus = {plan.config.cpus},
                    .workers = plan.config.workers,
                    .repeats = 5,
                    .maxRepeats = 5,
                    .seed = plan.seed},
                   swept);
    EXPECT_EQ(swept.ran, runner.ran) << "in the order of a sweep";
}

TEST(Comparison, RunsOfARoundThatIsNotWholeDoNotCount)
{
    FakeRunner runner;
    runner.callsOf = [](const Cell&, std::size_t round) { return round == 0 ? 100 : 900; };
    const Comparison comparison =
        compare(fiveRounds(), runner, [&runner](double, const Contender&) {
            return runner.ran.size() <= 5; // two of the second round's three are whole
        });
    EXPECT_EQ(comparison.rounds, 1);
    for (const ComparedGuard& guard : comparison.guards)
        EXPECT_EQ(guard[measure::Figure::Throughput]->mean, 100) << guard.contender.guard;
}

TEST(Comparison, JoinsTheQualityOfAllRunsAndSaysWhatDisturbedThem)
{
    FakeRunner runner;
    runner.qualityOf = [](const Cell& cell, std::size_t round) {
        measure::Quality quality;
        if (cell.contender.fastPath)
            quality.throttledShare = round == 0 ? 0.5 : 0.0;
        quality.warnings = {"of one run alone"};
        return quality;
    };
    const Comparison comparison = compare(fiveRounds(), runner);
    EXPECT_FALSE(comparison.guards[0].quality.throttledShare);
    EXPECT_TRUE(comparison.guards[0].quality.warnings.empty());
    ASSERT_TRUE(comparison.guards[1].quality.throttledShare);
    EXPECT_NEAR(*comparison.guards[1].quality.throttledShare, 0.1, 1e-6) << "the mean of the runs";
    ASSERT_EQ(comparison.guards[1].quality.warnings.size(), 1U);
    EXPECT_NE(comparison.guards[1].quality.warnings[0].find("quota"), std::string::npos)
        << comparison.guards[1].quality.warnings[0];
    EXPECT_FALSE(comparison.quality().warnings.empty());
}

} // namespace
} // namespace lockscope::study
