// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/student.h"
#include "core/scaling/usl_fit.h"
#include "tests/support/curves.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>

namespace lockscope::scaling {
namespace {

using test::curveOf;
using test::kRaytracer;
using test::kRaytracerBegin;
using test::kSchwartzSmall;

/// Equal to as many digits behind the point as were printed.
void expectPrinted(double value, double printed, int digits)
{
    EXPECT_NEAR(value, printed, 0.5000001 * std::pow(10, -digits));
}

TEST(UslFit, ReproducesThePublishedRaytracer)
{
    const UslFit fit = fitUsl(kRaytracer);
    ASSERT_TRUE(fit.fits());
    const FittedLaws& fitted = *fit.fitted;
    expectPrinted(fitted.alpha.value, 0.057771, 6);
    expectPrinted(*fitted.alpha.se, 0.013293, 6);
    EXPECT_EQ(fitted.beta.value, 0) << "on its bound";
    expectPrinted(*fitted.beta.se, 0.000118, 6);
    expectPrinted(fitted.gamma.value, 21.848843, 6);
    expectPrinted(*fitted.gamma.se, 2.196165, 6);
    expectPrinted(fitted.residualSd, 9.34, 2);
    expectPrinted(*fit.predict(96), 323.3, 1);
    expectPrinted(*fit.predict(128), 335.5, 1);
}

TEST(UslFit, BetaOnItsBoundIsAmdahlsLawWithoutAPeak)
{
    const UslFit fit = fitUsl(kRaytracer);
    EXPECT_EQ(fit.fitted->law, Law::Amdahl);
    EXPECT_FALSE(fit.nStar());
    EXPECT_NEAR(*fit.limit(), 21.848843 / 0.057771, 0.01);
    ASSERT_FALSE(fit.remarks.empty());
    EXPECT_NE(fit.remarks.front().find("Amdahl's law describes the data, and there is no peak"),
              std::string::npos);
    EXPECT_EQ(fit.fitted->beta.low, 0) << "cut off at the bound";
}

TEST(UslFit, ReproducesThePublishedBeginningOfTheRaytracer)
{
    const UslFit fit = fitUsl(kRaytracerBegin);
    ASSERT_TRUE(fit.fits());
    expectPrinted(fit.fitted->alpha.value, 0.02444, 5);
    expectPrinted(fit.fitted->beta.value, 0.00163, 5);
    expectPrinted(fit.fitted->gamma.value, 20.85605, 5);
    EXPECT_EQ(fit.fitted->law, Law::Usl);
}

TEST(UslFit, ReproducesSchwartzsExample)
{
    const UslFit fit = fitUsl(kSchwartzSmall);
    ASSERT_TRUE(fit.fits());
    expectPrinted(fit.fitted->alpha.value, 0.02, 2);
    expectPrinted(fit.fitted->beta.value, 0.02, 2);
    expectPrinted(fit.fitted->gamma.value, 1.00, 2);
    EXPECT_NEAR(*fit.nStar(), 7, 0.001);
    EXPECT_GT(*fit.fitted->r2, 0.9999);
}

TEST(UslFit, FindsTheCoefficientsThatDataWereMadeWith)
{
    const std::vector<double> counts{1, 2, 3, 4, 6, 8, 12, 16, 24, 32};
    for (const double alpha : {0.001, 0.05, 0.5, 0.95})
        for (const double beta : {1e-5, 0.003, 0.3})
            for (const double gamma : {1e-6, 20.0, 3e9}) {
                const Coefficients made{.alpha = alpha, .beta = beta, .gamma = gamma};
                const UslFit fit =
                    fitUsl(curveOf(counts, [&](double n) { return made.throughputAt(n); }));
                ASSERT_TRUE(fit.fits())
                    << alpha << " " << beta << " " << gamma << ": " << fit.reasons.front();
                EXPECT_NEAR(fit.fitted->alpha.value, alpha, 1e-7);
                EXPECT_NEAR(fit.fitted->beta.value, beta, 1e-7);
                EXPECT_NEAR(fit.fitted->gamma.value / gamma, 1, 1e-7);
                EXPECT_EQ(fit.fitted->law, Law::Usl);
                EXPECT_NEAR(*fit.nStar(), std::sqrt((1 - alpha) / beta), 1e-3 * *fit.nStar());
            }
}

TEST(UslFit, TheSimplerLawWinsOnDataOfItsOwn)
{
    const std::vector<double> counts{1, 2, 4, 8, 16, 32};
    const UslFit linear = fitUsl(curveOf(counts, [](double n) { return 3 * n; }));
    EXPECT_EQ(linear.fitted->law, Law::Linear);
    EXPECT_FALSE(linear.limit());
    EXPECT_FALSE(linear.nStar());
    EXPECT_NEAR(*linear.predict(100), 300, 1e-9);

    const UslFit amdahl =
        fitUsl(curveOf(counts, [](double n) { return 3 * n / (1 + 0.1 * (n - 1)); }));
    EXPECT_EQ(amdahl.fitted->law, Law::Amdahl);
    EXPECT_NEAR(*amdahl.limit(), 30, 1e-5);
    EXPECT_FALSE(amdahl.nStar());
}

TEST(UslFit, TheSimplerLawMostlyWinsUnderNoiseToo)
{
    std::mt19937_64 random(7);
    std::normal_distribution<double> noise(0, 0.1);
    int simpler = 0;
    constexpr int kCurves = 300;
    for (int i = 0; i < kCurves; ++i) {
        const UslFit fit = fitUsl(curveOf({1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48}, [&](double n) {
            return n / (1 + 0.05 * (n - 1)) + noise(random);
        }));
        simpler += fit.fitted->law == Law::Amdahl ? 1 : 0;
    }
    EXPECT_GT(simpler, kCurves * 9 / 10);
}

TEST(UslFit, IntervalsHoldTheTruthAboutAsOftenAsTheySay)
{
    const Coefficients made{.alpha = 0.03, .beta = 0.002, .gamma = 10};
    std::mt19937_64 random(11);
    std::normal_distribution<double> noise(0, 1);
    constexpr int kCurves = 500;
    int alphaHeld = 0;
    int bandHeld = 0;
    for (int i = 0; i < kCurves; ++i) {
        const UslFit fit =
            fitUsl(curveOf({1, 2, 4, 6, 8, 12, 16, 20, 24, 32, 40, 48},
                           [&](double n) { return made.throughputAt(n) + noise(random); }));
        const Estimated& alpha = fit.fitted->alpha;
        alphaHeld += *alpha.low <= made.alpha && made.alpha <= *alpha.high ? 1 : 0;
        const Band band = *fit.bandAt(28);
        bandHeld += band.low <= made.throughputAt(28) && made.throughputAt(28) <= band.high ? 1 : 0;
    }
    for (const int held : {alphaHeld, bandHeld}) {
        EXPECT_GT(held, kCurves * 91 / 100);
        EXPECT_LT(held, kCurves * 99 / 100);
    }
}

TEST(UslFit, IntervalsAreStudentsWithThreeDegreesOfFreedomLess)
{
    const FittedLaws fitted = *fitUsl(kRaytracerBegin).fitted;
    const double t = measure::studentQuantile(0.95, 3);
    EXPECT_NEAR(*fitted.gamma.high, fitted.gamma.value + t * *fitted.gamma.se, 1e-9);
    EXPECT_NEAR(*fitted.gamma.low, fitted.gamma.value - t * *fitted.gamma.se, 1e-9);
}

TEST(UslFit, TheBandAtOneIsTheIntervalOfGamma)
{
    const UslFit fit = fitUsl(kRaytracerBegin); // X(1) = gamma
    EXPECT_NEAR(fit.bandAt(1)->low, *fit.fitted->gamma.low, 1e-9);
    EXPECT_NEAR(fit.bandAt(1)->high, *fit.fitted->gamma.high, 1e-9);
    EXPECT_GT(fit.bandAt(200)->high - fit.bandAt(200)->low,
              fit.bandAt(16)->high - fit.bandAt(16)->low)
        << "what is far is less certain";
}

TEST(UslFit, DoesNotDependOnTheOrderOfThePoints)
{
    Curve shuffled = kRaytracer;
    std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(3));
    const UslFit fit = fitUsl(shuffled);
    EXPECT_EQ(fit.curve, kRaytracer);
    EXPECT_EQ(fit.fitted->gamma.value, fitUsl(kRaytracer).fitted->gamma.value);
}

TEST(UslFit, ResidualsAreMeasuredMinusFittedAndExplainR2)
{
    const UslFit fit = fitUsl(kRaytracerBegin);
    double squares = 0;
    double total = 0;
    const double mean = (20 + 78 + 130 + 170 + 190 + 200) / 6.0;
    for (std::size_t i = 0; i < fit.curve.size(); ++i) {
        EXPECT_NEAR(
            fit.curve[i].throughput - *fit.predict(fit.curve[i].n), fit.fitted->residuals[i], 1e-9);
        squares += fit.fitted->residuals[i] * fit.fitted->residuals[i];
        total += (fit.curve[i].throughput - mean) * (fit.curve[i].throughput - mean);
    }
    EXPECT_NEAR(*fit.fitted->r2, 1 - squares / total, 1e-12);
    EXPECT_NEAR(fit.fitted->residualSd, std::sqrt(squares / 3), 1e-9);
}

TEST(UslFit, RepeatedMeasurementsAllCount)
{
    Curve repeated;
    for (const CurvePoint& point : kRaytracerBegin)
        for (int i = 0; i < 4; ++i)
            repeated.push_back(point);
    const FittedLaws once = *fitUsl(kRaytracerBegin).fitted;
    const FittedLaws often = *fitUsl(repeated).fitted;
    EXPECT_NEAR(often.alpha.value, once.alpha.value, 1e-9);
    // The variance of the residuals is 4 S / 21 instead of S / 3, that of a mean a quarter.
    EXPECT_NEAR(*often.alpha.se / *once.alpha.se, std::sqrt(3.0 / 21), 1e-6);
}

TEST(UslFit, SaysThatAPeakBeyondTheDataIsExtrapolated)
{
    const Coefficients made{.alpha = 0.01, .beta = 0.0001, .gamma = 1};
    const UslFit fit =
        fitUsl(curveOf({1, 2, 4, 8, 16, 32}, [&](double n) { return made.throughputAt(n); }));
    ASSERT_TRUE(fit.nStar());
    EXPECT_GT(*fit.nStar(), 32);
    EXPECT_NE(fit.remarks.at(1).find("extrapolated"), std::string::npos);
}

TEST(UslFit, SaysThatThroughputOnlyFallsWhenThePeakLiesBeforeTheData)
{
    const Coefficients made{.alpha = 0.5, .beta = 0.9, .gamma = 1};
    const UslFit fit =
        fitUsl(curveOf({1, 2, 4, 8, 16}, [&](double n) { return made.throughputAt(n); }));
    ASSERT_TRUE(fit.nStar());
    EXPECT_LT(*fit.nStar(), 1);
    EXPECT_NE(fit.remarks.at(1).find("only falls"), std::string::npos);
}

TEST(Law, TheSimplestWithin2OfTheBestIsChosen)
{
    const auto choose = [](double linear, double amdahl, double usl) {
        std::array<LawFit, 3> laws;
        laws[0] = {.law = Law::Linear, .coefficients = {}, .residualSquares = 0, .aic = linear};
        laws[1] = {.law = Law::Amdahl, .coefficients = {}, .residualSquares = 0, .aic = amdahl};
        laws[2] = {.law = Law::Usl, .coefficients = {}, .residualSquares = 0, .aic = usl};
        return chooseLaw(laws);
    };
    EXPECT_EQ(choose(10, 10, 10), Law::Linear);
    EXPECT_EQ(choose(10, 8, 12), Law::Linear);
    EXPECT_EQ(choose(10, 7.9, 9), Law::Amdahl);
    EXPECT_EQ(choose(10, 7.9, 6), Law::Amdahl);
    EXPECT_EQ(choose(10, 7.9, 5), Law::Usl);
}

} // namespace
} // namespace lockscope::scaling
