// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/run_sums.h"

#include <gtest/gtest.h>

#include <string>

namespace lockscope::measure {
namespace {

using namespace std::chrono_literals;

/// The n-th snapshot, from 1, of a run that makes 100 calls in each tenth of a second, one of which
/// waits n x 1000 ns.
Snapshot snapshotOf(std::uint64_t n)
{
    Snapshot snapshot;
    snapshot.sequence = n - 1;
    snapshot.interval = 100ms;
    snapshot.time = n * snapshot.interval;
    snapshot.delta.calls = snapshot.delta.passes = 100;
    snapshot.delta.contended = 1;
    snapshot.delta.waitNs = n * 1000;
    snapshot.total.calls = snapshot.total.passes = n * 100;
    snapshot.total.contended = n;
    snapshot.total.waitNs = n * (n + 1) / 2 * 1000;
    HistogramCounts waits;
    waits.add(n * 1000);
    snapshot.waits = waits.sparse();
    return snapshot;
}

TEST(RunSums, TotalsAreExactWhereSnapshotsWereDropped)
{
    RunSums sums;
    EXPECT_TRUE(sums.empty());
    for (const std::uint64_t n : {2U, 3U, 5U}) // 4 is lost
        sums.add(snapshotOf(n));
    const RunSummary summary = sums.summary();
    EXPECT_FALSE(sums.empty());
    EXPECT_EQ(summary.elapsed, 400ms);
    EXPECT_EQ(summary.totals.calls, 400U);
    EXPECT_EQ(summary.totals.waitNs, 14'000U);
    EXPECT_DOUBLE_EQ(*summary.waits.mean, 35);
    EXPECT_EQ(summary.waits.max, 5000) << "exact, as the snapshots know it";
    EXPECT_EQ(sums.waits().sparse().count(), 3U);
}

TEST(RunSums, CountFromThereOnButForBrokenInvariants)
{
    RunSums sums;
    Snapshot first = snapshotOf(1);
    first.violations = {"calls were lost"};
    first.disturbance.emplace();
    first.waitsExact = false;
    sums.add(first);
    sums.countFrom(first.total, first.time);
    EXPECT_EQ(sums.summary().elapsed, 0ms);
    EXPECT_EQ(sums.summary().totals.calls, 0U);
    EXPECT_FALSE(sums.summary().waits.max);
    EXPECT_FALSE(sums.disturbance());
    sums.add(snapshotOf(2));
    const RunSummary summary = sums.summary();
    EXPECT_EQ(summary.elapsed, 100ms);
    EXPECT_EQ(summary.totals.calls, 100U);
    EXPECT_EQ(summary.waits.max, 2000);
    EXPECT_TRUE(summary.waitsExact);
    EXPECT_EQ(summary.violations, std::vector<std::string>{"calls were lost"});
}

TEST(RunSums, KeepSoManyViolationsAndNoMore)
{
    RunSums sums;
    Snapshot broken = snapshotOf(1);
    broken.violations.assign(kMaxViolations, "a cause");
    sums.add(broken);
    sums.add(broken);
    EXPECT_EQ(sums.summary().violations.size(), kMaxViolations);
}

} // namespace
} // namespace lockscope::measure
