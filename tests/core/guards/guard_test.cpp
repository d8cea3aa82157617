// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guards/fast_path_guard.h"
#include "core/guards/mutex_guard.h"
#include "core/guards/no_lock.h"
#include "core/guards/std_locks.h"
#include "core/workload/get_value.h"
#include "tests/core/guards/caller.h"

#include <gtest/gtest.h>
#include <oneapi/tbb/spin_mutex.h>

#include <memory>
#include <thread>
#include <vector>

namespace lockscope::guards {
namespace {

using workload::NoCriticalWork;

template<class G>
class GuardTest : public testing::Test
{
protected:
    std::uintptr_t pass()
    {
        Caller caller;
        return guard.pass(caller.probe, NoCriticalWork{});
    }

    G guard;
};

using AllGuards = testing::Types<MutexGuard<StdMutex, true>,
                                 MutexGuard<StdMutex, false>,
                                 FastPathGuard<StdMutex, true>,
                                 FastPathGuard<StdMutex, false>,
                                 MutexGuard<oneapi::tbb::spin_mutex, true>,
                                 FastPathGuard<oneapi::tbb::spin_mutex, true>,
                                 MutexGuard<NoLock, true>,
                                 FastPathGuard<NoLock, true>>;
TYPED_TEST_SUITE(GuardTest, AllGuards);

TYPED_TEST(GuardTest, LateInitialisationReleasesEveryWaiterAndLosesNone)
{
    constexpr int kCallers = 16;
    constexpr int kPasses = 50;
    std::atomic<int> begun{0};
    std::atomic<int> passed{0};
    int written = 0; // before notify: every caller must see it, by the contract's ordering
    {
        std::vector<std::jthread> callers;
        for (int i = 0; i < kCallers; ++i)
            callers.emplace_back([&] {
                Caller caller;
                ++begun;
                for (int n = 0; n < kPasses; ++n) {
                    this->guard.pass(caller.probe, NoCriticalWork{});
                    if (written == 42)
                        ++passed;
                }
            });
        while (begun < kCallers)
            std::this_thread::yield();
        std::this_thread::sleep_for(std::chrono::milliseconds(20)); // most wait by now
        EXPECT_EQ(passed, 0) << "nobody passes before notify()";
        written = 42;
        this->guard.notify();
    }
    EXPECT_EQ(passed, kCallers * kPasses);
}

TYPED_TEST(GuardTest, NotifyBeforeTheFirstCallerLetsItThrough)
{
    this->guard.notify();
    EXPECT_EQ(this->pass(), 0U);
    EXPECT_EQ(this->pass(), 0U);
}

TYPED_TEST(GuardTest, NotifyAgainChangesNothing)
{
    this->guard.notify();
    (void)this->pass();
    this->guard.notify();
    EXPECT_EQ(this->pass(), 0U);
    this->guard.notify();
    EXPECT_EQ(this->pass(), 0U);
}

TYPED_TEST(GuardTest, HandsOnWhatTheContextFunctionSays)
{
    this->guard.notify();
    EXPECT_EQ(this->guard.contextFunction(), nullptr);
    this->guard.setContextFunction(&answerOne);
    EXPECT_EQ(this->guard.contextFunction(), &answerOne);
    EXPECT_EQ(this->pass(), 1U);
    this->guard.setContextFunction(&answerTwo);
    EXPECT_EQ(this->pass(), 2U);
    this->guard.setContextFunction(nullptr);
    EXPECT_EQ(this->pass(), 0U);
}

/// Hands out 7, and counts how often it is given back.
struct SevenLent
{
    static inline int s_back = 0;
    static void function(ContextArgument* argument)
    {
        s_back += argument->context == 7 ? 1 : 0;
        argument->context = 7;
    }
};

TYPED_TEST(GuardTest, LeavingGivesTheContextBackWhereThereIsOne)
{
    Caller caller;
    SevenLent::s_back = 0;
    this->guard.notify();
    this->guard.leave(caller.probe, this->guard.pass(caller.probe, NoCriticalWork{}));
    this->guard.setContextFunction(&SevenLent::function);
    this->guard.leave(caller.probe, 0); // passed before the function was set
    EXPECT_EQ(SevenLent::s_back, 0);
    this->guard.leave(caller.probe, this->guard.pass(caller.probe, NoCriticalWork{}));
    EXPECT_EQ(SevenLent::s_back, 1);
    this->guard.setContextFunction(nullptr);
    this->guard.leave(caller.probe, 7);
    EXPECT_EQ(SevenLent::s_back, 1);
}

TYPED_TEST(GuardTest, AContextFunctionSetBeforeNotifyIsCalledForThoseWhoWaited)
{
    std::atomic<std::uintptr_t> answer{0};
    std::jthread caller([&] { answer = this->pass(); });
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    this->guard.setContextFunction(&answerTwo);
    this->guard.notify();
    caller.join();
    EXPECT_EQ(answer, 2U);
}

TYPED_TEST(GuardTest, TheContextFunctionMayChangeWhileCallsRun)
{
    constexpr int kCallers = 4;
    constexpr int kPasses = 20'000;
    this->guard.setContextFunction(&answerOne);
    this->guard.notify();
    std::atomic<int> wrong{0};
    std::atomic<bool> done{false};
    {
        std::vector<std::jthread> callers;
        for (int i = 0; i < kCallers; ++i)
            callers.emplace_back([&] {
                Caller caller;
                for (int n = 0; n < kPasses; ++n) {
                    const auto answer = this->guard.pass(caller.probe, NoCriticalWork{});
                    wrong += answer == 1 || answer == 2 ? 0 : 1;
                }
                done = true;
            });
        for (int n = 0; !done; ++n)
            this->guard.setContextFunction(n % 2 == 0 ? &answerTwo : &answerOne);
    }
    EXPECT_EQ(wrong, 0);
}

template<class G>
class ExcludingGuardTest : public GuardTest<G>
{};

using LockingGuards = testing::Types<MutexGuard<StdMutex, true>,
                                     MutexGuard<StdMutex, false>,
                                     MutexGuard<oneapi::tbb::spin_mutex, true>>;
TYPED_TEST_SUITE(ExcludingGuardTest, LockingGuards);

/// A read and a write apart under the lock: lost updates show when two callers are inside.
struct CountSlowly
{
    std::uint64_t& count;
    void operator()() const
    {
        const std::uint64_t seen = count;
        (void)lockscope_busy(5);
        count = seen + 1;
    }
};

TYPED_TEST(ExcludingGuardTest, KeepsCallersApartAndEveryContendedPassHasItsWait)
{
    constexpr int kCallers = 8;
    constexpr std::uint64_t kPasses = 20'000;
    this->guard.notify();
    std::uint64_t count = 0;
    std::vector<Caller> callers(kCallers);
    {
        std::vector<std::jthread> threads;
        for (Caller& caller : callers)
            threads.emplace_back([&] {
                for (std::uint64_t n = 0; n < kPasses; ++n)
                    this->guard.pass(caller.probe, CountSlowly{count});
                caller.probe.publish();
            });
    }
    EXPECT_EQ(count, kCallers * kPasses);
    for (const Caller& caller : callers) {
        const auto totals = caller.slot.totals();
        measure::WaitHistogram::Seen seen;
        measure::HistogramCounts waits;
        caller.waits->collect(seen, waits);
        EXPECT_EQ(waits.sparse().count(), totals.contended) << "every contended pass has its wait";
        EXPECT_EQ(totals.waitNs == 0, totals.contended == 0);
    }
}

TEST(FastPathGuard, DoesTheOneTimeSetUpOnceHoweverManyCome)
{
    constexpr int kCallers = 16;
    FastPathGuard<StdMutex, true> guard;
    std::atomic<int> begun{0};
    {
        std::vector<std::jthread> callers;
        for (int i = 0; i < kCallers; ++i)
            callers.emplace_back([&] {
                Caller caller;
                ++begun;
                guard.pass(caller.probe, NoCriticalWork{});
            });
        while (begun < kCallers)
            std::this_thread::yield();
        EXPECT_EQ(guard.setUps(), 0);
        guard.notify();
    }
    EXPECT_EQ(guard.setUps(), 1);
}

/// Fails the test when the lock is taken.
struct ForbiddenLock
{
    static inline bool s_forbidden = false;
    void lock() { EXPECT_FALSE(s_forbidden); }
    bool try_lock()
    {
        EXPECT_FALSE(s_forbidden);
        return true;
    }
    void unlock() {}
};

TEST(FastPathGuard, TakesNoLockOnceTheFirstCallerIsThrough)
{
    FastPathGuard<ForbiddenLock, true> guard;
    Caller caller;
    guard.notify();
    guard.pass(caller.probe, NoCriticalWork{});
    ForbiddenLock::s_forbidden = true;
    for (int i = 0; i < 3; ++i)
        guard.pass(caller.probe, NoCriticalWork{});
    guard.setContextFunction(&answerOne);
    EXPECT_EQ(guard.contextFunction(), &answerOne);
    EXPECT_EQ(guard.pass(caller.probe, NoCriticalWork{}), 1U);
    guard.leave(caller.probe, 1);
    ForbiddenLock::s_forbidden = false;
}

/// Counts how often it is taken.
struct CountedLock
{
    static inline int s_taken = 0;
    void lock() { ++s_taken; }
    bool try_lock()
    {
        ++s_taken;
        return true;
    }
    void unlock() {}
};

TEST(MutexGuard, TakesTheLockOnEveryCallAndForTheContextFunctionToo)
{
    MutexGuard<CountedLock, true> guard;
    Caller caller;
    guard.notify();
    CountedLock::s_taken = 0;
    for (int i = 0; i < 3; ++i)
        guard.pass(caller.probe, NoCriticalWork{});
    EXPECT_EQ(CountedLock::s_taken, 3);
    guard.setContextFunction(&answerOne);
    (void)guard.contextFunction();
    EXPECT_EQ(CountedLock::s_taken, 5);
    guard.leave(caller.probe, 0);
    EXPECT_EQ(CountedLock::s_taken, 6) << "Go's _cgo_release_context takes it, too";
}

TEST(Guards, ArePaddedOrNotAsAsked)
{
    EXPECT_GE(sizeof(FastPathGuard<StdMutex, true>), 4 * measure::kCacheLine);
    EXPECT_LT(sizeof(FastPathGuard<StdMutex, false>), 3 * measure::kCacheLine);
    EXPECT_GE(sizeof(MutexGuard<StdMutex, true>), 4 * measure::kCacheLine);
}

} // namespace
} // namespace lockscope::guards
