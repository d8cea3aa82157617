// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/quality/preemption.h"

#include <gtest/gtest.h>

namespace lockscope::measure {

namespace {

using namespace std::chrono_literals;

/// A snapshot of an interval that ends at `end`; no states for a share below 0.
SnapshotPtr preemptedFor(std::uint64_t sequence,
                         std::chrono::milliseconds end,
                         std::chrono::milliseconds length,
                         std::size_t workers,
                         float share)
{
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->sequence = sequence;
    snapshot->time = end;
    snapshot->interval = length;
    snapshot->threads.resize(workers);
    if (share >= 0) {
        snapshot->states.emplace();
        (*snapshot->states)[State::Preempted] = share;
        (*snapshot->states)[State::Native] = 1 - share;
    }
    return snapshot;
}

TEST(PreemptedShare, WeighsSnapshotsByLengthAndWorkers)
{
    History history;
    history.push(preemptedFor(0, 100ms, 100ms, 1, 0.5F));
    history.push(preemptedFor(1, 200ms, 100ms, 4, 0.25F));
    history.push(preemptedFor(2, 500ms, 300ms, 2, 0));
    // 0.1 s of 1 worker, 0.1 s of 4, 0.3 s of 2: (0.05 + 0.1 + 0) of 1.1 worker seconds.
    EXPECT_NEAR(preemptedShare(history, 0ms, 500ms).value(), 0.15 / 1.1, 1e-9);
}

TEST(PreemptedShare, TakesOnlyWhatLiesWithinWhole)
{
    History history;
    history.push(preemptedFor(0, 100ms, 100ms, 2, 1));
    history.push(preemptedFor(1, 200ms, 100ms, 2, 0.25F));
    history.push(preemptedFor(2, 300ms, 100ms, 2, 1));
    EXPECT_NEAR(preemptedShare(history, 100ms, 299ms).value(), 0.25, 1e-9);
    EXPECT_NEAR(preemptedShare(history, 50ms, 250ms).value(), 0.25, 1e-9);
}

TEST(PreemptedShare, IsUnknownWithoutStates)
{
    History history;
    EXPECT_FALSE(preemptedShare(history, 0ms, 1s));
    history.push(preemptedFor(0, 100ms, 100ms, 2, -1));
    EXPECT_FALSE(preemptedShare(history, 0ms, 1s));
    history.push(preemptedFor(1, 200ms, 100ms, 2, 0));
    EXPECT_EQ(preemptedShare(history, 0ms, 1s), 0.0);
}

TEST(PreemptedShare, OfOthersIsBeyondWhatMoreWorkersThanCpusCause)
{
    EXPECT_EQ(ownPreemptedShare(2, 2), 0);
    EXPECT_EQ(ownPreemptedShare(1, 8), 0);
    EXPECT_EQ(ownPreemptedShare(8, 2), 0.75);
    EXPECT_EQ(ownPreemptedShare(8, 0), 0); // not known
    EXPECT_FALSE(preemptedByOthers(0.75, 8, 2));
    EXPECT_TRUE(preemptedByOthers(0.82, 8, 2));
    EXPECT_FALSE(preemptedByOthers(0.04, 2, 2));
    EXPECT_TRUE(preemptedByOthers(0.06, 2, 2));
    EXPECT_FALSE(preemptedByOthers(std::nullopt, 2, 2));
}

} // namespace

} // namespace lockscope::measure
