// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/published.h"

#include <gtest/gtest.h>

#include <string>

namespace lockscope::study {
namespace {

constexpr std::uint64_t kTasks =
    200'000; // so many that a slice is not all of them, however busy it is

lab::LabConfig twoWorkers()
{
    lab::LabConfig config = lab::defaultConfig();
    config.cpus = 1;
    config.workers = 2;
    return config;
}

TEST(Published, DoesAllTasksWithBothGuardsInSlicesOfWhichNeitherIsAlwaysFirst)
{
    std::string fastPaths;
    double before = 0;
    const auto point = runPublished(twoWorkers(), kTasks, [&](double share, bool fastPath) {
        EXPECT_GE(share, before);
        EXPECT_LE(share, 1);
        before = share;
        fastPaths += fastPath ? '1' : '0';
        return true;
    });
    ASSERT_TRUE(point);
    EXPECT_EQ(point->mutex.totals.calls, kTasks);
    EXPECT_EQ(point->fastPath.totals.calls, kTasks);
    EXPECT_GT(point->slices, 0);
    EXPECT_GT(point->ratio.mean, 0);
    ASSERT_GE(fastPaths.size(), 2U);
    EXPECT_EQ(fastPaths.substr(0, 2), "01");
    // The order turns; one that is done long before the other leaves it to go on alone.
    EXPECT_NE(fastPaths.substr(2, 2), "01") << fastPaths;
}

TEST(Published, IsNothingWhenItWasCancelled)
{
    int slices = 0;
    EXPECT_FALSE(
        runPublished(twoWorkers(), kTasks, [&slices](double, bool) { return ++slices < 2; }));
    EXPECT_EQ(slices, 2);
}

} // namespace
} // namespace lockscope::study
