// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/micro_costs.h"

#include "core/measure/clock.h"
#include "core/measure/thread_pair.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>
#include <vector>

#include <linux/futex.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace lockscope::simulation {

namespace {

using measure::SteadyClock;

constexpr int kRuns = 11;

struct alignas(128) Word
{
    std::atomic<std::uint32_t> value{0};
};

long futex(Word& word, int operation, std::uint32_t value)
{
    return syscall(SYS_futex, &word.value, operation, value, nullptr, nullptr, 0);
}

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

double nsSince(SteadyClock::time_point begin)
{
    return std::chrono::duration<double, std::nano>(SteadyClock::now() - begin).count();
}

/// Each operation's time, the median of runs of so many.
template<class Operation>
double timeEach(int times, const Operation& operation)
{
    std::vector<double> runs;
    for (int run = 0; run < kRuns; ++run) {
        const auto begin = SteadyClock::now();
        for (int i = 0; i < times; ++i)
            operation();
        runs.push_back(nsSince(begin) / times);
    }
    return median(runs);
}

/// Two threads bound to CPUs that do the same work together, timed from when both have begun until
/// both are done; none when one could not be bound. `work` is called with 0 and 1.
template<class Work>
std::optional<double> timeTogether(int firstCpu, int secondCpu, const Work& work)
{
    std::atomic<int> ready{0};
    std::atomic<bool> refused{false};
    const auto take = [&](int cpu, int index) {
        if (!measure::bindTo(cpu))
            refused = true;
        ++ready;
        while (ready < 2)
            std::this_thread::yield();
        if (!refused)
            work(index);
    };
    std::jthread other([&] { take(secondCpu, 1); });
    double took = 0;
    std::jthread timing = measure::startSecond(refused, ready, [&] {
        while (ready < 1) // the other is about to begin
            std::this_thread::yield();
        const auto begin = SteadyClock::now();
        take(firstCpu, 0);
        other.join();
        took = nsSince(begin);
    });
    timing.join();
    return refused ? std::nullopt : std::optional(took);
}

} // namespace

double measureLocalOperation()
{
    Word word;
    constexpr int kTimes = 100'000;
    // Relaxed: the time of the exchange alone is wanted.
    return timeEach(kTimes, [&word] { word.value.exchange(1, std::memory_order_relaxed); });
}

std::optional<double> measureContendedOperation(int firstCpu, int secondCpu)
{
    constexpr int kTimes = 100'000;
    std::vector<double> runs;
    for (int run = 0; run < kRuns; ++run) {
        Word word;
        const auto took = timeTogether(firstCpu, secondCpu, [&word](int) {
            for (int i = 0; i < kTimes; ++i)
                word.value.fetch_add(1, std::memory_order_relaxed); // the time alone is wanted
        });
        if (!took)
            return std::nullopt;
        runs.push_back(*took / (2.0 * kTimes));
    }
    return median(runs);
}

FutexCosts measureFutex()
{
    constexpr int kTimes = 5000;
    Word word;
    FutexCosts costs;
    costs.wakeNobody = timeEach(kTimes, [&word] { futex(word, FUTEX_WAKE_PRIVATE, 1); });
    costs.waitRefused = timeEach(kTimes, [&word] { futex(word, FUTEX_WAIT_PRIVATE, 1); });

    // A sleeper says when it runs again; the waker waits until it is surely asleep.
    constexpr int kWakeUps = 200;
    constexpr std::chrono::microseconds kAsleep{100};
    std::atomic<std::int64_t> ranAt{0};
    const auto now = [] { return SteadyClock::now().time_since_epoch().count(); };
    std::vector<double>
        calls; // with all their memory before there is a sleeper that waits for the last of them
    std::vector<double> wakeUps;
    calls.reserve(kWakeUps);
    wakeUps.reserve(kWakeUps);
    std::jthread sleeper([&] {
        for (std::uint32_t round = 0; round < kWakeUps; ++round) {
            while (word.value.load(std::memory_order_acquire)
                   == round) // pairs with the waker's store
                futex(word, FUTEX_WAIT_PRIVATE, round);
            ranAt.store(now(), std::memory_order_release); // the waker reads it
        }
    });
    for (std::uint32_t round = 0; round < kWakeUps; ++round) {
        std::this_thread::sleep_for(kAsleep);
        ranAt.store(0, std::memory_order_relaxed); // ordered by the store below
        const auto begin = now();
        word.value.store(round + 1, std::memory_order_release); // pairs with the sleeper's load
        futex(word, FUTEX_WAKE_PRIVATE, 1);
        calls.push_back(static_cast<double>(now() - begin));
        std::int64_t ran = 0;
        while ((ran = ranAt.load(std::memory_order_acquire)) == 0) // pairs with the sleeper's store
            std::this_thread::yield();
        wakeUps.push_back(static_cast<double>(ran - begin));
    }
    costs.wakeOne = median(calls);
    costs.wakeUp = median(wakeUps);
    return costs;
}

std::optional<double> measureThreadSwitch(int cpu)
{
    // The least of many short runs: whoever else uses the CPU only adds to it.
    constexpr int kTimes = 200;
    std::optional<double> least;
    for (int run = 0; run < kRuns * kRuns; ++run) {
        const auto took = timeTogether(cpu, cpu, [](int) {
            for (int i = 0; i < kTimes; ++i)
                sched_yield();
        });
        if (!took)
            return std::nullopt;
        const double each = *took / (2.0 * kTimes);
        least = std::min(each, least.value_or(each));
    }
    return least;
}

std::optional<double> measureTimeSlice(int cpu)
{
    static constexpr std::chrono::milliseconds kLength{300};
    std::array<long, 2> taken{}; // how often each lost the CPU
    const auto took = timeTogether(cpu, cpu, [&taken](int index) {
        const auto begin = SteadyClock::now();
        while (SteadyClock::now() - begin < kLength) {
        }
        rusage usage{};
        if (getrusage(RUSAGE_THREAD, &usage) == 0)
            taken[static_cast<std::size_t>(index)] = usage.ru_nivcsw;
    });
    const long times = taken[0] + taken[1];
    if (!took || times == 0)
        return std::nullopt;
    return *took / static_cast<double>(times);
}

} // namespace lockscope::simulation
