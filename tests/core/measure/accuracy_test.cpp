// SPDX-License-Identifier: GPL-3.0-or-later
// What is measured held against what is known: waits that are injected, sleeps and starvation that
// are made.
#include "core/guards/mutex_guard.h"
#include "core/lab/placement.h"
#include "core/measure/sampler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <deque>
#include <functional>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include <unistd.h>

namespace lockscope::measure {
namespace {

using namespace std::chrono_literals;

/// A lock whose every attempt fails, and that is then held for a time out of a known schedule.
class InjectedLock
{
public:
    bool try_lock() { return false; }
    void lock()
    {
        // From here to there on the steady clock: what the probe, on its own clock, must find.
        const auto begin = SteadyClock::now();
        const auto until =
            begin + std::chrono::nanoseconds(s_schedule[s_next++ % s_schedule.size()]);
        auto now = SteadyClock::now();
        while (now < until)
            now = SteadyClock::now();
        s_waited.push_back(static_cast<std::uint64_t>((now - begin).count()));
    }
    void unlock() {}

    static inline std::vector<std::uint64_t> s_schedule;
    static inline std::size_t s_next = 0;
    static inline std::vector<std::uint64_t> s_waited; ///< what it came to, ns
};

TEST(Accuracy, InjectedWaitsAreReportedWithinTwoPerCentAndABucket)
{
    WaitClock::calibrate();
    std::mt19937 random(7);
    std::lognormal_distribution<double> wait(std::log(20'000.0), 1.2); // 20 µs, with a long tail
    InjectedLock::s_schedule.clear();
    for (int i = 0; i < 4'000; ++i)
        InjectedLock::s_schedule.push_back(static_cast<std::uint64_t>(2'000 + wait(random)));

    guards::MutexGuard<InjectedLock, true> guard;
    guard.notify();
    InjectedLock::s_waited.clear(); // notify() took it, too
    ThreadSlot slot;
    const auto waits = std::make_unique<WaitHistogram>();
    LiveProbe probe(slot, *waits);
    for (std::size_t i = 0; i < InjectedLock::s_schedule.size(); ++i)
        guard.pass(probe, workload::NoCriticalWork{});
    probe.publish();

    std::vector<std::uint64_t> known = InjectedLock::s_waited;
    ASSERT_EQ(slot.totals().contended, known.size());
    std::uint64_t total = 0;
    for (const std::uint64_t ns : known)
        total += ns;
    EXPECT_NEAR(static_cast<double>(slot.totals().waitNs),
                static_cast<double>(total),
                0.02 * static_cast<double>(total));

    WaitHistogram::Seen seen;
    HistogramCounts counts;
    waits->collect(seen, counts);
    std::sort(known.begin(), known.end());
    for (const double q : {0.5, 0.9, 0.99}) {
        const auto rank = static_cast<std::size_t>(q * static_cast<double>(known.size() - 1));
        const auto exact = static_cast<double>(known[rank]);
        // A bucket is 1/64 wide, and the reading of two clocks around the wait is not in it: 200
        // ns.
        EXPECT_NEAR(*counts.sparse().quantile(q), exact, exact * 2 / 64 + 200) << q;
    }
}

/// A lock without a try that says of every second pass that one has to wait; taking it takes as
/// long either way.
class SlowQueueLock
{
public:
    bool enter()
    {
        const bool mine = s_passes++ % 2 == 0;
        if (mine)
            spin();
        return mine;
    }
    void await() { spin(); }
    void lock() { spin(); }
    void unlock() {}

    static constexpr std::uint64_t kNs = 20'000;
    static inline std::uint64_t s_passes = 0;

private:
    static void spin()
    {
        const auto until = SteadyClock::now() + std::chrono::nanoseconds(kNs);
        while (SteadyClock::now() < until) {
        }
    }
};

TEST(Accuracy, WithoutATryAPassIsContendedWhenTheLockSaysSoHoweverLongItTook)
{
    WaitClock::calibrate();
    guards::MutexGuard<SlowQueueLock, true> guard;
    guard.notify();
    SlowQueueLock::s_passes = 0;
    ThreadSlot slot;
    const auto waits = std::make_unique<WaitHistogram>();
    LiveProbe probe(slot, *waits);
    constexpr std::uint64_t kPasses = 500;
    for (std::uint64_t i = 0; i < kPasses; ++i)
        guard.pass(probe, workload::NoCriticalWork{});
    probe.publish();
    EXPECT_EQ(slot.totals().contended, kPasses / 2);
    EXPECT_GE(slot.totals().waitNs, SlowQueueLock::kNs * kPasses / 2 * 98 / 100);
    WaitHistogram::Seen seen;
    HistogramCounts counts;
    waits->collect(seen, counts);
    EXPECT_EQ(counts.sparse().count(), kPasses / 2);
}

/// A thread that acts until it is told to stop, watched by a sampler as a worker is.
class WatchedThread
{
public:
    explicit WatchedThread(const std::function<void(const std::atomic<bool>&)>& act)
        : m_thread([this, act] {
            lab::CpuPlacement(lab::Placement::Compact, 1).bindThisThread(0);
            m_records[0].slot.phase = Phase::Guard;
            m_records[0].slot.tid = static_cast<std::int32_t>(gettid());
            act(m_stop);
        })
    {
        while (m_records[0].slot.tid == 0)
            std::this_thread::yield();
    }
    WatchedThread(const WatchedThread&) = delete;
    WatchedThread& operator=(const WatchedThread&) = delete;
    ~WatchedThread() { m_stop = true; }

    /// Where its time went over so long.
    StateShares watch(std::chrono::nanoseconds length)
    {
        Sampler sampler(20);
        sampler.resume(SteadyClock::now(), {m_records.data()});
        std::this_thread::sleep_for(length);
        sampler.pause(SteadyClock::now());
        return *sampler.summary().states;
    }

private:
    std::atomic<bool> m_stop{false};
    std::array<WorkerRecord, 1> m_records;
    std::jthread m_thread;
};

TEST(Accuracy, AThreadThatSleepsAKnownShareInTheGuardIsBlockedForThatShare)
{
    if (!schedstatAvailable())
        GTEST_SKIP() << "this kernel gives no per-thread times";
    // It notes itself how long each sleep was: the timer's lateness is sleep, too.
    std::atomic<std::int64_t> slept{0};
    std::atomic<std::int64_t> lived{0};
    WatchedThread thread([&](const std::atomic<bool>& stop) {
        const auto begin = SteadyClock::now();
        while (!stop) {
            const auto fallAsleep = SteadyClock::now();
            std::this_thread::sleep_for(7ms);
            const auto wake = SteadyClock::now();
            slept += (wake - fallAsleep).count();
            while (SteadyClock::now() < wake + 3ms) {
            }
            lived = (SteadyClock::now() - begin).count();
        }
    });
    const auto sleptBefore = slept.load();
    const auto livedBefore = lived.load();
    const StateShares states = thread.watch(2s);
    const double share =
        static_cast<double>(slept - sleptBefore) / static_cast<double>(lived - livedBefore);
    // One point, and the part of a cycle at either end that one side has counted and the other has
    // not. On a busy machine it wakes late: what the thread takes for sleep is then the kernel's
    // wait for a CPU.
    constexpr double kRoom = 0.01 + 10.0 / 2000;
    EXPECT_LE(states[State::Blocked], share + kRoom);
    EXPECT_GE(states[State::Blocked] + states[State::Preempted], share - kRoom);
}

TEST(Accuracy, AThreadStarvedOfItsCpuIsPreempted)
{
    if (!schedstatAvailable())
        GTEST_SKIP() << "this kernel gives no per-thread times";
    std::atomic<bool> stop{false};
    std::deque<std::jthread> others;
    for (int i = 0; i < 3; ++i)
        others.emplace_back([&stop] {
            lab::CpuPlacement(lab::Placement::Compact, 1).bindThisThread(0);
            while (!stop) {
            }
        });
    WatchedThread thread([](const std::atomic<bool>& until) {
        while (!until) {
        }
    });
    const StateShares states = thread.watch(1500ms);
    stop = true;
    // One of four equals on one CPU, where other programs may want a part, too.
    EXPECT_GT(states[State::Preempted], 0.65);
    EXPECT_LT(states[State::Blocked], 0.02);
}

} // namespace
} // namespace lockscope::measure
