// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/hardware_counters.h"

#include <gtest/gtest.h>

#include <unistd.h>

namespace lockscope::measure {
namespace {

TEST(HardwareCounters, EveryOneHasANameThatNamesIt)
{
    for (const HardwareCounter counter : kHardwareCounters)
        EXPECT_EQ(counterNamed(counterName(counter)), counter);
    EXPECT_EQ(counterNamed("heartbeats"), std::nullopt);
}

TEST(HardwareCounters, EveryOneCountsOrSaysWhyNot)
{
    const ThreadCounters counters(static_cast<std::int32_t>(gettid()));
    volatile int work = 0;
    for (int i = 0; i < 1'000'000; ++i)
        work = work + 1;
    const HardwareCounts counts = counters.read();
    for (const HardwareCounter counter : kHardwareCounters)
        if (const auto why = whyNotCounted(counter)) {
            EXPECT_FALSE(why->empty());
            EXPECT_EQ(counts[counter], std::nullopt) << counterName(counter);
        } else {
            EXPECT_TRUE(counts[counter]) << counterName(counter);
        }
    if (const auto& instructions = counts[HardwareCounter::Instructions]) {
        EXPECT_GT(*instructions, 1'000'000U);
    }
}

TEST(HardwareCounters, AThreadThatDoesNotExistHasNone)
{
    const ThreadCounters counters(-7);
    for (const HardwareCounter counter : kHardwareCounters)
        EXPECT_EQ(counters.read()[counter], std::nullopt);
}

} // namespace
} // namespace lockscope::measure
