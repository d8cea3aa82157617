// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scaling/usl_fit.h"
#include "tests/support/curves.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <random>
#include <string>

namespace lockscope::scaling {
namespace {

using test::curveOf;
using test::kRaytracer;
using test::kTicketCliff;

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
            for (int i = 0; i < 100; ++i)
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

} // namespace
} // namespace lockscope::scaling
