// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/line_transfer.h"

#include <gtest/gtest.h>

namespace lockscope::measure {
namespace {

TEST(LineTransfers, EveryPairHasARoundTripTheSameBothWays)
{
    const LineTransfers transfers = measureLineTransfers([](double share) { return share < 0.5; });
    const std::size_t count = transfers.cpus.size();
    ASSERT_GE(count, 1U);
    ASSERT_EQ(transfers.roundTripNs.size(), count);
    for (std::size_t i = 0; i < count; ++i) {
        ASSERT_EQ(transfers.roundTripNs[i].size(), count);
        EXPECT_FALSE(transfers.roundTripNs[i][i]);
        for (std::size_t j = 0; j < count; ++j)
            EXPECT_EQ(transfers.roundTripNs[i][j], transfers.roundTripNs[j][i]);
    }
    if (count < 2)
        GTEST_SKIP() << "one CPU has no pair";
    ASSERT_TRUE(transfers.roundTripNs[0][1]);
    EXPECT_GT(*transfers.roundTripNs[0][1], 1);
    EXPECT_NE(transfers.cpus[0].cpu, transfers.cpus[1].cpu);
}

TEST(LineTransfers, CancelledTheRestIsUnknown)
{
    const LineTransfers transfers = measureLineTransfers([](double) { return false; });
    for (const auto& row : transfers.roundTripNs)
        for (const auto& ns : row)
            EXPECT_FALSE(ns);
}

} // namespace
} // namespace lockscope::measure
