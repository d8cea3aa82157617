// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/conservation.h"

#include <gtest/gtest.h>

namespace lockscope::lab {
namespace {

const measure::Totals kSound{
    .tasks = 9, .calls = 9, .callbacks = 9, .passes = 9, .contended = 4, .waitNs = 70};

TEST(Conservation, TotalsThatAddUpViolateNothing)
{
    EXPECT_TRUE(violationsAtRest(kSound, true, 0).empty());
}

TEST(Conservation, EachThatDoesNotIsNamedWithItsNumbers)
{
    const auto violated = [](measure::Totals totals, std::uint64_t wrongAnswers = 0) {
        const auto all = violationsAtRest(totals, true, wrongAnswers);
        return all.empty() ? std::string() : all.front();
    };
    auto totals = kSound;
    totals.callbacks = 8;
    EXPECT_EQ(violated(totals), "tasks (9), calls (9) and callbacks (8) differ");
    totals = kSound;
    totals.passes = 10;
    EXPECT_EQ(violated(totals), "guard passes (10) and calls (9) differ");
    totals = kSound;
    totals.contended = 10;
    EXPECT_EQ(violated(totals), "contended passes (10) exceed passes (9)");
    EXPECT_EQ(violated(kSound, 2), "2 callbacks answered a wrong value");
}

TEST(Conservation, PassesAreNotCountedWithoutAProbe)
{
    auto totals = kSound;
    totals.passes = 0;
    totals.contended = 0;
    EXPECT_TRUE(violationsAtRest(totals, false, 0).empty());
    EXPECT_EQ(violationsAtRest(totals, true, 0).size(), 1U);
}

} // namespace
} // namespace lockscope::lab
