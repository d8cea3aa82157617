// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/lab.h"
#include "tests/core/lab/short_run.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <thread>

namespace lockscope::lab {
namespace {

using namespace std::chrono_literals;

TEST(Lab, WithoutAProbeItCountsCallsButNoPasses)
{
    LabOptions options = kQuick;
    options.tasks = 10'000;
    options.probe = false;
    Lab lab(smallConfig(), options);
    lab.start();
    ASSERT_TRUE(lab.waitFinished(kLong));
    EXPECT_EQ(lab.summary().totals.calls, 10'000U);
    EXPECT_EQ(lab.summary().totals.passes, 0U);
    EXPECT_FALSE(lab.summary().waits.mean) << "unknown, not 0";
    EXPECT_FALSE(lab.summary().probe);
}

TEST(Lab, LateInitialisationHoldsEveryCallerAndThenReleasesAll)
{
    for (const bool fastPath : {false, true}) {
        LabConfig config = smallConfig();
        config.workers = 16;
        config.fastPath = fastPath;
        config.initDelayMs = 200;
        Lab lab(config, kQuick);
        lab.start();
        std::uint64_t before = 0;
        std::set<std::uint32_t> callers;
        ASSERT_TRUE(eventually([&] {
            for (const auto& snapshot : lab.poll()) {
                if (snapshot->time < 200ms)
                    before += snapshot->delta.calls;
                for (const auto& thread : snapshot->threads)
                    if (thread.calls > 0)
                        callers.insert(thread.index);
            }
            return callers.size() == 16U;
        })) << "every worker gets through";
        EXPECT_EQ(before, 0U) << "nobody gets through before";
        lab.stop();
        expectConserved(lab.summary());
    }
}

TEST(Lab, StoppingWhileCallersWaitForInitialisationStrandsNone)
{
    LabConfig config = smallConfig();
    config.initDelayMs = kMaxInitDelayMs;
    Lab lab(config, kQuick);
    lab.start();
    ASSERT_TRUE(eventually([&] { return lab.settled(); }));
    std::this_thread::sleep_for(20ms);
    lab.stop();
    expectConserved(lab.summary());
    lab.start();
    ASSERT_TRUE(eventually([&] {
        const auto snapshots = lab.poll();
        return !snapshots.empty() && snapshots.back()->total.calls > 0;
    })) << "it goes on";
}

TEST(Lab, ALiveChangeComesIntoForceWithAMarkerThatSaysWhat)
{
    Lab lab(smallConfig(), kQuick);
    lab.start();
    ASSERT_TRUE(eventually([&] { return lab.settled(); }));
    (void)lab.poll();
    LabConfig config = lab.config();
    config.fastPath = true;
    lab.apply(config);
    EXPECT_EQ(lab.config(), config);
    measure::ConfigChange change;
    ASSERT_TRUE(eventually([&] {
        for (const auto& snapshot : lab.poll())
            for (const auto& each : snapshot->changes)
                change = each;
        return change.revision == 1;
    }));
    EXPECT_EQ(change.label, "fast path on");
    EXPECT_GE(change.gap.count(), 0);
    EXPECT_EQ(change.config, configFacts(config));
    EXPECT_TRUE(lab.settled());
    EXPECT_EQ(lab.facts().config, configFacts(config));
}

TEST(Lab, AChangeThatIsNotAllowedIsRefusedAndChangesNothing)
{
    Lab lab(smallConfig(), kQuick);
    lab.start();
    const LabConfig before = lab.config();
    LabConfig bad = before;
    bad.workers = 10'000;
    EXPECT_THROW(lab.apply(bad), ConfigError);
    EXPECT_EQ(lab.config(), before);
    EXPECT_THROW(lab.setSnapshotRate(0), ConfigError);
    EXPECT_THROW(lab.setSnapshotRate(61), ConfigError);
    EXPECT_TRUE(lab.running());
}

TEST(Lab, WorkersCanBeChangedUpTo256WhileItRuns)
{
    Lab lab(smallConfig(), kQuick);
    lab.start();
    for (const int workers : {1, 256, 3, 64}) {
        LabConfig config = lab.config();
        config.workers = workers;
        lab.apply(config);
        ASSERT_TRUE(eventually([&] {
            const auto snapshots = lab.poll();
            return lab.settled() && !snapshots.empty()
                && static_cast<int>(snapshots.back()->threads.size()) == workers;
        })) << workers;
    }
    lab.stop();
    expectConserved(lab.summary());
    EXPECT_EQ(lab.summary().threads.size(), 256U);
}

TEST(Lab, ThreadsAreDistinctAndBoundAsAsked)
{
    LabConfig config = smallConfig();
    config.cpus = 1;
    Lab lab(config, kQuick);
    lab.start();
    measure::SnapshotPtr last;
    ASSERT_TRUE(eventually([&] {
        for (auto& snapshot : lab.poll())
            last = snapshot;
        return last && last->sequence > 5;
    }));
    std::set<int> tids;
    std::set<int> cpus;
    for (const auto& thread : last->threads) {
        tids.insert(thread.tid);
        cpus.insert(thread.cpu.value_or(-1));
    }
    EXPECT_EQ(tids.size(), 4U);
    EXPECT_EQ(cpus.size(), 1U) << "all on the one CPU";
}

TEST(Lab, StopAndStartLoseNoCallAndTheClockStandsStillBetween)
{
    Lab lab(smallConfig(), kQuick);
    for (int i = 0; i < 20; ++i) {
        lab.start();
        EXPECT_TRUE(lab.running());
        if (i % 2 == 0) {
            ASSERT_TRUE(eventually([&] { return lab.settled(); }));
        }
        lab.stop();
        EXPECT_FALSE(lab.running());
        const auto at = lab.summary();
        expectConserved(at);
        EXPECT_EQ(lab.summary().totals, at.totals) << "totals stand still";
        EXPECT_EQ(lab.summary().elapsed, at.elapsed);
    }
}

TEST(Lab, CountingFromHereWhileItRunsLosesNoCallAndCountsNoneTwice)
{
    Lab lab(smallConfig(), kQuick);
    lab.start();
    measure::SnapshotPtr newest;
    const auto seeCalls = [&](std::uint64_t more) {
        const std::uint64_t from = newest ? newest->total.calls : 0;
        return eventually([&] {
            for (const auto& snapshot : lab.poll())
                newest = snapshot;
            return newest && newest->total.calls > from + more;
        });
    };
    ASSERT_TRUE(seeCalls(1000));
    lab.countFromHere();
    for (const auto& snapshot : lab.poll())
        newest = snapshot; // the one that countFromHere() made, or one after it
    const measure::Totals atMost = newest->total;
    ASSERT_TRUE(seeCalls(1000));
    lab.stop();
    for (const auto& snapshot : lab.poll())
        newest = snapshot;
    const measure::RunSummary summary = lab.summary();
    EXPECT_GE(summary.totals.calls, (newest->total - atMost).calls);
    EXPECT_LT(summary.totals.calls, newest->total.calls - 1000);
    EXPECT_LT(summary.elapsed, newest->time);
    std::uint64_t calls = 0;
    for (const auto& thread : summary.threads)
        calls += thread.calls;
    EXPECT_EQ(calls, summary.totals.calls);
    EXPECT_NEAR(
        std::accumulate(summary.states->share.begin(), summary.states->share.end(), 0.0), 1, 1e-3);
    EXPECT_TRUE(summary.violations.empty());
}

TEST(Lab, StateSharesSumToOneInEverySnapshot)
{
    LabConfig config = smallConfig();
    config.workers = 8;
    Lab lab(config, kQuick);
    lab.start();
    std::size_t known = 0;
    ASSERT_TRUE(eventually([&] {
        for (const auto& snapshot : lab.poll())
            for (const auto& thread : snapshot->threads)
                if (thread.states) {
                    ++known;
                    const auto& share = thread.states->share;
                    EXPECT_NEAR(std::accumulate(share.begin(), share.end(), 0.0F), 1, 1e-4);
                    for (const float each : share)
                        EXPECT_GE(each, 0);
                }
        return known > 100;
    })) << "states are known on this kernel";
}

TEST(Lab, TheProbesCostIsMeasuredWhenAsked)
{
    LabOptions options;
    options.tasks = 1000;
    Lab lab(smallConfig(), options);
    EXPECT_FALSE(lab.facts().probe) << "not before it was measured";
    lab.start();
    ASSERT_TRUE(lab.waitFinished(kLong));
    const auto probe = lab.summary().probe;
    ASSERT_TRUE(probe);
    EXPECT_LE(probe->nsPerCallLow, probe->nsPerCall);
    EXPECT_LE(probe->nsPerCall, probe->nsPerCallHigh);
    EXPECT_GT(probe->pairs, 0);
}

TEST(Lab, RefusesAConfigurationThatIsNotAllowed)
{
    LabConfig config = smallConfig();
    config.guard = "mutx";
    EXPECT_THROW(Lab{config}, ConfigError);
    EXPECT_THROW(Lab(smallConfig(), {.snapshotsPerSecond = 100, .tasks = {}}), ConfigError);
}

TEST(Lab, AChangeAskedForWhileItIsStoppedHasNoGap)
{
    Lab lab(smallConfig(), kQuick);
    lab.start();
    ASSERT_TRUE(eventually([&] { return lab.settled(); }));
    lab.stop();
    LabConfig config = lab.config();
    config.fastPath = true;
    lab.apply(config);
    std::this_thread::sleep_for(50ms);
    lab.start();
    std::vector<measure::ConfigChange> changes;
    ASSERT_TRUE(eventually([&] {
        for (const auto& snapshot : lab.poll())
            changes.insert(changes.end(), snapshot->changes.begin(), snapshot->changes.end());
        return !changes.empty();
    }));
    EXPECT_EQ(changes.front().gap.count(), 0);
}

TEST(Lab, IsDestroyedWhileItRuns)
{
    for (int i = 0; i < 5; ++i) {
        Lab lab(smallConfig(), kQuick);
        lab.start();
        if (i % 2 == 0)
            std::this_thread::sleep_for(5ms);
    }
}

TEST(Labs, OfManyWorkersFollowEachOther)
{
    LabConfig config = defaultConfig();
    config.workers = 64;
    for (int i = 0; i < 6; ++i) {
        Lab lab(config, {.measureProbeCost = false, .tasks = 640});
        lab.start();
        ASSERT_TRUE(lab.waitFinished(kLong)) << "the one before had as many threads";
        EXPECT_EQ(lab.summary().threads.size(), 64U);
        expectConserved(lab.summary());
    }
}

TEST(Labs, RunBesideEachOther)
{
    LabConfig config = defaultConfig();
    config.workers = 5;
    Lab stopped(config, {.measureProbeCost = false, .tasks = {}});
    stopped.start();
    while (!stopped.settled())
        std::this_thread::sleep_for(1ms);
    stopped.stop();
    for (int i = 0; i < 2; ++i) {
        config.workers = 7;
        Lab other(config, {.measureProbeCost = false, .tasks = 700});
        other.start();
        ASSERT_TRUE(other.waitFinished(20s));
        EXPECT_EQ(other.summary().threads.size(), 7U);
    }
    stopped.start();
    while (!stopped.settled())
        std::this_thread::sleep_for(1ms);
    const auto before = stopped.summary().totals.calls;
    std::this_thread::sleep_for(20ms);
    stopped.stop();
    EXPECT_GT(stopped.summary().totals.calls, before);
}

TEST(Lab, AChannelHandsOutExactlyTheTasksThereAreOverLiveChangesAndStops)
{
    LabConfig config = smallConfig();
    config.taskSource = workload::TaskSourceKind::Channel;
    config.workers = 4;
    LabOptions options = kQuick;
    options.tasks = 300'000;
    Lab lab(config, options);
    for (int i = 0; i < 20 && !lab.waitFinished(1ms); ++i) {
        lab.start();
        config.fastPath = !config.fastPath;
        lab.apply(config);
        std::this_thread::sleep_for(2ms);
        lab.stop();
    }
    lab.start();
    ASSERT_TRUE(lab.waitFinished(kLong));
    expectConserved(lab.summary());
    EXPECT_EQ(lab.summary().totals.tasks, 300'000U);
}

TEST(Lab, HardwareCountersCountOnlyWhenAskedForAndWhereThereAreAny)
{
    for (const bool asked : {false, true}) {
        LabOptions options = kQuick;
        options.tasks = 10'000;
        options.countHardware = asked;
        Lab lab(smallConfig(), options);
        lab.start();
        ASSERT_TRUE(lab.waitFinished(kLong));
        const auto summary = lab.summary();
        for (const auto counter : measure::kHardwareCounters)
            EXPECT_EQ(summary.countPerCall(counter).has_value(),
                      asked && !measure::whyNotCounted(counter))
                << measure::counterName(counter);
    }
}

} // namespace
} // namespace lockscope::lab
