// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/sampler.h"

#include <gtest/gtest.h>

#include <deque>
#include <thread>

namespace lockscope::measure {
namespace {

using namespace std::chrono_literals;

/// Records with no thread behind them: totals can be told, states stay unknown.
class SamplerTest : public testing::Test
{
protected:
    SamplerTest() { records.resize(2); }

    std::vector<WorkerRecord*> workers()
    {
        std::vector<WorkerRecord*> all;
        for (auto& record : records)
            all.push_back(&record);
        return all;
    }

    void wait(WorkerRecord& record, std::uint64_t ns)
    {
        record.waits.record(ns);
        record.slot.endWait(ns);
        record.slot.add({.passes = 1, .contended = 1});
    }

    std::deque<WorkerRecord> records;
    Sampler sampler{60};
};

TEST_F(SamplerTest, TheClockStandsStillBetweenPauseAndResume)
{
    const auto begin = SteadyClock::now();
    sampler.resume(begin, workers());
    sampler.pause(begin + 30ms);
    sampler.resume(begin + 10s, workers());
    sampler.pause(begin + 10s + 20ms);
    const auto snapshots = sampler.poll();
    ASSERT_FALSE(snapshots.empty());
    EXPECT_EQ(snapshots.back()->time, 50ms);
    EXPECT_EQ(sampler.summary().elapsed, 50ms);
}

TEST_F(SamplerTest, DeltasAddUpToTotalsAndSequenceNumbersHaveNoGap)
{
    sampler.resume(SteadyClock::now(), workers());
    for (std::uint64_t i = 1; i <= 20; ++i) {
        records[i % 2].slot.add({.calls = i});
        std::this_thread::sleep_for(5ms);
    }
    sampler.pause(SteadyClock::now());
    Totals sum;
    std::uint64_t sequence = 0;
    std::chrono::nanoseconds time{0};
    for (const auto& snapshot : sampler.poll()) {
        sum += snapshot->delta;
        time += snapshot->interval;
        EXPECT_EQ(snapshot->sequence, sequence++);
        EXPECT_EQ(snapshot->total, sum);
        EXPECT_EQ(snapshot->time, time);
    }
    EXPECT_EQ(sum.calls, 20U * 21U / 2);
}

TEST_F(SamplerTest, CountingFromHereLeavesWhatCameBeforeOutOfTheSummaryAlone)
{
    const auto begin = SteadyClock::now();
    sampler.resume(begin, workers());
    records[0].slot.add({.calls = 100});
    wait(records[0], 9000);
    sampler.pause(begin + 30ms);
    sampler.countFromHere();
    EXPECT_EQ(sampler.summary().totals, Totals{});
    EXPECT_EQ(sampler.summary().elapsed, 0ms);
    EXPECT_FALSE(sampler.summary().waits.max);

    sampler.resume(begin + 1s, workers());
    records[0].slot.add({.calls = 7});
    records[1].slot.add({.calls = 5});
    wait(records[1], 500);
    wait(records[0], 100);
    sampler.pause(begin + 1s + 20ms);
    const RunSummary summary = sampler.summary();
    EXPECT_EQ(summary.totals.calls, 12U);
    EXPECT_EQ(summary.totals.waitNs, 600U);
    EXPECT_EQ(summary.elapsed, 20ms);
    EXPECT_DOUBLE_EQ(*summary.waits.mean, 300);
    EXPECT_DOUBLE_EQ(*summary.waits.max, 500) << "the other's longest was before";
    ASSERT_EQ(summary.threads.size(), 2U);
    EXPECT_EQ(summary.threads[0].calls, 7U);
    EXPECT_EQ(summary.threads[0].contended, 1U);
    EXPECT_EQ(summary.threads[0].waitNs, 100U);
    EXPECT_EQ(summary.threads[1].calls, 5U);

    const auto snapshots = sampler.poll();
    EXPECT_EQ(snapshots.back()->total.calls, 112U) << "a snapshot's total is the source's";
    EXPECT_EQ(snapshots.back()->time, 50ms);
}

TEST_F(SamplerTest, TheLongestWaitIsExactAlsoAfterALongerOneThatDoesNotCount)
{
    const auto begin = SteadyClock::now();
    sampler.resume(begin, workers());
    wait(records[0], 9000);
    sampler.pause(begin + 30ms);
    sampler.countFromHere();
    sampler.resume(begin + 1s, workers());
    wait(records[0], 1001);
    sampler.pause(begin + 1s + 20ms);
    EXPECT_EQ(sampler.summary().waits.max, 1001);
}

TEST_F(SamplerTest, AWaitUnderWayCountsSoFarAndOnceWhenItHasEnded)
{
    WaitClock::calibrate();
    const auto begin = SteadyClock::now();
    sampler.resume(begin, workers());
    records[0].slot.beginWait(WaitClock::now());
    std::vector<SnapshotPtr> underWay;
    while (underWay.size() < 3)
        for (const auto& snapshot : sampler.poll())
            underWay.push_back(snapshot);
    std::uint64_t before = 0;
    for (const auto& snapshot : underWay) {
        const ThreadSnapshot& waiting = snapshot->threads[0];
        EXPECT_EQ(waiting.waitNs, 0U);
        ASSERT_TRUE(waiting.waitSoFarNs);
        EXPECT_GT(*waiting.waitSoFarNs, before) << "it grows";
        EXPECT_LE(*waiting.waitSoFarNs, static_cast<std::uint64_t>(snapshot->time.count()));
        EXPECT_EQ(snapshot->threads[1].waitSoFarNs, 0U) << "known not to wait";
        before = *waiting.waitSoFarNs;
    }

    constexpr std::uint64_t kWaited = 150'000'000;
    records[0].slot.hold(WaitClock::now());
    records[0].waits.record(kWaited);
    records[0].slot.endWait(kWaited);
    records[0].slot.add({.passes = 1, .contended = 1});
    sampler.pause(begin + 1s);
    const RunSummary summary = sampler.summary();
    EXPECT_EQ(summary.totals.waitNs, kWaited);
    EXPECT_EQ(summary.threads[0].waitSoFarNs, 0U);
    EXPECT_TRUE(summary.violations.empty());
}

TEST_F(SamplerTest, WhatDisturbedTheWorkersIsReadAtTheEndAndBelongsToTheSummary)
{
    const auto begin = SteadyClock::now();
    sampler.resume(begin, workers());
    sampler.pause(begin + 10ms);
    const auto first = sampler.poll();
    ASSERT_TRUE(first.back()->disturbance) << "the end of a run is looked at, however short it was";
    EXPECT_GT(first.back()->disturbance->span.count(), 0);
    EXPECT_TRUE(first.back()->disturbance->othersNs);
    EXPECT_TRUE(sampler.summary().quality.otherLockscopes);
    EXPECT_FALSE(sampler.summary().quality.load) << "which cannot be told in so short a time";

    sampler.countFromHere();
    EXPECT_FALSE(sampler.summary().quality.otherLockscopes) << "nothing has been looked at since";
}

TEST(LongestTurn, IsOfWhatCountsAlone)
{
    const auto ns = [](std::uint64_t ticks) { return WaitClock::between(1, 1 + ticks); };
    LongestTurn turns;
    EXPECT_EQ(turns.ns(), std::nullopt);
    turns.note(0, 9'000);
    turns.note(9'000, 9'500);
    EXPECT_EQ(turns.ns(), ns(9'000));
    turns.countFrom(10'000);
    EXPECT_EQ(turns.ns(), std::nullopt) << "no turn has ended since";
    turns.note(9'500, 10'700);
    EXPECT_EQ(turns.ns(), ns(700)) << "of a turn that was under way, the part since then";
    turns.note(10'700, 10'900);
    EXPECT_EQ(turns.ns(), ns(700));
    turns.note(10'900, 12'000);
    EXPECT_EQ(turns.ns(), ns(1'100));
}

TEST_F(SamplerTest, CountingFromHereForgetsTheLongestTimeWithoutATurnToo)
{
    records[0].turns.note(0, 9'000);
    records[1].turns.note(0, 500);
    const auto begin = SteadyClock::now();
    sampler.resume(begin, workers());
    EXPECT_EQ(sampler.summary().longestTurnNs(), WaitClock::between(0, 9'000));
    const std::uint64_t before = WaitClock::now();
    sampler.pause(begin + 30ms);
    sampler.countFromHere();
    EXPECT_EQ(sampler.summary().longestTurnNs(), std::nullopt);
    records[1].turns.note(0, WaitClock::now());
    const auto longest = sampler.summary().longestTurnNs();
    EXPECT_LE(longest.value_or(0), WaitClock::between(before, WaitClock::now()));
}

TEST_F(SamplerTest, WaitsOfAllWorkersComeTogetherInOneHistogram)
{
    const auto begin = SteadyClock::now();
    sampler.resume(begin, workers());
    wait(records[0], 1000);
    wait(records[1], 3000);
    sampler.pause(begin + 1s);
    const auto summary = sampler.summary();
    EXPECT_EQ(summary.totals.contended, 2U);
    EXPECT_DOUBLE_EQ(*summary.waits.mean, 2000);
    EXPECT_DOUBLE_EQ(*summary.waits.max, 3000);
    EXPECT_NEAR(*summary.waits.p50, 1000, 1000.0 / 64);
    EXPECT_TRUE(summary.violations.empty());
}

TEST_F(SamplerTest, WithoutAContendedPassThereAreNoQuantiles)
{
    const auto begin = SteadyClock::now();
    sampler.resume(begin, workers());
    records[0].slot.add({.passes = 1});
    sampler.pause(begin + 1s);
    const auto summary = sampler.summary();
    EXPECT_DOUBLE_EQ(*summary.waits.mean, 0);
    EXPECT_FALSE(summary.waits.p50);
    EXPECT_FALSE(summary.waits.max);
}

TEST_F(SamplerTest, MoreWaitingThanWorkersTimesElapsedIsSaidToBeBroken)
{
    const auto begin = SteadyClock::now();
    sampler.resume(begin, workers());
    wait(records[0], 5'000'000'000);
    sampler.pause(begin + 1s);
    const auto snapshots = sampler.poll();
    ASSERT_EQ(snapshots.back()->violations.size(), 1U);
    EXPECT_NE(snapshots.back()->violations[0].find("workers x elapsed"), std::string::npos);
    EXPECT_EQ(sampler.summary().violations.size(), 1U);
}

TEST(RunSummary, FairnessIsJainsIndex)
{
    RunSummary summary;
    EXPECT_FALSE(summary.fairness());
    EXPECT_FALSE(summary.cpuNsPerCall());
    summary.threads.resize(4);
    for (ThreadSummary& thread : summary.threads) {
        thread.calls = 10;
        thread.cpuNs = 500;
    }
    summary.totals.calls = 40;
    EXPECT_DOUBLE_EQ(*summary.fairness(), 1);
    EXPECT_DOUBLE_EQ(*summary.cpuNsPerCall(), 50);
    for (std::size_t i = 1; i < 4; ++i)
        summary.threads[i].calls = 0;
    EXPECT_DOUBLE_EQ(*summary.fairness(), 0.25);
    summary.threads[2].cpuNs.reset();
    EXPECT_FALSE(summary.cpuNsPerCall()) << "unknown, not less";
}

TEST_F(SamplerTest, AThreadThatDoesNotExistHasUnknownStatesAndSwitches)
{
    records[0].slot.tid = 4'194'304; // the kernel's limit of ids, never given out
    sampler.resume(SteadyClock::now(), workers());
    std::this_thread::sleep_for(10ms);
    sampler.pause(SteadyClock::now());
    const auto last = sampler.poll().back();
    EXPECT_FALSE(last->states);
    EXPECT_FALSE(last->threads[0].states);
    EXPECT_FALSE(last->threads[0].cpu);
    EXPECT_FALSE(last->threads[0].voluntarySwitches);
    EXPECT_FALSE(sampler.summary().states);
    EXPECT_FALSE(last->threads[0].cpuNs);
    EXPECT_FALSE(sampler.summary().threads[0].cpuNs) << "unknown, not 0";
    EXPECT_EQ(last->statesKnown(), 0U);
}

TEST_F(SamplerTest, AChangeIsInTheSnapshotOfItsInterval)
{
    const auto begin = SteadyClock::now();
    sampler.resume(begin, workers());
    ConfigChange change;
    change.label = "fast path on";
    sampler.noteChange(change, begin + 7ms);
    sampler.pause(begin + 10ms);
    std::vector<ConfigChange> changes;
    for (const auto& snapshot : sampler.poll())
        changes.insert(changes.end(), snapshot->changes.begin(), snapshot->changes.end());
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].time, 7ms);
}

TEST_F(SamplerTest, AReaderThatDoesNotComeLosesTheOldestAndCanSeeIt)
{
    const auto begin = SteadyClock::now();
    for (std::size_t i = 0; i < SnapshotQueue::kCapacity + 5; ++i) {
        sampler.resume(begin + i * 1ms, workers());
        sampler.pause(begin + (i + 1) * 1ms);
    }
    const auto snapshots = sampler.poll();
    EXPECT_EQ(snapshots.size(), SnapshotQueue::kCapacity);
    EXPECT_GE(snapshots.front()->sequence, 5U);
}

} // namespace
} // namespace lockscope::measure
