// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/ratio_text.h"

#include <gtest/gtest.h>

namespace lockscope::measure {
namespace {

TEST(RatioText, HasItsIntervalBesideIt)
{
    EXPECT_EQ(ratioText({.mean = 3.361, .low = 3.314, .high = 3.409}).whole(), "3.36x (3.31-3.41)");
    EXPECT_EQ(ratioText({.mean = 3.361}).whole(), "3.36x (no interval)");
}

TEST(RatioText, AnEndThatIsNotOneDoesNotReadAsOne)
{
    EXPECT_EQ(ratioText({.mean = 0.965, .low = 0.934, .high = 0.9984}).whole(),
              "0.965x (0.934-0.998)");
    EXPECT_EQ(ratioText({.mean = 1.00002, .low = 1.00001, .high = 1.00003}).whole(),
              "1.00002x (1.00001-1.00003)");
    EXPECT_EQ(ratioText({.mean = 1, .low = 1, .high = 1}).whole(), "1.00x (1.00-1.00)");
}

TEST(RatioText, WhatIsNotZeroDoesNotReadAsZeroAndNothingIsAHundredDigitsLong)
{
    EXPECT_EQ(ratioText({.mean = 6.02e-7, .low = 5.9e-7, .high = 6.1e-7}).whole(),
              "6.02e-07x (5.9e-07-6.1e-07)");
    EXPECT_EQ(ratioText({.mean = 1.66e6, .low = 1.6e6, .high = 1.7e6}).whole(),
              "1.66e+06x (1.6e+06-1.7e+06)");
    EXPECT_EQ(ratioText({.mean = 453, .low = 0.002, .high = 1e8}).whole(), "453.00x (0.002-1e+08)");
}

TEST(RatioText, ADifferenceIsShownOnlyByAWholeIntervalOnOneSideOfOne)
{
    EXPECT_EQ(ratioVerdict(Interval{.mean = 2, .low = 1.9, .high = 2.1}), "2.00x (1.90-2.10)");
    EXPECT_EQ(ratioVerdict(Interval{.mean = 0.5, .low = 0.4, .high = 0.6}), "0.50x (0.40-0.60)");
    EXPECT_EQ(ratioVerdict(Interval{.mean = 453, .low = 0.002, .high = 1e8}), kNoDifference);
    EXPECT_EQ(ratioVerdict(Interval{.mean = 2, .low = 1, .high = 3}), kNoDifference);
    EXPECT_EQ(ratioVerdict(Interval{.mean = 2}), kNoDifference) << "nothing is known of it";
    EXPECT_EQ(ratioVerdict(std::nullopt), kNoDifference);
}

} // namespace
} // namespace lockscope::measure
