// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/history.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

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

/// A call of each of ten threads in a snapshot.
SnapshotPtr ofTenThreads(std::uint64_t sequence)
{
    auto snapshot = std::make_shared<Snapshot>(*snapshotAt(sequence, 50ms * (sequence + 1)));
    for (std::uint32_t i = 0; i < 10; ++i) {
        ThreadSnapshot thread;
        thread.index = i;
        thread.calls = 1;
        snapshot->threads.push_back(thread);
    }
    snapshot->delta.calls = 10;
    return snapshot;
}

std::size_t threadsOf(const History& history)
{
    std::size_t threads = 0;
    for (const SnapshotPtr& snapshot : history.snapshots())
        threads += snapshot->threads.size();
    return threads;
}

TEST(History, JoinsTheOldestWhenThereAreTooManyThreadsForAllOfTheSpan)
{
    constexpr std::uint64_t kCount = 12'000; // ten minutes
    History history(10min, 2 * kCount, 20'000);
    std::size_t most = 0;
    std::set<std::uint64_t> series;
    for (std::uint64_t i = 0; i < kCount; ++i) {
        history.push(ofTenThreads(i));
        most = std::max(most, threadsOf(history));
        series.insert(history.series());
    }
    EXPECT_LE(most, 20'000U);
    EXPECT_LT(series.size(), 50U) << "who mirrors it begins anew with each";
    const auto& kept = history.snapshots();
    EXPECT_EQ(kept.front()->time - kept.front()->interval, 0s) << "nothing is forgotten";
    std::uint64_t calls = 0;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        calls += kept[i]->delta.calls;
        EXPECT_LE(kept[i]->interval, 2s);
        EXPECT_EQ(kept[i]->threads.size(), 10U);
        EXPECT_TRUE(i == 0 || !History::gapBetween(*kept[i - 1], *kept[i]));
    }
    EXPECT_EQ(calls, 10 * kCount);
    EXPECT_EQ(history.dropped(), 0U);
    for (std::size_t i = kept.size() - 600; i < kept.size(); ++i)
        EXPECT_EQ(kept[i]->interval, 50ms) << "the last half minute is as it came";
    EXPECT_EQ(history.at(1s)->time, 2s);
}

TEST(History, LocksOfAProgramCountToo)
{
    constexpr std::uint64_t kCount = 12'000;
    History history(10min, 2 * kCount, 20'000);
    std::size_t most = 0;
    for (std::uint64_t i = 0; i < kCount; ++i) {
        Snapshot made = *ofTenThreads(i);
        auto part = std::make_shared<ProgramSnapshot>();
        for (std::uint32_t id = 1; id <= 80; ++id)
            part->locks.push_back({.id = id, .acquisitions = 1});
        made.program = std::move(part);
        history.push(std::make_shared<const Snapshot>(std::move(made)));
        std::size_t locks = 0;
        if (i % 100 == 0)
            for (const SnapshotPtr& each : history.snapshots())
                locks += each->program->locks.size();
        most = std::max(most, locks);
    }
    EXPECT_LE(most, std::size_t{80'000}); // as much as half of the threads
    EXPECT_GT(most, std::size_t{50'000});
    const Snapshot& oldest = *history.snapshots().front();
    EXPECT_EQ(oldest.time - oldest.interval, 0s) << "nothing is forgotten";
    EXPECT_EQ(oldest.program->locks.size(), 80U);
    EXPECT_EQ(oldest.program->locks.front().acquisitions, oldest.joined);
}

TEST(History, HistogramsCountToo)
{
    constexpr std::uint64_t kCount = 12'000;
    constexpr std::uint16_t kBuckets = 120;
    History history(10min, 2 * kCount, 120'000);
    for (std::uint64_t i = 0; i < kCount; ++i) {
        Snapshot made = *ofTenThreads(i);
        std::vector<SparseHistogram::Entry> entries;
        for (std::uint16_t bucket = 0; bucket < kBuckets;
             ++bucket) // all of them in no two after one another
            entries.push_back({static_cast<std::uint16_t>(bucket * 10 + i % 10), 1});
        made.waits = SparseHistogram(entries);
        made.delta.contended = kBuckets;
        history.push(std::make_shared<const Snapshot>(std::move(made)));
    }
    std::size_t bytes = 0;
    for (const SnapshotPtr& each : history.snapshots())
        bytes += each->waits.entries().size_bytes();
    EXPECT_LE(bytes, 120'000 * sizeof(ThreadSnapshot));
    EXPECT_GT(bytes, 120'000 * sizeof(ThreadSnapshot) / 4);
    EXPECT_LT(history.snapshots().size(), kCount / 2);
    const Snapshot& oldest = *history.snapshots().front();
    EXPECT_EQ(oldest.time - oldest.interval, 0s) << "nothing is forgotten";
    EXPECT_EQ(oldest.waits.count(), kBuckets * oldest.joined);
}

TEST(History, JoinsNothingOverAGapOrAChange)
{
    History history(10min, 100'000, 9'000);
    for (std::uint64_t i = 0; i < 1'000; ++i) {
        if (i == 100)
            continue; // it never arrives
        auto snapshot = std::make_shared<Snapshot>(*ofTenThreads(i));
        if (i == 200)
            snapshot->changes.emplace_back();
        history.push(snapshot);
    }
    EXPECT_EQ(history.dropped(), 1U);
    std::size_t gaps = 0;
    std::size_t changes = 0;
    const auto& kept = history.snapshots();
    for (std::size_t i = 1; i < kept.size(); ++i) {
        gaps += History::gapBetween(*kept[i - 1], *kept[i]) ? 1 : 0;
        changes += kept[i]->changes.size();
        EXPECT_TRUE(kept[i]->changes.empty() || kept[i]->interval == 50ms);
    }
    EXPECT_LT(kept.size(), 900U) << "some were joined";
    EXPECT_EQ(gaps, 1U);
    EXPECT_EQ(changes, 1U);
    EXPECT_EQ(history.at(5025ms), nullptr) << "within the gap";
}

TEST(History, AFewLargeSnapshotsAreForgottenAndNotJoinedOverAndOver)
{
    History history(10min, 100'000, 100);
    for (std::uint64_t i = 0; i < 100; ++i)
        history.push(ofTenThreads(i));
    EXPECT_EQ(history.snapshots().size(), 10U);
    EXPECT_EQ(history.snapshots().front()->interval, 50ms);
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
