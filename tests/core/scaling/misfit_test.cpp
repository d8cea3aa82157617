// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scaling/misfit.h"

#include <gtest/gtest.h>

#include <cmath>

namespace lockscope::scaling {
namespace {

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
