// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/change_effect.h"
#include "core/measure/ratio_text.h"

#include <gtest/gtest.h>

#include <functional>
#include <random>

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
        run(
            length, [calls] { return calls; }, waitNs);
    }

    void run(nanoseconds length,
             const std::function<std::uint64_t()>& callsOf,
             std::uint64_t waitNs)
    {
        for (const nanoseconds end = m_time + length; m_time < end;) {
            m_time += 50ms;
            const std::uint64_t calls = callsOf();
            auto snapshot = std::make_shared<Snapshot>();
            snapshot->sequence = m_sequence++;
            snapshot->time = m_time;
            snapshot->interval = 50ms;
            snapshot->delta = {.calls = calls, .passes = calls, .waitNs = waitNs};
            if (m_preempted) {
                snapshot->states.emplace();
                (*snapshot->states)[State::Preempted] = *m_preempted;
                (*snapshot->states)[State::Native] = 1 - *m_preempted;
            }
            for (std::uint64_t worker = 0; worker < m_workers; ++worker) {
                snapshot->threads.emplace_back();
                snapshot->threads.back().cpu = 0;
                snapshot->threads.back().cpuNs = m_cpuNsPerCall * calls / m_workers;
            }
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

    /// What the kernel says from here on; unknown before.
    void kernel(float preempted, std::uint64_t cpuNsPerCall, std::uint64_t workers = 1)
    {
        m_workers = workers;
        m_preempted = preempted;
        m_cpuNsPerCall = cpuNsPerCall;
    }

    [[nodiscard]] const History& history() const { return m_history; }

private:
    History m_history;
    nanoseconds m_time{0};
    std::uint64_t m_sequence = 0;
    std::uint64_t m_revision = 0;
    std::vector<ConfigChange> m_changes;
    std::optional<float> m_preempted;
    std::uint64_t m_cpuNsPerCall = 0;
    std::uint64_t m_workers = 0; ///< on CPU 0
};

/// Calls a snapshot that scatter around a mean by a share of it: a busy machine.
std::function<std::uint64_t()> scattered(std::mt19937& random, double mean, double share)
{
    return [&random, mean, share] {
        return static_cast<std::uint64_t>(mean
                                          * std::lognormal_distribution<double>(0, share)(random));
    };
}

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
    EXPECT_NEAR((*effect->before)[Figure::Throughput]->value, 20'000, 1e-6);
    EXPECT_NEAR((*effect->after)[Figure::Throughput]->value, 31'400, 1e-6);
    EXPECT_DOUBLE_EQ((*effect->before)[Figure::MeanWait]->value, 5);
    EXPECT_DOUBLE_EQ((*effect->after)[Figure::MeanWait]->value, 0);
    EXPECT_NEAR(effect->ratio()->mean, 1.57, 1e-9);
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
    EXPECT_NEAR(effect->ratio()->mean, 1, 1e-9);
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
    EXPECT_NEAR(effect->ratio()->mean, 2, 1e-9);
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
    EXPECT_FALSE((*effect->before)[Figure::MeanWait]) << "no pass, so no mean";
    EXPECT_FALSE(effect->ratio());
}

TEST(ChangeEffect, ATrueDifferenceOnANoisyMachineIsShownAndAFalseOneIsNot)
{
    constexpr int kRuns = 200;
    int shown = 0;
    int held = 0;
    int mistaken = 0;
    std::mt19937 random(5);
    for (int i = 0; i < kRuns; ++i) {
        ChangingRun changed;
        changed.run(5s, scattered(random, 100'000, 0.3), 0);
        changed.change("fast path on");
        changed.run(6s, scattered(random, 157'000, 0.3), 0);
        const auto ratio = lastChangeEffect(changed.history())->ratio();
        shown += showsDifference(ratio);
        held += *ratio->low <= 1.57 && *ratio->high >= 1.57;
        ChangingRun same;
        same.run(5s, scattered(random, 100'000, 0.3), 0);
        same.change("fast path off");
        same.run(6s, scattered(random, 100'000, 0.3), 0);
        mistaken += showsDifference(lastChangeEffect(same.history())->ratio());
    }
    EXPECT_EQ(shown, kRuns);
    EXPECT_GT(held, 0.90 * kRuns);
    EXPECT_LT(mistaken, 0.10 * kRuns);
}

TEST(ChangeEffect, SlowSnapshotsAreTakenOfAsMuchTimeAsAnIntervalNeeds)
{
    History history;
    for (std::uint64_t i = 0; i < 50; ++i) {
        auto snapshot = std::make_shared<Snapshot>();
        snapshot->sequence = i;
        snapshot->time = (i + 1) * 1s;
        snapshot->interval = 1s;
        snapshot->delta.calls = i < 25 ? 1000 : 2000;
        if (i == 25) {
            ConfigChange change;
            change.time = snapshot->time - snapshot->interval;
            snapshot->changes.push_back(change);
        }
        history.push(std::move(snapshot));
    }
    const auto ratio = lastChangeEffect(history)->ratio();
    ASSERT_TRUE(ratio && ratio->low);
    EXPECT_NEAR(ratio->mean, 2, 1e-9);
}

TEST(ChangeEffect, OffersCpuTimeACallWhereWorkersWereKeptFromTheirCpus)
{
    ChangingRun quiet;
    quiet.kernel(0.01F, 20);
    quiet.run(3s, 1000, 0);
    quiet.change("fast path on");
    quiet.run(3s, 2000, 0);
    EXPECT_FALSE(lastChangeEffect(quiet.history())->disturbed());

    ChangingRun busy;
    busy.kernel(0.30F, 20);
    busy.run(3s, 1000, 0);
    busy.change("fast path on");
    busy.kernel(0.02F, 15);
    busy.run(3s, 2000, 0);
    const auto effect = lastChangeEffect(busy.history());
    EXPECT_TRUE(effect->disturbed());
    EXPECT_NEAR(*effect->before->preempted, 0.30, 1e-6);
    EXPECT_NEAR(*effect->after->preempted, 0.02, 1e-6);
    EXPECT_NEAR(effect->ratio(Figure::CpuPerCall)->mean, 0.75, 1e-9);

    ChangingRun oversubscribed; // two workers on one CPU keep each other from it
    oversubscribed.kernel(0.50F, 20, 2);
    oversubscribed.run(3s, 1000, 0);
    oversubscribed.change("fast path on");
    oversubscribed.run(3s, 2000, 0);
    EXPECT_FALSE(lastChangeEffect(oversubscribed.history())->disturbed());

    ChangingRun unknown;
    unknown.run(3s, 1000, 0);
    unknown.change("fast path on");
    unknown.run(3s, 2000, 0);
    EXPECT_FALSE(lastChangeEffect(unknown.history())->disturbed());
    EXPECT_FALSE(lastChangeEffect(unknown.history())->before->preempted);
}

TEST(ChangeEffect, IsNoneWithoutAChange)
{
    ChangingRun run;
    run.run(2s, 1000, 0);
    EXPECT_FALSE(lastChangeEffect(run.history()));
}

} // namespace
} // namespace lockscope::measure
