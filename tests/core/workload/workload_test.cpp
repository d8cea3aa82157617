// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/worker_loop.h"
#include "core/guards/mutex_guard.h"
#include "core/workload/busy_work.h"
#include "core/workload/get_value.h"
#include "core/workload/runtime_side.h"
#include "core/workload/task_budget.h"
#include "core/workload/task_source.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
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
    for (const std::uint64_t task : {std::uint64_t {0}, std::uint64_t {1}, ~std::uint64_t {0}}) {
        RuntimeSide runtime;
        const lockscope_callee callee {&answerThroughStub, &runtime, 3};
        Block key {};
        Block value {};
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

/// Quick for many passes, long enough for a batch to grow; then each has to wait. Sees how many calls the worker has
/// made and not published.
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
        const auto until = measure::SteadyClock::now() + std::chrono::nanoseconds(2 * measure::kLongBatchNs);
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
    const std::atomic<bool> pause {false};
    Guard guard;
    guard.notify();
    LockThatBecomesSlow::s_passes = 0; // notify() takes the lock, too
    LockThatBecomesSlow::s_slot = &slot;
    WorkerFrame frame {.slot = slot, .waits = *waits, .sources = sources, .budget = budget, .pause = pause, .steps = {},
                       .batch = 1'000};
    runWorker<Guard, measure::LiveProbe, EmptyCall, OwnTasks>(&guard, frame);
    EXPECT_EQ(slot.totals().calls, LockThatBecomesSlow::kQuick + 50);
    EXPECT_EQ(LockThatBecomesSlow::s_unpublished, 1U) << "the call under way, and no other";
}

TEST(TaskBudget, GivesOutExactlyWhatThereIsToManyTakers)
{
    constexpr std::uint64_t kTasks = 100'003;
    TaskBudget budget(kTasks);
    std::atomic<std::uint64_t> claimed {0};
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

TEST(Channel, HandsEveryTaskToOneTakerOnly)
{
    constexpr int kTakers = 4;
    constexpr std::size_t kEach = 20'000;
    Channel channel;
    std::array<std::vector<std::uint64_t>, kTakers> taken;
    {
        std::vector<std::jthread> takers;
        for (auto& mine : taken)
            takers.emplace_back([&] {
                for (std::size_t n = 0; n < kEach; ++n)
                    mine.push_back(channel.take());
            });
    }
    std::set<std::uint64_t> all;
    for (const auto& mine : taken)
        all.insert(mine.begin(), mine.end());
    EXPECT_EQ(all.size(), kTakers * kEach) << "none twice";
    EXPECT_EQ(*all.begin(), 0U);
    EXPECT_EQ(*all.rbegin(), kTakers * kEach - 1) << "none left out: the queue is first in, first out";
}

TEST(Channel, EndsWhileItsFeederSleepsOnAFullQueue)
{
    for (int i = 0; i < 20; ++i) {
        Channel channel;
        if (i % 2 == 0)
            (void)channel.take();
        std::this_thread::sleep_for(std::chrono::milliseconds(i % 3));
    }
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
