// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/estimate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace lockscope::measure {
namespace {

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

} // namespace
} // namespace lockscope::measure
