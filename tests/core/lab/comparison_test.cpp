// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/comparison.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace lockscope::lab {
namespace {

using namespace std::chrono_literals;

ComparisonPlan shortPlan()
{
    ComparisonPlan plan;
    plan.config = defaultConfig();
    plan.config.workers = 2;
    plan.contenders = {{"mutex", false}, {"mutex", true}, {"tbb-spin", false}};
    plan.repeats = 3;
    plan.length = 10ms;
    return plan;
}

TEST(Estimate, IsTheMeanWithStudentsInterval)
{
    EXPECT_FALSE(estimateOf({}));
    const auto one = estimateOf({7});
    EXPECT_EQ(one->mean, 7);
    EXPECT_FALSE(one->low) << "one run has no spread";
    // By hand: mean 4, s = sqrt(2.5), half = 2.776 s / sqrt(5).
    const auto five = estimateOf({2, 3, 4, 5, 6});
    EXPECT_DOUBLE_EQ(five->mean, 4);
    EXPECT_NEAR(*five->high - 4, 1.963, 0.001);
    EXPECT_NEAR(4 - *five->low, 1.963, 0.001);
    EXPECT_EQ(estimateOf({0, 0, 9})->low, 0) << "a time is not negative";
    // t for 29 degrees of freedom is 2.045.
    std::vector<double> many(30, 100);
    many[0] = 115;
    many[1] = 85;
    EXPECT_NEAR(*estimateOf(many)->high - 100, 2.045 * std::sqrt(450.0 / 29 / 30), 0.01);
}

TEST(Comparison, RunsEveryContenderInEveryRound)
{
    const Comparison comparison = compare(shortPlan());
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
    const Comparison comparison = compare(shortPlan(), [](double share, const Contender&) {
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
    ComparisonPlan plan = shortPlan();
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
        } catch (const ConfigError& error) {
            return error.field();
        }
        return "";
    };
    EXPECT_EQ(field(shortPlan()), "");
    ComparisonPlan plan = shortPlan();
    plan.contenders.clear();
    EXPECT_EQ(field(plan), "guards");
    plan = shortPlan();
    plan.contenders.push_back(plan.contenders.front());
    EXPECT_EQ(field(plan), "guards");
    plan.contenders = {{"no-such-guard", false}};
    EXPECT_EQ(field(plan), "guard");
    plan = shortPlan();
    plan.repeats = 0;
    EXPECT_EQ(field(plan), "repeats");
    plan = shortPlan();
    plan.length = 1ms;
    EXPECT_EQ(field(plan), "seconds");
}

} // namespace
} // namespace lockscope::lab
