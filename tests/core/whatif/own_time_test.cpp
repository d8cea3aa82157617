// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/whatif/own_time.h"
#include "tests/support/made_up_load.h"

#include <gtest/gtest.h>

#include <utility>

namespace lockscope::test {
namespace {

using program::LockCounts;
using program::WatchReport;

LockCounts& counts(WatchReport& report)
{
    return report.locks.front().lock.counts;
}

/// What was counted by the end of both, one after the other.
WatchReport together(const WatchReport& first, const WatchReport& second)
{
    WatchReport sum = second;
    sum.reading.elapsed += first.reading.elapsed;
    LockCounts& of = counts(sum);
    const LockCounts& before = first.locks.front().lock.counts;
    of.acquisitions += before.acquisitions;
    of.contended += before.contended;
    of.waitNs += before.waitNs;
    of.holdSamples += before.holdSamples;
    measure::HistogramCounts holds;
    holds.merge(of.holds);
    holds.merge(before.holds);
    of.holds = holds.sparse();
    of.swaps += before.swaps;
    for (std::size_t i = 0; i < sum.reading.threads.size(); ++i) {
        program::ThreadReading& thread = sum.reading.threads[i];
        const program::ThreadReading& earlier = first.reading.threads[i];
        thread.acquisitions += earlier.acquisitions;
        thread.times.seenNs += earlier.times.seenNs;
        thread.times.lockNs += earlier.times.lockNs;
        thread.times.runningNs += earlier.times.runningNs;
        thread.times.preemptedNs += earlier.times.preemptedNs;
    }
    return sum;
}

/// With longer holds, for a swap that was taken back again.
WatchReport swapped()
{
    WatchReport report = reportOf({.holdNs = 9000, .waitNs = 20'000});
    counts(report).swaps = 2;
    return report;
}

whatif::LoadFound found(const whatif::OwnTime& own, const WatchReport& report)
{
    return own.loadOf(report, report.locks.front());
}

TEST(OwnTime, WithoutASwapIsSinceWatchingBegan)
{
    whatif::OwnTime own;
    const WatchReport report = reportOf({});
    own.take(report);
    EXPECT_DOUBLE_EQ(found(own, report).load->rate, loadOf(report).load->rate);
    EXPECT_TRUE(found(own, report).forecastable());
}

TEST(OwnTime, AfterASwapThatWasTakenBackIsOfWhatCameAfter)
{
    const WatchReport before = swapped();
    const WatchReport after = reportOf({});
    const WatchReport sum = together(before, after);
    whatif::OwnTime own;
    own.take(before);
    EXPECT_EQ(idsOf(found(own, before)), std::vector<std::string>{"swapped"});
    own.take(sum);
    own.take(sum); // as when another lock is marked
    const whatif::LoadFound load = found(own, sum);
    EXPECT_TRUE(load.forecastable()) << load.obstacles.front().text;
    const whatif::LoadFound alone = loadOf(after);
    EXPECT_EQ(load.load->acquisitions, alone.load->acquisitions);
    EXPECT_EQ(load.load->contended, alone.load->contended);
    EXPECT_NEAR(load.load->rate, alone.load->rate, 1e-6 * alone.load->rate);
    EXPECT_NEAR(load.load->waitNs, alone.load->waitNs, 1e-6);
    EXPECT_NEAR(load.load->hold.mean, alone.load->hold.mean, 1);
    EXPECT_NEAR(load.load->outside->running, alone.load->outside->running, 1);
}

TEST(OwnTime, WhileSomethingIsInFrontOfAnyLockItIsNone)
{
    const WatchReport before = swapped();
    for (const bool delayed : {false, true}) {
        WatchReport sum = together(before, reportOf({}));
        sum.locks.push_back(sum.locks.front());
        sum.locks.back().lock.id = 4;
        LockCounts& other = sum.locks.back().lock.counts;
        other.delayNs = delayed ? 100 : 0;
        other.substitute = delayed ? 0 : 1;
        whatif::OwnTime own;
        own.take(before);
        own.take(sum);
        EXPECT_EQ(idsOf(found(own, sum)), std::vector<std::string>{"swapped"});
    }
}

TEST(OwnTime, WhoSeesTheEndAloneDoesNotKnowWhatCameAfter)
{
    const WatchReport sum = together(swapped(), reportOf({}));
    whatif::OwnTime own;
    own.take(sum);
    EXPECT_EQ(idsOf(found(own, sum)), std::vector<std::string>{"swapped"});
}

TEST(OwnTime, AnotherProgramOrAnEarlierTimeBeginsAnew)
{
    const WatchReport before = swapped();
    const WatchReport sum = together(before, reportOf({}));
    whatif::OwnTime own;
    own.take(before);
    own.take(sum);
    const WatchReport early = reportOf({.seconds = 1});
    own.take(early);
    EXPECT_NEAR(found(own, early).load->seconds, 1, 0.01);
    WatchReport other = reportOf({.seconds = 8});
    other.pid = 8;
    own.take(other);
    EXPECT_NEAR(found(own, other).load->seconds, 8, 0.01);
}

TEST(OwnTime, TooFewSinceThenIsSaid)
{
    const WatchReport before = swapped();
    const WatchReport sum = together(before, reportOf({.seconds = 0.001}));
    whatif::OwnTime own;
    own.take(before);
    own.take(sum);
    EXPECT_EQ(idsOf(found(own, sum)), std::vector<std::string>{"few-acquisitions"});
}

} // namespace
} // namespace lockscope::test
