// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/student.h"
#include "core/scaling/misfit.h"
#include "core/scaling/usl_fit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <ostream>
#include <random>
#include <string>

namespace lockscope::scaling {
namespace {

/// Data of the R package usl 3.0.3 (a ray tracer by CPUs).
const Curve kRaytracer{{1, 20},
                       {4, 78},
                       {8, 130},
                       {12, 170},
                       {16, 190},
                       {20, 200},
                       {24, 210},
                       {28, 230},
                       {32, 260},
                       {48, 280},
                       {64, 310}};
const Curve kRaytracerBegin(kRaytracer.begin(), kRaytracer.begin() + 6);

/// From the tests of public USL libraries, which quote B. Schwartz's book on the law.
const Curve kSchwartzSmall{
    {1, 1}, {2, 1.8868}, {4, 3.0769}, {6, 3.5294}, {8, 3.5398}, {10, 3.3557}};

/// The birth-death model of a ticket lock (Boyd-Wickizer et al., "Non-scalable locks are
/// dangerous", 2012): 5000 ns between acquisitions, 50 ns held, 50 ns for a cache line; M
/// acquisitions/s. Falls off a cliff.
const Curve kTicketCliff{{1, 0.1980},
                         {2, 0.3960},
                         {4, 0.7916},
                         {8, 1.5816},
                         {16, 3.1527},
                         {24, 4.6637},
                         {27, 4.9425},
                         {32, 1.8069},
                         {48, 0.9014},
                         {64, 0.6483},
                         {128, 0.3139},
                         {256, 0.1561},
                         {1024, 0.0390}};

Curve curveOf(const std::vector<double>& counts, const std::function<double(double)>& throughput)
{
    Curve curve;
    for (const double n : counts)
        curve.push_back({n, throughput(n)});
    return curve;
}

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
    constexpr int kCurves = 1000;
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
        EXPECT_GT(held, kCurves * 92 / 100);
        EXPECT_LT(held, kCurves * 98 / 100);
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

struct Refused
{
    const char* name;
    Curve curve;
    const char* because; ///< must stand in one of the reasons
};

void PrintTo(const Refused& refused, std::ostream* out)
{
    *out << refused.name;
}

class UslRefuses : public testing::TestWithParam<Refused>
{};

TEST_P(UslRefuses, WithAReasonAndWithoutAForecast)
{
    const UslFit fit = fitUsl(GetParam().curve);
    EXPECT_FALSE(fit.fits());
    EXPECT_TRUE(std::any_of(fit.reasons.begin(), fit.reasons.end(), [](const std::string& reason) {
        return reason.find(GetParam().because) != std::string::npos;
    })) << testing::PrintToString(fit.reasons);
    EXPECT_FALSE(fit.nStar());
    EXPECT_FALSE(fit.limit());
    EXPECT_FALSE(fit.predict(64));
    EXPECT_FALSE(fit.bandAt(64));
    EXPECT_TRUE(fit.remarks.empty());
}

// The contended locks are of folly's folly/test/SharedMutexTest.cpp, M operations/s by threads.
INSTANTIATE_TEST_SUITE_P(
    Scaling,
    UslRefuses,
    testing::Values(
        Refused{"nothing", {}, "0 different N"},
        Refused{"one_point", {{1, 20}}, "1 different N"},
        Refused{"three_points", {{1, 20}, {2, 38}, {4, 70}}, "3 different N"},
        Refused{"three_points_repeated",
                {{1, 20}, {1, 21}, {2, 38}, {2, 37}, {4, 70}, {4, 71}},
                "Too few points"},
        Refused{"no_variation", {{1, 7}, {2, 7}, {4, 7}, {8, 7}, {16, 7}}, "the same at every N"},
        Refused{"alpha_above_1",
                {{1, 36.2}, {2, 16.7}, {4, 5.68}, {8, 5.09}, {16, 5.51}, {32, 5.5}, {64, 6.06}},
                "alpha is 4.91, above 1"},
        Refused{"beta_above_1",
                {{1, 42.1}, {2, 13.1}, {4, 4.83}, {8, 3.06}, {16, 1.37}, {32, 0.645}, {64, 0.493}},
                "beta is 2.31, above 1"},
        Refused{"ticket_lock_cliff", kTicketCliff, "a cliff"},
        Refused{"ticket_lock_cliff_at_the_end",
                Curve(kTicketCliff.begin(), kTicketCliff.begin() + 8),
                "a cliff"}),
    [](const auto& each) { return each.param.name; });

TEST(UslFit, RefusesAnotherShapeByThePatternOfItsResiduals)
{
    std::vector<double> counts;
    for (int n = 1; n <= 48; ++n)
        counts.push_back(n);
    const Curve stepped = curveOf(counts, [](double n) { return n <= 24 ? 10 + n : 14 + n / 2; });
    const UslFit fit = fitUsl(stepped);
    EXPECT_FALSE(fit.fits());
    EXPECT_NE(fit.reasons.front().find("in a pattern"), std::string::npos) << fit.reasons.front();
}

TEST(UslFit, NoiseOf10PercentIsNoReason)
{
    const std::vector<double> counts{1, 2, 4, 8, 12, 16, 20, 24, 32, 48, 64};
    for (const Coefficients& made : {Coefficients{.alpha = 0.03, .beta = 0.0005, .gamma = 20},
                                     Coefficients{.alpha = 0.1, .beta = 0, .gamma = 5},
                                     Coefficients{.alpha = 0.3, .beta = 0.01, .gamma = 1e6}})
        for (const double share : {0.01, 0.05, 0.1}) {
            std::mt19937_64 random(5);
            std::normal_distribution<double> noise(1, share);
            int refused = 0;
            for (int i = 0; i < 300; ++i)
                refused +=
                    fitUsl(curveOf(counts,
                                   [&](double n) { return made.throughputAt(n) * noise(random); }))
                        .fits()
                    ? 0
                    : 1;
            EXPECT_EQ(refused, 0) << made.alpha << " " << share;
        }
}

TEST(UslFit, ScatterOfRepeatedMeasurementsIsNoMisfit)
{
    Curve scattered;
    for (const CurvePoint& point : kRaytracer)
        for (const double factor : {0.5, 1.0, 1.5})
            scattered.push_back({point.n, point.throughput * factor});
    EXPECT_TRUE(fitUsl(scattered).fits());
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

TEST(Misfit, IsTheShareThatPointsLieOff)
{
    const Coefficients line{.alpha = 0, .beta = 0, .gamma = 1};
    // Residuals 1, -1, 1, -1: squares 4, with one degree of freedom 4; mean throughput 2.5.
    const Misfit misfit = misfitOf({{1, 2}, {2, 1}, {3, 4}, {4, 3}}, line);
    EXPECT_NEAR(misfit.share, 2 / 2.5, 1e-12);
    EXPECT_FALSE(misfit.pattern) << "too few for a pattern";
    EXPECT_EQ(differentCounts({{1, 2}, {1, 3}, {4, 1}}), 2);
}

TEST(Misfit, APatternIsManyDeviationsFromChanceAndAlternationIsNone)
{
    const Coefficients flat{.alpha = 1, .beta = 0, .gamma = 100};
    Curve wave;
    Curve alternating;
    for (int n = 1; n <= 40; ++n) {
        wave.push_back({static_cast<double>(n), 100 + 10 * std::sin(n / 6.0)});
        alternating.push_back({static_cast<double>(n), 100.0 + (n % 2 == 0 ? 10 : -10)});
    }
    EXPECT_GT(*misfitOf(wave, flat).pattern, 5);
    EXPECT_LT(*misfitOf(alternating, flat).pattern, -5);
}

} // namespace
} // namespace lockscope::scaling
