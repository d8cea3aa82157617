// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/futex_wait.h"
#include "core/program/hazards.h"
#include "core/program/watch_report.h"

#include <gtest/gtest.h>

#include <chrono>

namespace lockscope::program {
namespace {

using std::chrono::seconds;

LockReading mutex(std::uint32_t id, std::uint32_t owner = 0)
{
    LockReading lock;
    lock.id = id;
    lock.pid = 1;
    lock.counts.name = {0x1000 + id * 64ULL, LockKind::Mutex};
    lock.ownerTid = owner;
    return lock;
}

ThreadReading thread(std::uint32_t tid,
                     std::optional<std::uint32_t> waitsFor = {},
                     std::uint32_t owner = 0)
{
    ThreadReading one;
    one.pid = 1;
    one.tid = tid;
    one.waitsFor = waitsFor;
    one.ownerTid = owner;
    return one;
}

TEST(Deadlocks, AreCirclesOfOwners)
{
    EXPECT_TRUE(findDeadlocks({thread(10, 1, 11), thread(11, 2, 12), thread(12)}).empty());
    const auto two = findDeadlocks({thread(10, 1, 11), thread(11, 2, 10), thread(12, 1, 11)});
    ASSERT_EQ(two.size(), 1U);
    EXPECT_EQ(two[0].members.size(), 2U) << "who only waits for the circle is not in it";
    const auto both = findDeadlocks(
        {thread(1, 1, 2), thread(2, 2, 1), thread(3, 3, 4), thread(4, 4, 5), thread(5, 5, 3)});
    ASSERT_EQ(both.size(), 2U);
    EXPECT_EQ(both[1].members.size(), 3U);
    EXPECT_EQ(findDeadlocks({thread(7, 1, 7)}).size(), 1U) << "a thread that waits for itself";
}

TEST(Hazards, OrdersThatContradictEachOtherAreSeenAtDifferentTimes)
{
    HazardWatch watch;
    ProgramReading reading;
    reading.locks = {mutex(1, 10), mutex(2), mutex(3)};
    reading.threads = {thread(10, 2)}; // holds 1, wants 2
    watch.look(reading);
    reading.locks = {mutex(1), mutex(2, 11), mutex(3)};
    reading.threads = {thread(11, 3)}; // holds 2, wants 3
    watch.look(reading);
    EXPECT_TRUE(watch.found().empty());
    reading.locks = {mutex(1), mutex(2), mutex(3, 12)};
    reading.threads = {thread(12, 1)}; // holds 3, wants 1
    watch.look(reading);
    watch.look(reading);
    ASSERT_EQ(watch.found().size(), 1U) << "each once";
    EXPECT_EQ(watch.found()[0].kind, "lock-order");
    EXPECT_EQ(watch.found()[0].locks.size(), 3U);
    EXPECT_NE(watch.found()[0].text.find("potential"), std::string::npos);
}

TEST(Hazards, AHolderThatSleepsIsSeenWhenItDoesSoRepeatedly)
{
    HazardWatch watch;
    ProgramReading reading;
    reading.locks = {mutex(1, 10)};
    reading.locks[0].waiters = 1;
    reading.threads = {thread(10), thread(11, 1, 10)};
    reading.threads[0].asleepNow = true;
    watch.look(reading);
    EXPECT_TRUE(watch.found().empty()) << "once may be chance";
    for (int i = 0; i < 4; ++i)
        watch.look(reading);
    ASSERT_EQ(watch.found().size(), 1U);
    EXPECT_EQ(watch.found()[0].kind, "holder-asleep");
}

TEST(Hazards, AHolderThatWasAsleepByChanceIsNone)
{
    HazardWatch watch;
    ProgramReading reading;
    reading.locks = {mutex(1, 10)};
    reading.locks[0].waiters = 1;
    reading.threads = {thread(10), thread(11, 1, 10)};
    for (int i = 1; i <= 2000; ++i) { // it released the lock while it was looked at
        reading.threads[0].asleepNow = i % 40 == 0;
        watch.look(reading);
    }
    EXPECT_TRUE(watch.found().empty());
}

TEST(Gates, AreWhereThreadsWaitForWorkAndNobodyHolds)
{
    LockReading lock = mutex(1);
    lock.counts.contended = lock.counts.acquisitions = 10;
    lock.counts.waitNs = 8'000'000'000;
    EXPECT_TRUE(isGate(lock, seconds(10)));
    lock.counts.causedNs = 7'000'000'000; // somebody held it all the while
    EXPECT_FALSE(isGate(lock, seconds(10)));
    lock.counts.causedNs = 0;
    lock.ownerTid = 5;
    EXPECT_FALSE(isGate(lock, seconds(10)));
    lock.ownerTid = 0;
    lock.counts.acquisitions = 100'000;
    EXPECT_FALSE(isGate(lock, seconds(10))) << "taken often";
}

ProgramReading busyReading(std::uint64_t waitNs)
{
    ProgramReading reading;
    reading.elapsed = seconds(10);
    reading.locks = {mutex(1)};
    reading.locks[0].counts.acquisitions = 1'000'000;
    reading.locks[0].counts.contended = 100'000;
    reading.locks[0].counts.waitNs = waitNs;
    reading.locks[0].site.function = "evict";
    reading.locks[0].site.file = "src/cache.c";
    reading.locks[0].site.line = 88;
    for (std::uint32_t tid = 1; tid <= 4; ++tid) {
        reading.threads.push_back(thread(tid));
        reading.threads.back().times = {10'000'000'000, waitNs / 4, 0, 5'000'000'000, 0, true};
    }
    reading.threadsEver = 4;
    reading.threadNs = 40'000'000'000;
    return reading;
}

TEST(Verdicts, SayWhatTheTimeGoesIntoAndAreSilentBelowATwentieth)
{
    const std::optional<std::string> sentence = verdict(busyReading(20'000'000'000), {});
    ASSERT_TRUE(sentence);
    EXPECT_NE(sentence->find("50 %"), std::string::npos) << *sentence;
    EXPECT_NE(sentence->find("evict (cache.c:88)"), std::string::npos) << *sentence;
    EXPECT_FALSE(verdict(busyReading(1'900'000'000), {}));
    EXPECT_FALSE(verdict(ProgramReading{}, {}));
    ProgramReading pool = busyReading(20'000'000'000);
    pool.threads.push_back(thread(9)); // it waits for work all the time
    pool.threads.back().times = {10'000'000'000, 0, 10'000'000'000, 0, 0, true};
    pool.threadsEver = 5;
    pool.threadNs = 50'000'000'000;
    const std::optional<std::string> without = verdict(pool, {});
    ASSERT_TRUE(without);
    EXPECT_NE(without->find("50 %"), std::string::npos) << *without;
    EXPECT_NE(without->find("left out"), std::string::npos) << *without;
}

TEST(Verdicts, CountTheTimeOfThreadsThatWereNeverSeen)
{
    ProgramReading churn = busyReading(20'000'000'000);
    churn.threads.clear(); // a thousand, each over between two looks
    churn.threadsEver = 1000;
    churn.threadNs = 200'000'000'000;
    const std::optional<std::string> sentence = verdict(churn, {});
    ASSERT_TRUE(sentence);
    EXPECT_NE(sentence->find("10 % of the time of 1000 threads"), std::string::npos) << *sentence;
}

TEST(Verdicts, OfASemaphoreBlameNobody)
{
    ProgramReading reading = busyReading(20'000'000'000);
    reading.locks[0].counts.name.kind = LockKind::Semaphore;
    EXPECT_FALSE(verdict(reading, {}));
}

TEST(BlockedCalls, AreReadAsTheKernelWritesThem)
{
    const auto call =
        parseBlockedCall("202 0x55d0e3a8 0x80 0x2 0x0 0x0 0x7f12 0x7ffc1110 0x7f1234567890\n");
    ASSERT_TRUE(call);
    EXPECT_EQ(call->stackPointer, 0x7ffc1110U);
    EXPECT_EQ(call->instruction, 0x7f1234567890U);
    const auto wait = futexWaitOf(*call);
    ASSERT_TRUE(wait);
    EXPECT_EQ(wait->address, 0x55d0e3a8U);
    EXPECT_TRUE(wait->likeMutex);
    EXPECT_FALSE(parseBlockedCall("running\n"));
    const auto outside = parseBlockedCall("-1 0x7ffc1110 0x7f1234567890\n");
    ASSERT_TRUE(outside);
    EXPECT_FALSE(futexWaitOf(*outside));
    for (const char* const broken :
         {"", "202", "202 0x1 0x2", "x", "202 0x1 0x2 0x3 0x4 0x5 0x6 0x7 zz"})
        EXPECT_FALSE(parseBlockedCall(broken)) << broken;
    const auto reading = parseBlockedCall("0 0x3 0x7f 0x10 0x0 0x0 0x0 0x7ffc1110 0x7f12\n");
    ASSERT_TRUE(reading);
    EXPECT_FALSE(futexWaitOf(*reading)) << "a read";
}

TEST(BlockedCalls, AreOfTheKindThatTheFunctionsSay)
{
    const auto kind = [](const char* function, bool likeMutex = false) {
        Frame frame;
        frame.function = function;
        return kindOfWait({1, likeMutex}, std::vector<Frame>{Frame{}, frame});
    };
    EXPECT_EQ(kind("pthread_cond_wait@@GLIBC_2.3.2"), LockKind::Condition);
    EXPECT_EQ(kind("__GI___pthread_rwlock_wrlock"), LockKind::Write);
    EXPECT_EQ(kind("___pthread_mutex_lock"), LockKind::Mutex);
    EXPECT_EQ(kind("__new_sem_wait_slow64"), LockKind::Semaphore);
    EXPECT_EQ(kind("__pthread_clockjoin_ex"), std::nullopt);
    EXPECT_EQ(kind("runtime.futex"), LockKind::Futex);
    EXPECT_EQ(kind("unknown", true), LockKind::Mutex);
}

} // namespace
} // namespace lockscope::program
