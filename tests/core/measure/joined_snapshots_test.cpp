// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/history.h"
#include "core/measure/joined_snapshots.h"
#include "tests/support/same_snapshot.h"
#include "tests/support/synthetic_history.h"

#include <gtest/gtest.h>

#include <functional>

namespace lockscope::measure {
namespace {

using namespace std::chrono_literals;

std::vector<SnapshotPtr> someSnapshots(int count, const test::SyntheticOptions& options = {})
{
    test::SyntheticSource source(options);
    std::vector<SnapshotPtr> snapshots;
    for (int i = 0; i < count; ++i)
        snapshots.push_back(source.next());
    return snapshots;
}

SnapshotPtr with(const SnapshotPtr& from, const std::function<void(Snapshot&)>& change)
{
    Snapshot copy = *from;
    change(copy);
    return std::make_shared<const Snapshot>(std::move(copy));
}

TEST(JoinedSnapshots, OneIsItself)
{
    const auto snapshots = someSnapshots(1);
    test::expectSame(joined(snapshots), *snapshots.front());
    EXPECT_EQ(joined(snapshots).joined, 1U);
}

TEST(JoinedSnapshots, CountsAndHistogramsAreSums)
{
    const auto snapshots = someSnapshots(20, {.threads = 3});
    const Snapshot whole = joined(snapshots);
    Totals delta;
    std::uint64_t waits = 0;
    std::uint64_t calls = 0;
    std::uint64_t longest = 0;
    for (const auto& each : snapshots) {
        delta += each->delta;
        waits += each->waits.count();
        calls += each->threads[1].calls;
        longest = std::max(longest, each->waits.exactMaxNs().value_or(0));
    }
    EXPECT_EQ(whole.delta, delta);
    EXPECT_EQ(whole.total, snapshots.back()->total);
    EXPECT_EQ(whole.waits.count(), waits);
    EXPECT_EQ(whole.waits.exactMaxNs().value_or(0), longest);
    EXPECT_EQ(whole.interval, 1s);
    EXPECT_EQ(whole.time, snapshots.back()->time);
    EXPECT_EQ(whole.sequence, snapshots.back()->sequence);
    EXPECT_EQ(whole.firstSequence(), snapshots.front()->sequence);
    ASSERT_EQ(whole.threads.size(), 3U);
    EXPECT_EQ(whole.threads[1].calls, calls);
    EXPECT_EQ(whole.threads[1].voluntarySwitches, snapshots.back()->threads[1].voluntarySwitches);
}

TEST(JoinedSnapshots, StatesAreMeansOverTime)
{
    auto snapshots = someSnapshots(2, {.threads = 1});
    const auto only = [](State state) {
        StateShares shares;
        shares[state] = 1;
        return shares;
    };
    snapshots[0] = with(snapshots[0], [&](Snapshot& each) {
        each.interval = 30ms;
        each.states = each.threads[0].states = only(State::Native);
    });
    snapshots[1] = with(snapshots[1], [&](Snapshot& each) {
        each.interval = 90ms;
        each.states = each.threads[0].states = only(State::Blocked);
    });
    const Snapshot whole = joined(snapshots);
    EXPECT_FLOAT_EQ((*whole.states)[State::Native], 0.25F);
    EXPECT_FLOAT_EQ((*whole.threads[0].states)[State::Blocked], 0.75F);
}

TEST(JoinedSnapshots, WhatOneDoesNotKnowTheirSumDoesNotKnow)
{
    auto snapshots = someSnapshots(3, {.threads = 2});
    snapshots[1] = with(snapshots[1], [](Snapshot& each) {
        each.threads[0].cpuNs.reset();
        each.threads[0].states.reset();
        each.states.reset();
        each.waitsExact = false;
    });
    const Snapshot whole = joined(snapshots);
    EXPECT_FALSE(whole.threads[0].cpuNs.has_value());
    EXPECT_TRUE(whole.threads[0].states.has_value()) << "a mean of those that are known";
    EXPECT_FALSE(whole.waitsExact);
    EXPECT_FALSE(whole.cpuNsPerCall().has_value());
    const Snapshot unknown = joined(someSnapshots(3, {.threads = 2, .unknownStates = true}));
    EXPECT_FALSE(unknown.states.has_value());
}

TEST(JoinedSnapshots, WorkersComeAndGo)
{
    auto snapshots = someSnapshots(3, {.threads = 4});
    snapshots[0] =
        with(snapshots[0], [](Snapshot& each) { each.threads.erase(each.threads.begin() + 1); });
    snapshots[2] = with(snapshots[2], [](Snapshot& each) { each.threads.resize(2); });
    const Snapshot whole = joined(snapshots);
    ASSERT_EQ(whole.threads.size(), 4U);
    for (std::uint32_t i = 0; i < 4; ++i)
        EXPECT_EQ(whole.threads[i].index, i);
    EXPECT_EQ(whole.threads[1].calls,
              snapshots[1]->threads[1].calls + snapshots[2]->threads[1].calls);
    EXPECT_EQ(whole.threads[3].calls,
              snapshots[0]->threads[2].calls + snapshots[1]->threads[3].calls);
}

TEST(JoinedSnapshots, JoiningWhatWasJoinedIsJoiningAll)
{
    const auto all = someSnapshots(40, {.threads = 2, .changeEverySeconds = 1});
    const std::vector<SnapshotPtr> halves{
        std::make_shared<const Snapshot>(joined(std::span(all).first(20))),
        std::make_shared<const Snapshot>(joined(std::span(all).last(20)))};
    const Snapshot once = joined(all);
    const Snapshot twice = joined(halves);
    EXPECT_EQ(twice.joined, 40U);
    EXPECT_EQ(twice.delta, once.delta);
    EXPECT_EQ(twice.interval, once.interval);
    EXPECT_EQ(twice.changes.size(), once.changes.size());
    EXPECT_GT(once.changes.size(), 0U);
    for (std::size_t i = 0; i < kStateCount; ++i)
        EXPECT_NEAR(twice.states->share[i], once.states->share[i], 1e-5);
}

TEST(JoinedSnapshots, AHistoryOfThemHasTheGapsThatThereWere)
{
    const auto all = someSnapshots(60, {.threads = 1});
    std::vector<SnapshotPtr> runs;
    for (std::size_t i = 0; i < 60; i += 20) {
        std::vector<SnapshotPtr> run(all.begin() + static_cast<std::ptrdiff_t>(i),
                                     all.begin() + static_cast<std::ptrdiff_t>(i) + 20);
        if (i == 20)
            run.erase(run.begin() + 5, run.begin() + 8);
        runs.push_back(std::make_shared<const Snapshot>(joined(run)));
    }
    EXPECT_TRUE(History::gapBetween(*runs[0], *runs[1]));
    EXPECT_FALSE(History::gapBetween(*runs[1], *runs[2]));
    EXPECT_EQ(runs[1]->interval, 850ms) << "rates are of the time that was measured";
    History history;
    history.replace(runs);
    EXPECT_EQ(history.dropped(), 3U);
}

} // namespace
} // namespace lockscope::measure
