// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/kernel_times.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <future>
#include <mutex>
#include <thread>

#include <sys/resource.h>
#include <unistd.h>

namespace lockscope::measure {
namespace {

/// A thread that tells its id and then works or sleeps until it is let go.
class Subject
{
public:
    explicit Subject(bool works)
    {
        std::promise<int> tid;
        auto told = tid.get_future();
        m_thread = std::jthread([&tid, works](const std::stop_token& stop) {
            tid.set_value(static_cast<int>(gettid()));
            std::mutex mutex;
            std::condition_variable_any never;
            std::unique_lock hold(mutex);
            if (!works)
                never.wait(hold, stop, [] { return false; });
            while (!stop.stop_requested()) {
            }
        });
        m_tid = told.get();
    }

    [[nodiscard]] int tid() const { return m_tid; }

private:
    int m_tid = 0;
    std::jthread m_thread;
};

/// Reads until the thread has been on a CPU for so long since the first reading.
KernelTimes afterRunning(const KernelTimesReader& reader, std::uint64_t runNs)
{
    const auto first = reader.read();
    KernelTimes now = first;
    while (*now.runNs - *first.runNs < runNs) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        now = reader.read();
    }
    return now;
}

TEST(KernelTimes, AWorkingThreadsTimeOnACpuGrowsButNeverFasterThanTheClock)
{
    const Subject subject(true);
    const KernelTimesReader reader(subject.tid());
    const auto first = reader.read();
    ASSERT_TRUE(first.runNs && first.state && first.cpu);
    const auto last = afterRunning(reader, 20'000'000);
    EXPECT_EQ(*last.state, 'R');
    EXPECT_LE(*last.runNs - *first.runNs,
              static_cast<std::uint64_t>((reader.read().at - first.at).count()));
}

TEST(KernelTimes, ASleepingThreadIsSaidToSleepAndUsesNoCpu)
{
    const Subject subject(false);
    const KernelTimesReader reader(subject.tid());
    while (reader.read().state != 'S')
        std::this_thread::yield();
    const auto first = reader.read();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    const auto last = reader.read();
    EXPECT_EQ(first.runNs, last.runNs);
    EXPECT_EQ(*last.state, 'S');
}

TEST(KernelTimes, SwitchesAreReadFromTheStatusFile)
{
    const Subject subject(false);
    const KernelTimesReader reader(subject.tid());
    while (reader.read().state != 'S')
        std::this_thread::yield();
    const auto switches = reader.readSwitches();
    ASSERT_TRUE(switches.voluntary && switches.involuntary);
    EXPECT_GE(*switches.voluntary, 1U) << "it went to sleep of its own will";
}

TEST(KernelTimes, WhatCannotBeReadIsUnknown)
{
    constexpr int kNoThread = 4'194'304; // the kernel's limit of ids, never given out
    const KernelTimesReader reader(kNoThread);
    const auto times = reader.read();
    EXPECT_FALSE(times.runNs);
    EXPECT_FALSE(times.waitNs);
    EXPECT_FALSE(times.state);
    EXPECT_FALSE(times.cpu);
    EXPECT_FALSE(reader.readSwitches().voluntary);
    EXPECT_FALSE(reader.readSwitches().involuntary);
}

std::size_t openFiles()
{
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {}));
}

TEST(KernelTimes, WithFewFilesToOpenReadsAllThreadsAndKeepsNoneOpen)
{
    if (!schedstatAvailable())
        GTEST_SKIP() << "this kernel gives no per-thread times";
    rlimit limit{};
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
    const rlimit before = limit;
    limit.rlim_cur = openFiles() + 4;
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
    const std::size_t open = openFiles();
    std::deque<KernelTimesReader> readers;
    for (int i = 0; i < 64; ++i)
        readers.emplace_back(static_cast<std::int32_t>(gettid()));
    EXPECT_EQ(openFiles(), open);
    for (const KernelTimesReader& reader : readers) {
        const KernelTimes times = reader.read();
        EXPECT_TRUE(times.runNs && times.waitNs && times.state && times.cpu);
        EXPECT_TRUE(reader.readSwitches().voluntary);
    }
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
}

} // namespace
} // namespace lockscope::measure
