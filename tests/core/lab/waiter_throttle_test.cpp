// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/waiter_throttle.h"
#include "tests/core/lab/short_run.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <deque>
#include <thread>
#include <vector>

#include <unistd.h>

namespace lockscope::lab {
namespace {

using namespace std::chrono_literals;

/// What a lock that is spun for makes callers do, without yielding. The sleep is none to speak of:
/// ThreadSanitizer delivers signals where a thread enters the C library.
void spinOnce()
{
    timespec none{};
    nanosleep(&none, nullptr);
}

/// A worker that counts until it is told to end, in a place of its own.
class Counting
{
public:
    Counting()
        : m_thread([this] {
            slot.tid = static_cast<std::int32_t>(gettid());
            const WorkerSuspender::Here here(place);
            while (!m_done) {
                ++m_count;
                spinOnce();
            }
        })
    {
        EXPECT_TRUE(counts());
    }

    Counting(const Counting&) = delete;
    Counting& operator=(const Counting&) = delete;

    ~Counting()
    {
        place.resume();
        m_done = true;
        m_thread.join();
    }

    /// Whether it goes on.
    bool counts()
    {
        return eventually([this, from = m_count.load()] { return m_count > from + 10; });
    }

    /// Whether it comes to stand.
    bool stands()
    {
        return eventually([this] {
            const std::uint64_t before = m_count;
            std::this_thread::sleep_for(20ms);
            return m_count == before;
        });
    }

    measure::ThreadSlot slot;
    WorkerSuspender place{slot};

private:
    std::atomic<std::uint64_t> m_count{0};
    std::atomic<bool> m_done{false};
    std::thread m_thread;
};

TEST(WorkerSuspender, HoldsWhoIsAtTheGuardUntilItIsLetGo)
{
    Counting worker;
    worker.slot.phase = measure::Phase::Guard;
    worker.place.suspend();
    EXPECT_TRUE(worker.stands());
    worker.place.resume();
    EXPECT_TRUE(worker.counts());
}

TEST(WorkerSuspender, HoldsNobodyElsewhereWhoMayHaveALockOfTheProgram)
{
    using measure::Phase;
    Counting worker;
    for (const Phase phase : {Phase::Native, Phase::Callback, Phase::Idle}) {
        worker.slot.phase = phase;
        worker.place.suspend();
        EXPECT_TRUE(worker.counts());
        worker.place.resume();
    }
}

/// Callers in a line, each of whom gets through when its turn comes and not before.
class Line
{
public:
    /// `since(k)`: when the k-th in the line says that it began to wait.
    template<class Since>
    Line(int callers, const Since& since)
        : m_slots(static_cast<std::size_t>(callers))
    {
        for (measure::ThreadSlot& slot : m_slots)
            m_places.emplace_back(slot);
        for (int k = 0; k < callers; ++k)
            m_threads.emplace_back(
                [this, k, from = static_cast<std::uint64_t>(since(k))] { call(k, from); });
        EXPECT_TRUE(eventually([&] { return m_waiting == callers; }));
    }

    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    ~Line()
    {
        for (WorkerSuspender& place : m_places)
            place.resume();
        if (m_turn < 0)
            m_turn = 0;
        for (std::thread& thread : m_threads)
            thread.join();
    }

    /// Looks so often, opens what is before the first of them, and looks until all are through;
    /// whether they are.
    bool drains(int cpus, int looksBefore = 1)
    {
        WaiterThrottle drain(m_places, cpus);
        for (int i = 0; i < looksBefore; ++i)
            drain.look();
        m_turn = 0;
        return eventually([&] {
            drain.look();
            std::this_thread::sleep_for(WaiterThrottle::kPeriod);
            return isThrough();
        });
    }

    /// Likewise without anybody who looks after a first time.
    bool isThroughByItself()
    {
        WaiterThrottle(m_places, 1).look();
        m_turn = 0;
        return eventually([&] { return isThrough(); });
    }

private:
    [[nodiscard]] bool isThrough() const { return m_turn == static_cast<int>(m_slots.size()); }

    void call(int k, std::uint64_t since)
    {
        measure::ThreadSlot& slot = m_slots[static_cast<std::size_t>(k)];
        slot.tid = static_cast<std::int32_t>(gettid());
        const WorkerSuspender::Here here(m_places[static_cast<std::size_t>(k)]);
        slot.phase = measure::Phase::Guard;
        slot.beginWait(since);
        ++m_waiting;
        while (m_turn != k)
            spinOnce();
        slot.endWait(0);
        slot.phase = measure::Phase::Idle;
        ++m_turn;
    }

    std::deque<measure::ThreadSlot> m_slots;
    std::deque<WorkerSuspender> m_places;
    std::atomic<int> m_waiting{0};
    std::atomic<int> m_turn{-1}; ///< whose it is
    std::vector<std::thread> m_threads;
};

constexpr int kCallers = 24;

TEST(WaiterThrottle, LetsALineThrough)
{
    Line line(kCallers, [](int k) { return k + 1; });
    EXPECT_TRUE(line.drains(2));
}

TEST(WaiterThrottle, LetsALineThroughWhoseOrderItTakesForAnother)
{
    Line line(kCallers, [](int k) { return kCallers - k; });
    EXPECT_TRUE(line.drains(1));
}

TEST(WaiterThrottle, LetsThoseThroughWhoseWaitIsNotTimed)
{
    Line line(kCallers, [](int k) { return k % 3 == 0 ? 0 : k; });
    EXPECT_TRUE(line.drains(2));
}

TEST(WaiterThrottle, LetsALineThroughThatStoodStillForLong)
{
    Line line(kCallers, [](int k) { return k + 1; });
    EXPECT_TRUE(
        line.drains(2, 2'000)); // a number that is doubled every 20 looks is none long before
}

TEST(WaiterThrottle, LetsAllGoAtItsEnd)
{
    Line line(kCallers, [](int k) { return k + 1; });
    EXPECT_TRUE(line.isThroughByItself());
}

} // namespace
} // namespace lockscope::lab
