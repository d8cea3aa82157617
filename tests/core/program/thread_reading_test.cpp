// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/run_check.h"
#include "core/program/thread_facts_reader.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <semaphore>
#include <thread>

#include <sys/resource.h>
#include <unistd.h>

namespace lockscope::program {
namespace {

/// A thread that sleeps, and runs a moment when it is told to.
class Sleeper
{
public:
    Sleeper()
    {
        std::promise<pid_t> tid;
        auto told = tid.get_future();
        m_thread = std::jthread([this, &tid](const std::stop_token& stop) {
            tid.set_value(gettid());
            while (!stop.stop_requested())
                m_wakes.acquire();
        });
        m_tid = told.get();
    }
    ~Sleeper()
    {
        m_thread.request_stop();
        wake();
    }
    Sleeper(const Sleeper&) = delete;
    Sleeper& operator=(const Sleeper&) = delete;

    void wake() { m_wakes.release(); }
    [[nodiscard]] pid_t tid() const { return m_tid; }

private:
    std::counting_semaphore<> m_wakes{0};
    pid_t m_tid = 0;
    std::jthread m_thread;
};

/// For a test's time few files may be opened.
class FewFiles
{
public:
    FewFiles()
    {
        getrlimit(RLIMIT_NOFILE, &m_before);
        constexpr rlim_t kFew = 60;
        const rlimit few{kFew, m_before.rlim_max};
        setrlimit(RLIMIT_NOFILE, &few);
    }
    ~FewFiles() { setrlimit(RLIMIT_NOFILE, &m_before); }
    FewFiles(const FewFiles&) = delete;
    FewFiles& operator=(const FewFiles&) = delete;

private:
    rlimit m_before{};
};

void sleepUntilAsleep(RunCheck& check)
{
    while (check.mayHaveRun())
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

} // namespace

TEST(RunCheck, KnowsOneThatSleepsFromOneThatRan)
{
    Sleeper sleeper;
    RunCheck check(getpid(), sleeper.tid());
    EXPECT_TRUE(check.mayHaveRun()) << "nothing is known yet";
    for (int i = 0; i < 20; ++i) {
        sleepUntilAsleep(check);
        sleeper.wake();
        while (!check.mayHaveRun())
            std::this_thread::yield();
    }
}

TEST(RunCheck, NeverSaysOfARunningOneThatItSleeps)
{
    std::atomic<pid_t> tid = 0;
    const std::jthread thread([&tid](const std::stop_token& stop) {
        tid = gettid();
        while (!stop.stop_requested())
            std::this_thread::sleep_for(std::chrono::microseconds(50));
    });
    while (tid == 0)
        std::this_thread::yield();
    RunCheck check(getpid(), tid);
    int still = 0;
    for (int i = 0; i < 50; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(4));
        still += check.mayHaveRun() ? 0 : 1;
    }
    EXPECT_LT(still, 45) << "it got no CPU in so many of 50 times 4 ms?";
}

TEST(RunCheck, SaysNothingWhereFewFilesMayBeOpened)
{
    const Sleeper sleeper;
    const FewFiles few;
    RunCheck check(getpid(), sleeper.tid());
    for (int i = 0; i < 20; ++i)
        EXPECT_TRUE(check.mayHaveRun());
}

TEST(ThreadFactsReader, ReadsWhatIsReadAtOnce)
{
    Sleeper sleeper;
    const auto comesToTheSame = [&sleeper] { // in the end: it may still be on its way to sleep
        ThreadFactsReader reader(getpid(), sleeper.tid());
        for (int i = 0; i < 5000; ++i) {
            const std::optional<ThreadFacts> facts = reader.read(std::chrono::steady_clock::now());
            const std::optional<ThreadFacts> once = threadFactsOf(getpid(), sleeper.tid());
            if (facts && once && reader.state() == 'S' && facts->name == once->name
                && facts->startTicks == once->startTicks && facts->cpuNs == once->cpuNs
                && facts->waitNs == once->waitNs && facts->cpuNs > 0U)
                return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return false;
    };
    EXPECT_TRUE(comesToTheSame());
    sleeper.wake();
    const FewFiles few;
    EXPECT_TRUE(comesToTheSame());
}

TEST(ThreadFactsReader, KnowsTheEnd)
{
    std::optional<ThreadFactsReader> reader;
    const auto now = std::chrono::steady_clock::now();
    {
        Sleeper sleeper;
        reader.emplace(getpid(), sleeper.tid());
        while (reader->state() != 'S')
            std::this_thread::yield();
        sleeper.wake();
    }
    while (reader->read(now))
        std::this_thread::yield();
    EXPECT_FALSE(reader->read(now + std::chrono::seconds(2)));
    EXPECT_FALSE(reader->state());
}

} // namespace lockscope::program
