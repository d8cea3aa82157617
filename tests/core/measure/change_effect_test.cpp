// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/change_effect.h"

#include <gtest/gtest.h>

namespace lockscope::measure {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

/// A history at 20 Hz, written second by second.
class ChangingRun
{
public:
    /// So many calls and ns of waiting in each of the snapshots of a stretch.
    void run(nanoseconds length, std::uint64_t calls, std::uint64_t waitNs)
    {
        for (const nanoseconds end = m_time + length; m_time < end;) {
            m_time += 50ms;
            auto snapshot = std::make_shared<Snapshot>();
            snapshot->sequence = m_sequence++;
            snapshot->time = m_time;
            snapshot->interval = 50ms;
            snapshot->delta = {.calls = calls, .passes = calls, .waitNs = waitNs};
            snapshot->changes.swap(m_changes);
            m_history.push(std::move(snapshot));
        }
    }

    void change(const std::string& label, nanoseconds initialising = 0ns)
    {
        ConfigChange change;
        change.initialising = initialising;
        change.revision = ++m_revision;
        change.time = m_time;
        change.label = label;
        m_changes.push_back(change);
    }

    [[nodiscard]] const History& history() const { return m_history; }

private:
    History m_history;
    nanoseconds m_time {0};
    std::uint64_t m_sequence = 0;
    std::uint64_t m_revision = 0;
    std::vector<ConfigChange> m_changes;
};

TEST(ChangeEffect, ComparesTheSettledSecondsOnBothSides)
{
    ChangingRun run;
    run.run(3s, 1000, 5000);
    run.change("fast path on");
    run.run(250ms, 777, 777); // settling: on neither side
    run.run(3s, 1570, 0);
    const auto effect = lastChangeEffect(run.history());
    ASSERT_TRUE(effect && effect->before && effect->after);
    EXPECT_EQ(effect->change.label, "fast path on");
    EXPECT_DOUBLE_EQ(effect->before->throughput, 20'000);
    EXPECT_DOUBLE_EQ(effect->after->throughput, 31'400);
    EXPECT_DOUBLE_EQ(*effect->before->waitNs, 5);
    EXPECT_DOUBLE_EQ(*effect->after->waitNs, 0);
    EXPECT_DOUBLE_EQ(*effect->ratio(), 1.57);
}

TEST(ChangeEffect, LeavesOutTheTimeInWhichCallersWaitForTheRuntime)
{
    ChangingRun run;
    run.run(2s, 1000, 0);
    run.change("init delay 500 ms", 500ms);
    run.run(500ms, 0, 0); // everybody waits
    run.run(250ms, 777, 777); // settling
    run.run(2s, 1000, 0);
    const auto effect = lastChangeEffect(run.history());
    ASSERT_TRUE(effect && effect->after);
    EXPECT_DOUBLE_EQ(*effect->ratio(), 1);
}

TEST(ChangeEffect, TakesOnlyTheNewestChangeAndNothingFromBeforeTheOneBefore)
{
    ChangingRun run;
    run.run(2s, 9000, 0);
    run.change("1 CPU");
    run.run(2s, 1000, 0);
    run.change("2 CPUs");
    run.run(2s, 2000, 0);
    const auto effect = lastChangeEffect(run.history());
    EXPECT_EQ(effect->change.label, "2 CPUs");
    EXPECT_DOUBLE_EQ(*effect->ratio(), 2);
}

TEST(ChangeEffect, SaysNothingOfASideWithTooLittleSettledTime)
{
    ChangingRun run;
    run.run(2s, 1000, 0);
    run.change("a");
    run.run(200ms, 1000, 0);
    run.change("b");
    run.run(300ms, 1000, 0);
    const auto effect = lastChangeEffect(run.history());
    EXPECT_FALSE(effect->before);
    EXPECT_FALSE(effect->after);
    EXPECT_FALSE(effect->ratio());
}

TEST(ChangeEffect, HasNoRatioWhenNothingRanBefore)
{
    ChangingRun run;
    run.run(2s, 0, 0);
    run.change("a");
    run.run(2s, 1000, 0);
    const auto effect = lastChangeEffect(run.history());
    EXPECT_TRUE(effect->before && effect->after);
    EXPECT_FALSE(effect->before->waitNs) << "no pass, so no mean";
    EXPECT_FALSE(effect->ratio());
}

TEST(ChangeEffect, IsNoneWithoutAChange)
{
    ChangingRun run;
    run.run(2s, 1000, 0);
    EXPECT_FALSE(lastChangeEffect(run.history()));
}

} // namespace
} // namespace lockscope::measure
