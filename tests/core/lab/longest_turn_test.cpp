// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/lab.h"
#include "tests/core/lab/short_run.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

namespace lockscope::lab {
namespace {

using namespace std::chrono_literals;

TEST(Lab, TheLongestTimeWithoutATurnIsAtLeastTheTimeOfACallAndNoLongerThanTheRun)
{
    LabConfig config = smallConfig();
    config.workers = 1;
    config.callbackNs = 5'000'000;
    Lab lab(config, kQuick);
    lab.start();
    ASSERT_TRUE(eventually([&lab] { return lab.summary().totals.calls >= 30; }));
    lab.stop();
    const auto summary = lab.summary();
    ASSERT_TRUE(summary.longestTurnNs());
    // The longest is no shorter than the mean, which is known whatever busy work is calibrated to;
    // so many calls make little of what passes before the first.
    const std::uint64_t meanNs =
        static_cast<std::uint64_t>(summary.elapsed.count()) / summary.totals.calls;
    EXPECT_GE(*summary.longestTurnNs(), meanNs * 9 / 10);
    EXPECT_LE(*summary.longestTurnNs(),
              static_cast<std::uint64_t>(summary.elapsed.count()) * 101 / 100);
}

TEST(Lab, TheLongestTimeWithoutATurnSinceCountingBeganLeavesOutWhatCameBefore)
{
    LabConfig config = smallConfig();
    config.workers = 1;
    config.callbackNs = 10'000'000;
    Lab lab(config, kQuick);
    lab.start();
    ASSERT_TRUE(eventually([&lab] { return lab.summary().totals.calls >= 3; }));
    const auto before = lab.summary().longestTurnNs();
    lab.stop();
    config.callbackNs = 0;
    lab.apply(config);
    lab.countFromHere();
    EXPECT_EQ(lab.summary().longestTurnNs(), std::nullopt);
    lab.start();
    ASSERT_TRUE(eventually([&lab] { return lab.summary().totals.calls > 1000; }));
    lab.stop();
    const auto summary = lab.summary();
    ASSERT_TRUE(before);
    ASSERT_TRUE(summary.longestTurnNs());
    EXPECT_LE(*summary.longestTurnNs(),
              static_cast<std::uint64_t>(summary.elapsed.count()) * 101 / 100)
        << "longer than all that counts; before it was " << *before;
}

TEST(Lab, WithoutAProbeNoTimeWithoutATurnIsClaimed)
{
    Lab lab(smallConfig(),
            {.snapshotsPerSecond = 60, .probe = false, .measureProbeCost = false, .tasks = {}});
    lab.start();
    ASSERT_TRUE(eventually([&lab] { return lab.summary().totals.calls > 0; }));
    lab.stop();
    EXPECT_EQ(lab.summary().longestTurnNs(), std::nullopt);
}

} // namespace
} // namespace lockscope::lab
