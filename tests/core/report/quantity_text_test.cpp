// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/quantity_text.h"

#include <gtest/gtest.h>

namespace lockscope::report {
namespace {

TEST(QuantityText, APercentageIsNeverWrittenAsNothingUnlessItIs)
{
    EXPECT_EQ(percent(0.1234), "12.3 %");
    EXPECT_EQ(percent(1), "100.0 %");
    EXPECT_EQ(percent(0.001), "0.1 %");
    EXPECT_EQ(percent(0.00099), "< 0.1 %");
    EXPECT_EQ(percent(1e-12), "< 0.1 %");
    EXPECT_EQ(percent(0), "0.0 %");
    EXPECT_EQ(percent(0.004, 0), "< 1 %");
    EXPECT_EQ(percent(0.234, 0), "23 %");
    EXPECT_EQ(percent(std::nullopt), "unknown");
}

} // namespace
} // namespace lockscope::report
