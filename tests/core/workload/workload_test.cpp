// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guards/mutex_guard.h"
#include "core/workload/busy_work.h"
#include "core/workload/get_value.h"
#include "core/workload/runtime_side.h"
#include "core/workload/task_budget.h"
#include "core/workload/task_source.h"
#include "core/workload/worker_loop.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace lockscope::workload {
namespace {

using Block = std::array<std::uint8_t, LOCKSCOPE_BLOCK>;

void answerThroughStub(void* runtime, const std::uint8_t* key, std::uint8_t* value)
{
    callBack(*static_cast<RuntimeSide*>(runtime), key, value, 0);
}

TEST(GetValue, CopiesTheRuntimesAnswerIntoTheCallersBlock)
{
    for (const std::uint64_t task : {std::uint64_t{0}, std::uint64_t{1}, ~std::uint64_t{0}}) {
        RuntimeSide runtime;
        const lockscope_callee callee{&answerThroughStub, &runtime, 3};
        Block key{};
        Block value{};
        writeKey(task, key.data());
        lockscope_get_value(&callee, key.data(), value.data());
        std::uint64_t answer = 0;
        std::memcpy(&answer, value.data(), sizeof answer);
        EXPECT_EQ(answer, expectedAnswer(task));
        EXPECT_NE(key, value);
        EXPECT_EQ(runtime.callbacks, 1U);
    }
}

TEST(BusyWork, AsksForMoreStepsForMoreTimeAndNoneForNone)
{
    const BusyWork& work = BusyWork::instance();
    EXPECT_EQ(work.stepsFor(0), 0U);
    EXPECT_GE(work.stepsFor(1), 1U);
    EXPECT_LT(work.stepsFor(100), work.stepsFor(200));
    EXPECT_NEAR(static_cast<double>(work.stepsFor(1'000'000)) * work.nsPerStep(), 1e6, 1e3);
}

TEST(BusyWork, EveryStepCountsInTheResult)
{
    EXPECT_NE(lockscope_busy(1), lockscope_busy(1)) << "a call goes on where the last one ended";
}

/// Quick for many passes, long enough for a batch to grow; then each has to wait. Sees how many
/// calls the worker has made and not published.
struct LockThatBecomesSlow
{
    static constexpr std::uint64_t kQuick = 5'000;

    bool try_lock()
    {
        if (s_passes >= kQuick)
            return false;
        ++s_passes;
        return true;
    }
    void lock()
    {
        const auto until =
            measure::SteadyClock::now() + std::chrono::nanoseconds(2 * measure::kLongBatchNs);
        while (measure::SteadyClock::now() < until) {
        }
        if (++s_passes > kQuick + 2) // the first long wait ends its batch
            s_unpublished = std::max(s_unpublished, s_passes - s_slot->totals().calls);
    }
    void unlock() {}

    static inline std::uint64_t s_passes = 0;
    static inline std::uint64_t s_unpublished = 0;
    static inline const measure::ThreadSlot* s_slot = nullptr;
};

TEST(WorkerLoop, ALongWaitEndsTheBatchThatItFallsInto)
{
    measure::WaitClock::calibrate();
    using Guard = guards::MutexGuard<LockThatBecomesSlow, true>;
    measure::ThreadSlot slot;
    const auto waits = std::make_unique<measure::WaitHistogram>();
    TaskSources sources(TaskSourceKind::None);
    TaskBudget budget(LockThatBecomesSlow::kQuick + 50);
    const std::atomic<bool> pause{false};
    Guard guard;
    guard.notify();
    LockThatBecomesSlow::s_passes = 0; // notify() takes the lock, too
    LockThatBecomesSlow::s_slot = &slot;
    measure::LongestTurn turns;
    WorkerFrame frame{.slot = slot,
                      .turns = turns,
                      .waits = *waits,
                      .sources = sources,
                      .budget = budget,
                      .pause = pause,
                      .steps = {},
                      .batch = 1'000};
    runWorker<Guard, measure::LiveProbe, EmptyCall, OwnTasks>(&guard, frame);
    EXPECT_EQ(slot.totals().calls, LockThatBecomesSlow::kQuick + 50);
    EXPECT_EQ(LockThatBecomesSlow::s_unpublished, 1U) << "the call under way, and no other";
}

/// Has every taking wait, for 20 us.
struct LockThatIsNeverFree
{
    static constexpr std::uint64_t kWaitNs = 20'000;

    bool try_lock() { return false; }
    void lock()
    {
        ++s_taken;
        const auto until = measure::SteadyClock::now() + std::chrono::nanoseconds(kWaitNs);
        while (measure::SteadyClock::now() < until) {
        }
    }
    void unlock() {}

    static inline std::uint64_t s_taken = 0;
};

TEST(WorkerLoop, ACgoCallTakesTheMutexBeforeTheCallbackAndAfterItAndWaitsOnce)
{
    constexpr std::uint64_t kCalls = 100;
    measure::WaitClock::calibrate();
    using Guard = guards::MutexGuard<LockThatIsNeverFree, true>;
    measure::ThreadSlot slot;
    const auto waits = std::make_unique<measure::WaitHistogram>();
    TaskSources sources(TaskSourceKind::None);
    TaskBudget budget(kCalls);
    const std::atomic<bool> pause{false};
    Guard guard;
    guard.notify();
    LockThatIsNeverFree::s_taken = 0;
    measure::LongestTurn turns;
    WorkerFrame frame{.slot = slot,
                      .turns = turns,
                      .waits = *waits,
                      .sources = sources,
                      .budget = budget,
                      .pause = pause,
                      .steps = {}};
    runWorker<Guard, measure::LiveProbe, CgoCall, OwnTasks>(&guard, frame);

    EXPECT_EQ(LockThatIsNeverFree::s_taken, 2 * kCalls);
    const auto totals = slot.totals();
    EXPECT_EQ(totals.passes, kCalls);
    EXPECT_EQ(totals.contended, kCalls) << "a pass is contended once";
    EXPECT_GE(totals.waitNs, 2 * kCalls * LockThatIsNeverFree::kWaitNs * 98 / 100);
    measure::WaitHistogram::Seen seen;
    measure::HistogramCounts counts;
    waits->collect(seen, counts);
    EXPECT_EQ(counts.sparse().count(), kCalls);
    EXPECT_GE(*counts.sparse().quantile(0.01), 2.0 * LockThatIsNeverFree::kWaitNs * 0.97)
        << "both waits are one";
}

TEST(TaskBudget, GivesOutExactlyWhatThereIsToManyTakers)
{
    constexpr std::uint64_t kTasks = 100'003;
    TaskBudget budget(kTasks);
    std::atomic<std::uint64_t> claimed{0};
    {
        std::vector<std::jthread> takers;
        for (int i = 0; i < 8; ++i)
            takers.emplace_back([&] {
                while (const std::uint64_t got = budget.claim(7))
                    claimed += got;
            });
    }
    EXPECT_EQ(claimed, kTasks);
    EXPECT_TRUE(budget.exhausted());
}

TEST(TaskBudget, WithoutANumberThereIsNoEnd)
{
    TaskBudget budget;
    EXPECT_EQ(budget.claim(1'000'000), 1'000'000U);
    EXPECT_FALSE(budget.exhausted());
}

/// What so many takers get out of a channel, each so many tasks.
std::vector<std::vector<std::uint64_t>> takenBy(int takers, std::size_t each, Channel& channel)
{
    std::vector<std::vector<std::uint64_t>> taken(static_cast<std::size_t>(takers));
    std::vector<std::jthread> threads;
    for (auto& mine : taken)
        threads.emplace_back([&channel, &mine, each] {
            for (std::size_t n = 0; n < each; ++n)
                mine.push_back(channel.take());
        });
    threads.clear();
    return taken;
}

void expectEachOnceFromZero(const std::vector<std::vector<std::uint64_t>>& taken)
{
    std::set<std::uint64_t> all;
    std::size_t count = 0;
    for (const auto& mine : taken) {
        EXPECT_TRUE(std::is_sorted(mine.begin(), mine.end())) << "first in, first out";
        all.insert(mine.begin(), mine.end());
        count += mine.size();
    }
    EXPECT_EQ(all.size(), count) << "none twice";
    EXPECT_EQ(*all.begin(), 0U);
    EXPECT_EQ(*all.rbegin(), count - 1) << "none left out";
}

TEST(Channel, HandsEveryTaskToOneTakerOnly)
{
    constexpr std::size_t kEach = 20'000;
    for (const int takers : {1, 4, 16}) {
        Channel channel(kEach * static_cast<std::size_t>(takers));
        expectEachOnceFromZero(takenBy(takers, kEach, channel));
    }
}

TEST(Channel, IsRefilledByItsTakersWhereTheNumberOfTasksIsNotKnown)
{
    Channel channel;
    EXPECT_EQ(channel.capacity(), Channel::kSlab);
    expectEachOnceFromZero(takenBy(3, Channel::kSlab, channel)); // twice over its end
}

TEST(Channel, HoldsAllTasksFromTheBeginningUpToABound)
{
    EXPECT_EQ(Channel(1'000'000).capacity(), 1'000'000U);
    EXPECT_EQ(Channel(std::uint64_t{1} << 40U).capacity(), Channel::kMostPrefilled);
    EXPECT_LE(Channel::kMostPrefilled * sizeof(std::uint64_t), std::size_t{128} << 20U);
    EXPECT_EQ(Channel(0).capacity(), 1U) << "of a budget that is used up";
}

TEST(RuntimeLock, LetsOneInAtATimeAndLosesNoSleeper)
{
    constexpr int kTakers = 8;
    constexpr int kEach = 20'000;
    RuntimeLock lock;
    int inside = 0;
    std::uint64_t count = 0;
    {
        std::vector<std::jthread> takers;
        for (int i = 0; i < kTakers; ++i)
            takers.emplace_back([&] {
                for (int n = 0; n < kEach; ++n) {
                    const std::lock_guard hold(lock);
                    EXPECT_EQ(++inside, 1);
                    if (n % 1'000 == 0) // long enough for the others to fall asleep
                        std::this_thread::sleep_for(std::chrono::microseconds(50));
                    ++count;
                    --inside;
                }
            });
    } // a sleeper that nobody wakes would never come back
    EXPECT_EQ(count, std::uint64_t{kTakers} * kEach);
}

TEST(GetValue, WorksAsLongOnAverageAsItIsTold)
{
    constexpr std::uint64_t kSteps = 1'000;
    constexpr int kCalls = 2'000;
    std::uint64_t sum = 0;
    std::uint64_t least = ~std::uint64_t{0};
    std::uint64_t most = 0;
    for (int i = 0; i < kCalls; ++i) {
        const std::uint64_t steps = lockscope_about(kSteps);
        (void)lockscope_busy(steps); // draws the next one
        sum += steps;
        least = std::min(least, steps);
        most = std::max(most, steps);
    }
    // The mean of evenly drawn numbers scatters by kSteps / sqrt(12 kCalls): 5 of these are 3.2 %.
    EXPECT_NEAR(static_cast<double>(sum) / kCalls, kSteps, 0.04 * kSteps);
    EXPECT_GE(least, kSteps / 2);
    EXPECT_LE(most, kSteps * 3 / 2);
    EXPECT_GT(most - least, kSteps / 2) << "no two workers fall into step";
    EXPECT_EQ(lockscope_about(0), 0U);
    EXPECT_LE(lockscope_about(1), 1U);
}

TEST(BatchLength, GrowsWhileBatchesAreShortAndShrinksAtOnce)
{
    BatchLength length(500);
    EXPECT_EQ(length.calls(), 1U);
    for (int i = 0; i < 8; ++i)
        length.took(1'000);
    EXPECT_EQ(length.calls(), 256U);
    length.took(100'000); // neither
    EXPECT_EQ(length.calls(), 256U);
    length.took(1'000);
    EXPECT_EQ(length.calls(), 500U);
    length.took(3'000'000);
    EXPECT_EQ(length.calls(), 31U);
    for (int i = 0; i < 3; ++i)
        length.took(3'000'000);
    EXPECT_EQ(length.calls(), 1U);
}

} // namespace
} // namespace lockscope::workload
