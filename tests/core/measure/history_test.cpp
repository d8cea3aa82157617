// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/history.h"

#include <gtest/gtest.h>

namespace lockscope::measure {
namespace {

using namespace std::chrono_literals;

SnapshotPtr snapshotAt(std::uint64_t sequence, std::chrono::nanoseconds time)
{
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->sequence = sequence;
    snapshot->time = time;
    snapshot->interval = 50ms;
    return snapshot;
}

TEST(History, KeepsItsSpanAndForgetsWhatIsOlder)
{
    History history(1s);
    for (std::uint64_t i = 0; i < 100; ++i)
        history.push(snapshotAt(i, 50ms * (i + 1)));
    EXPECT_EQ(history.end(), 5s);
    EXPECT_EQ(history.snapshots().front()->time, 4s);
    EXPECT_EQ(history.dropped(), 0U);
}

TEST(History, NeverHoldsMoreThanItsMaximum)
{
    History history(1h);
    for (std::uint64_t i = 0; i < History::kMaxSnapshots + 10; ++i)
        history.push(snapshotAt(i, 50ms * (i + 1)));
    EXPECT_EQ(history.snapshots().size(), History::kMaxSnapshots);
}

TEST(History, CountsWhatNeverArrivedAndCallsItAGap)
{
    History history;
    history.push(snapshotAt(0, 50ms));
    history.push(snapshotAt(4, 250ms));
    EXPECT_EQ(history.dropped(), 3U);
    EXPECT_TRUE(History::gapBetween(*history.snapshots()[0], *history.snapshots()[1]));
}

TEST(History, FindsTheSnapshotWhoseIntervalHoldsAnInstant)
{
    History history;
    history.push(snapshotAt(0, 50ms));
    history.push(snapshotAt(1, 100ms));
    history.push(snapshotAt(5, 300ms));
    EXPECT_EQ(history.at(75ms)->sequence, 1U);
    EXPECT_EQ(history.at(100ms)->sequence, 1U);
    EXPECT_EQ(history.at(200ms), nullptr) << "within the gap";
    EXPECT_EQ(history.at(301ms), nullptr) << "after the end";
    EXPECT_EQ(history.at(-1ns), nullptr) << "before the beginning";
}

TEST(History, BeginsAnewWhenItsSourceDoes)
{
    History history;
    history.push(snapshotAt(8, 450ms));
    history.push(snapshotAt(0, 50ms));
    EXPECT_EQ(history.snapshots().size(), 1U);
    EXPECT_EQ(history.end(), 50ms);
}

} // namespace
} // namespace lockscope::measure
