// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/batch_means.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>
#include <vector>

namespace lockscope::measure {
namespace {

FigureOver meanOfValues(const std::vector<double>& values)
{
    return [&values](std::size_t from, std::size_t until) -> std::optional<double> {
        return std::accumulate(values.begin() + static_cast<std::ptrdiff_t>(from),
                               values.begin() + static_cast<std::ptrdiff_t>(until),
                               0.0)
            / static_cast<double>(until - from);
    };
}

/// A first-order autoregressive process around `mean` whose neighbours correlate by `phi`.
std::vector<double> autoregression(
    std::mt19937& random, std::size_t count, double mean, double sd, double phi)
{
    std::normal_distribution<double> noise(0, sd * std::sqrt(1 - phi * phi));
    std::vector<double> values;
    double now = std::normal_distribution<double>(0, sd)(random);
    for (std::size_t i = 0; i < count; ++i) {
        values.push_back(mean + now);
        now = phi * now + noise(random);
    }
    return values;
}

struct CoverageCase
{
    std::size_t count;
    double phi;
    double least; ///< share of intervals that must hold the truth
};

class Coverage : public testing::TestWithParam<CoverageCase>
{};

TEST_P(Coverage, IntervalsOfMeansRatiosAndDifferencesHoldTheTruth)
{
    constexpr int kRuns = 600;
    std::mt19937 random(4);
    int mean = 0;
    int ratio = 0;
    int difference = 0;
    for (int i = 0; i < kRuns; ++i) {
        const auto a = autoregression(random, GetParam().count, 100, 8, GetParam().phi);
        const auto b = autoregression(random, GetParam().count, 157, 15, GetParam().phi);
        const auto estimateA = batchMeans(a.size(), meanOfValues(a));
        const auto estimateB = batchMeans(b.size(), meanOfValues(b));
        ASSERT_TRUE(estimateA && estimateB);
        const Interval of = intervalOf(*estimateA);
        mean += *of.low <= 100 && *of.high >= 100;
        const auto times = ratioOf(*estimateA, *estimateB);
        ratio += *times->low <= 1.57 && *times->high >= 1.57;
        const Interval minus = differenceOf(*estimateA, *estimateB);
        difference += *minus.low <= 57 && *minus.high >= 57;
    }
    for (const int held : {mean, ratio, difference}) {
        EXPECT_GE(held, GetParam().least * kRuns);
        EXPECT_LE(held, 0.995 * kRuns) << "or they would be too wide to show anything";
    }
}

INSTANTIATE_TEST_SUITE_P(OfProcesses,
                         Coverage,
                         testing::Values(CoverageCase{1200, 0, 0.93},
                                         CoverageCase{1200, 0.5, 0.93},
                                         CoverageCase{1200, 0.9, 0.92},
                                         CoverageCase{200, 0.5, 0.92},
                                         CoverageCase{200, 0.8, 0.90},
                                         CoverageCase{60, 0.5, 0.90},
                                         CoverageCase{20, 0, 0.92}));

TEST(BatchMeans, CorrelatedValuesGetAWiderIntervalThanIndependentOnes)
{
    std::mt19937 random(1);
    const auto loose = autoregression(random, 1000, 100, 10, 0);
    const auto tight = autoregression(random, 1000, 100, 10, 0.9);
    EXPECT_GT(*batchMeans(1000, meanOfValues(tight))->standardError,
              2 * *batchMeans(1000, meanOfValues(loose))->standardError);
}

TEST(BatchMeans, TooFewSnapshotsHaveAValueButNoInterval)
{
    const std::vector<double> values(kMinSnapshots - 1, 7);
    const auto estimate = batchMeans(values.size(), meanOfValues(values));
    EXPECT_EQ(estimate->value, 7);
    EXPECT_FALSE(estimate->standardError);
    EXPECT_FALSE(intervalOf(*estimate).low);
    EXPECT_FALSE(ratioOf(*estimate, *estimate)->low);
    EXPECT_FALSE(differenceOf(*estimate, *estimate).high);
    EXPECT_FALSE(batchMeans(0, meanOfValues(values)));
}

TEST(BatchMeans, AFigureThatABatchDoesNotHaveHasNoInterval)
{
    const auto estimate =
        batchMeans(100, [](std::size_t from, std::size_t) -> std::optional<double> {
            return from < 50 ? std::optional(1.0) : std::nullopt;
        });
    EXPECT_EQ(estimate->value, 1);
    EXPECT_FALSE(estimate->standardError);
    EXPECT_FALSE(batchMeans(100, [](auto, auto) { return std::optional<double>(); }));
}

TEST(BatchMeans, ValuesThatNeverChangeAreKnownExactly)
{
    const std::vector<double> values(100, 5);
    const auto estimate = batchMeans(100, meanOfValues(values));
    const auto ratio = ratioOf(*estimate, *estimate);
    EXPECT_EQ(ratio->low, 1);
    EXPECT_EQ(ratio->high, 1);
}

TEST(BatchMeans, ARatioWithNothingIsNone)
{
    const BatchEstimate nothing{.value = 0, .standardError = 0, .batches = 10};
    const BatchEstimate some{.value = 5, .standardError = 1, .batches = 10};
    EXPECT_FALSE(ratioOf(nothing, some));
    EXPECT_FALSE(ratioOf(some, nothing));
    EXPECT_EQ(differenceOf(nothing, some).mean, 5);
}

TEST(BatchMeans, SharesDifferByNoMoreThanOne)
{
    const BatchEstimate few{.value = 0.3, .standardError = 0.2, .batches = 4};
    const BatchEstimate many{.value = 0.9, .standardError = 0.3, .batches = 4};
    EXPECT_GT(*differenceOf(few, many).high, 1);
    EXPECT_EQ(differenceOf(few, many, 1).high, 1);
    EXPECT_EQ(differenceOf(many, few, 1).low, -1);
    EXPECT_EQ(differenceOf(few, many, 1).low, differenceOf(few, many).low);
}

TEST(BatchMeans, TheInverseRatioHasTheInverseInterval)
{
    const BatchEstimate a{.value = 4, .standardError = 0.3, .batches = 10};
    const BatchEstimate b{.value = 5, .standardError = 0.5, .batches = 20};
    const auto one = ratioOf(a, b);
    const auto other = ratioOf(b, a);
    EXPECT_DOUBLE_EQ(one->mean, 1 / other->mean);
    EXPECT_DOUBLE_EQ(*one->low, 1 / *other->high);
    // By hand: relative errors 0.075 and 0.1 give 0.125; Welch's freedom is 0.015625^2
    // / (0.005625^2 / 9 + 0.01^2 / 19) = 27.8, whose t is 2.049.
    EXPECT_NEAR(*one->high, 1.25 * std::exp(2.049 * 0.125), 1e-3);
}

} // namespace
} // namespace lockscope::measure
