// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/student.h"
#include "core/scaling/sign_runs.h"
#include "core/scaling/usl_fit.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace lockscope::scaling {
namespace {

/// R package usl 3.0.3, data set raytracer.
const Curve kRaytracer {{1, 20},   {4, 78},   {8, 130},  {12, 170}, {16, 190}, {20, 200},
                        {24, 210}, {28, 230}, {32, 260}, {48, 280}, {64, 310}};
/// B. Schwartz, "Practical Scalability Analysis with the Universal Scalability Law", as tests of public
/// libraries quote it.
const Curve kSchwartz {{1, 1}, {2, 1.8868}, {4, 3.0769}, {6, 3.5294}, {8, 3.5398}, {10, 3.3557}};
/// The birth-death model of a ticket lock (Boyd-Wickizer et al., OLS 2012) with a = 5000, s = 50, c = 50 ns.
const Curve kTicketCliff {{1, 0.1980},  {2, 0.3960},  {4, 0.7916},  {8, 1.5816},   {16, 3.1527},
                          {24, 4.6637}, {27, 4.9425}, {32, 1.8069}, {48, 0.9014},  {64, 0.6483},
                          {128, 0.3139}, {256, 0.1561}, {1024, 0.0390}};

Curve uslWithNoise(double alpha, double beta, double gamma, double noise, unsigned seed)
{
    std::mt19937 random(seed);
    std::normal_distribution<double> factor(1, noise);
    const LawFit law {.alpha = alpha, .beta = beta, .gamma = gamma};
    Curve curve;
    for (const double n : {1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64})
        curve.push_back({n, law.at(n) * factor(random)});
    return curve;
}

TEST(Student, IsAsInPrintedTables)
{
    // Abramowitz and Stegun, table 26.10.
    for (const auto& [freedom, t] : {std::pair {1, 12.706}, {2, 4.303}, {3, 3.182}, {5, 2.571}, {8, 2.306},
                                     {10, 2.228}, {30, 2.042}, {60, 2.000}, {120, 1.980}})
        EXPECT_NEAR(measure::student95(freedom), t, 5.1e-4) << freedom;
    EXPECT_NEAR(measure::student95(1e6), 1.96, 1e-3);
}

TEST(UslFit, GivesThePublishedCoefficientsOfTheRaytracer)
{
    const UslFit fit = fitUsl(kRaytracer);
    ASSERT_TRUE(fit.fits) << fit.reasons.front();
    EXPECT_NEAR(fit.alpha.value, .057771, 5e-7);
    EXPECT_NEAR(*fit.alpha.se, .013293, 5e-7);
    EXPECT_EQ(fit.beta.value, 0);
    EXPECT_NEAR(*fit.beta.se, .000118, 5e-7);
    EXPECT_NEAR(fit.gamma.value, 21.848843, 5e-7);
    EXPECT_NEAR(*fit.gamma.se, 2.196165, 5e-7);
    EXPECT_NEAR(*fit.residualSd, 9.34, 5e-3);
    EXPECT_NEAR(*fit.predict(96), 323.3, 5e-2);
    EXPECT_NEAR(*fit.predict(128), 335.5, 5e-2);
}

TEST(UslFit, ABetaOnItsBoundIsAmdahlsLawAndNoFailure)
{
    const UslFit fit = fitUsl(kRaytracer);
    EXPECT_EQ(fit.best, Law::Amdahl);
    EXPECT_EQ(fit.nStar(), std::nullopt);
    EXPECT_NEAR(*fit.limit(), 21.848843 / .057771, 1e-2);
    ASSERT_EQ(fit.remarks.size(), 1U);
    EXPECT_NE(fit.remarks.front().find("Amdahl"), std::string::npos);
}

TEST(UslFit, GivesThePublishedCoefficientsOfTheRaytracersFirstSixRows)
{
    const UslFit fit = fitUsl(Curve(kRaytracer.begin(), kRaytracer.begin() + 6));
    EXPECT_NEAR(fit.alpha.value, .02444, 5e-6);
    EXPECT_NEAR(fit.beta.value, .00163, 5e-6);
    EXPECT_NEAR(fit.gamma.value, 20.85605, 5e-6);
}

TEST(UslFit, GivesTheCoefficientsThatSchwartzMadeHisDataFrom)
{
    const UslFit fit = fitUsl(kSchwartz);
    ASSERT_TRUE(fit.fits) << fit.reasons.front();
    EXPECT_NEAR(fit.alpha.value, .02, 5e-3);
    EXPECT_NEAR(fit.beta.value, .02, 5e-3);
    EXPECT_NEAR(fit.gamma.value, 1.00, 5e-3);
    EXPECT_NEAR(*fit.nStar(), std::sqrt(.98 / .02), 0.1);
    EXPECT_EQ(fit.best, Law::Usl);
}

TEST(UslFit, RefusesTheCliffOfATicketLockAndForecastsNothing)
{
    const UslFit fit = fitUsl(kTicketCliff);
    EXPECT_FALSE(fit.fits);
    EXPECT_FALSE(fit.reasons.empty());
    EXPECT_EQ(fit.nStar(), std::nullopt);
    EXPECT_EQ(fit.limit(), std::nullopt);
    EXPECT_EQ(fit.predict(64), std::nullopt);
}

TEST(UslFit, FindsTheCoefficientsOfNoisyDataWithinTheirIntervalsAsOftenAsItClaims)
{
    int inside = 0;
    int refused = 0;
    constexpr int kSeeds = 400;
    for (unsigned seed = 0; seed < kSeeds; ++seed) {
        const UslFit fit = fitUsl(uslWithNoise(0.05, 0.0008, 1e6, 0.03, seed));
        refused += fit.fits ? 0 : 1;
        ASSERT_TRUE(fit.alpha.low);
        inside += *fit.alpha.low <= 0.05 && 0.05 <= *fit.alpha.high ? 1 : 0;
    }
    EXPECT_GT(inside, kSeeds * 0.90); // 95 % but for the noise growing with the throughput
    EXPECT_LT(refused, kSeeds * 0.03); // the runs test is wrong once in a hundred
}

TEST(UslFit, TheSimplerLawWinsWhereItShould)
{
    int linear = 0;
    int amdahl = 0;
    int usl = 0;
    constexpr int kSeeds = 100;
    for (unsigned seed = 0; seed < kSeeds; ++seed) {
        linear += fitUsl(uslWithNoise(0, 0, 5, 0.01, seed)).best == Law::Linear ? 1 : 0;
        amdahl += fitUsl(uslWithNoise(0.05, 0, 5, 0.01, seed)).best == Law::Amdahl ? 1 : 0;
        usl += fitUsl(uslWithNoise(0.05, 0.001, 5, 0.01, seed)).best == Law::Usl ? 1 : 0;
    }
    EXPECT_GT(linear, kSeeds * 0.75);
    EXPECT_GT(amdahl, kSeeds * 0.75);
    EXPECT_EQ(usl, kSeeds);
}

TEST(UslFit, ScalesWithTheUnitOfThroughput)
{
    const UslFit small = fitUsl(kSchwartz);
    Curve large = kSchwartz;
    for (CurvePoint& point : large)
        point.throughput *= 1e9;
    const UslFit fit = fitUsl(large);
    EXPECT_NEAR(fit.alpha.value, small.alpha.value, 1e-6);
    EXPECT_NEAR(fit.gamma.value, small.gamma.value * 1e9, 1e3);
}

TEST(UslFit, TooFewPointsAreRefusedInASentence)
{
    for (const Curve& curve : {Curve {{1, 2}}, Curve {{1, 2}, {2, 3}}, Curve {{1, 2}, {2, 3}, {3, 4}},
                               Curve {{1, 2}, {1, 2.1}, {2, 3}, {2, 3.1}, {3, 4}, {3, 4.1}}}) {
        const UslFit fit = fitUsl(curve);
        EXPECT_FALSE(fit.fits);
        ASSERT_EQ(fit.reasons.size(), 1U);
        EXPECT_NE(fit.reasons.front().find("different n"), std::string::npos);
    }
}

TEST(UslFit, ThroughputThatFallsFromTheFirstCpuOnIsBeyondTheLaw)
{
    const UslFit fit = fitUsl({{1, 100}, {2, 20}, {4, 3}, {8, 0.5}, {16, 0.1}});
    EXPECT_FALSE(fit.fits);
    EXPECT_EQ(fit.nStar(), std::nullopt);
}

TEST(SignRuns, AreCountedAgainstChance)
{
    // 5 above, 5 below: 2 runs come in 2 of 252 orders.
    EXPECT_NEAR(chanceOfSoFewRuns({1, 2, 1, 3, 1, -1, -2, -1, -1, -1}), 2.0 / 252, 1e-9);
    EXPECT_NEAR(chanceOfSoFewRuns({1, -1, 1, -1, 1, -1}), 1, 1e-9);
    EXPECT_EQ(chanceOfSoFewRuns({1, 1, 1}), 1);
    EXPECT_EQ(chanceOfSoFewRuns({}), 1);
}

} // namespace
} // namespace lockscope::scaling
