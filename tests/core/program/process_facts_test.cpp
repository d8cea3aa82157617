// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/process_facts.h"
#include "tests/core/program/child_process.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <thread>

#include <pthread.h>
#include <unistd.h>

namespace lockscope::program {
namespace {

TEST(ProcessFacts, ANameThatLooksLikeFieldsIsANameAndTheRestIsCounted)
{
    const std::string text =
        "42 (a) R 1 (b) c) S 7 42 42 0 -1 4194304 100 0 0 0 11 22 0 0 20 0 3 0 5000 "
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 6 0 0\n";
    const auto fields = parseStat(text);
    ASSERT_TRUE(fields);
    EXPECT_EQ(fields->name, "a) R 1 (b) c");
    EXPECT_EQ(fields->state, 'S');
    EXPECT_EQ(fields->parent, 7);
    EXPECT_EQ(fields->userTicks, 11U);
    EXPECT_EQ(fields->systemTicks, 22U);
    EXPECT_EQ(fields->threads, 3U);
    EXPECT_EQ(fields->startTicks, 5000U);
    EXPECT_EQ(fields->lastCpu, 6);
    for (std::size_t cut = 0; cut < text.find(" 5000"); ++cut)
        EXPECT_FALSE(parseStat(text.substr(0, cut))) << cut;
    EXPECT_FALSE(parseStat(") ("));
}

TEST(ProcessFacts, AChildIsDescribedAsItWasStarted)
{
    const std::vector<std::string> command = {"/bin/sh", "-c", "echo x; read y"};
    const test::ChildProcess child(command);
    char ready = 0;
    child.read(&ready, 1);
    const auto facts = factsOf(child.pid());
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->parent, getpid());
    EXPECT_EQ(facts->command, command);
    EXPECT_EQ(facts->name, "sh");
    EXPECT_NE(facts->executable.find("/"), std::string::npos);
    EXPECT_EQ(facts->userId, geteuid());
    EXPECT_FALSE(facts->user.empty());
    EXPECT_EQ(facts->threads, 1U);
    EXPECT_FALSE(facts->kernels);
    EXPECT_EQ(facts->startTicks, startTicksOf(child.pid()));
    ASSERT_TRUE(facts->startedAt);
    const auto age = std::chrono::system_clock::now() - *facts->startedAt;
    EXPECT_LT(age, std::chrono::minutes(5));
    EXPECT_GT(age, std::chrono::minutes(-1)) << "btime has whole seconds";
}

TEST(ProcessFacts, WhatHasEndedIsNone)
{
    test::ChildProcess child({"/bin/sleep", "100"});
    const pid_t pid = child.pid();
    child.end();
    EXPECT_FALSE(factsOf(pid));
    EXPECT_FALSE(startTicksOf(pid));
    EXPECT_TRUE(threadsOf(pid).empty());
    EXPECT_TRUE(processTree(pid).empty());
}

TEST(ProcessFacts, ThreadsAreNamedWithTheirTimes)
{
    std::promise<pid_t> tid;
    std::promise<void> done;
    std::thread thread([&] {
        pthread_setname_np(pthread_self(), "a (thread) R");
        tid.set_value(gettid());
        done.get_future().wait();
    });
    const pid_t wanted = tid.get_future().get();
    auto facts = threadFactsOf(getpid(), wanted);
    while (facts && facts->state != 'S')
        facts = threadFactsOf(getpid(), wanted);
    const auto all = threadsOf(getpid());
    done.set_value();
    thread.join();
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->name, "a (thread) R");
    EXPECT_TRUE(facts->cpuNs);
    EXPECT_TRUE(facts->waitNs);
    EXPECT_TRUE(facts->lastCpu);
    EXPECT_GE(facts->startTicks, startTicksOf(getpid()));
    EXPECT_GE(all.size(), 2U);
    EXPECT_TRUE(std::any_of(
        all.begin(), all.end(), [&](const ThreadFacts& one) { return one.tid == wanted; }));
    EXPECT_FALSE(threadFactsOf(getpid(), wanted));
}

TEST(ProcessFacts, TheTreeOfAProcessHasEachBehindItsParent)
{
    const test::ChildProcess child({"/bin/sh", "-c", "sleep 100 & echo x; wait"});
    char ready = 0;
    child.read(&ready, 1);
    const auto tree = processTree(child.pid());
    ASSERT_EQ(tree.size(), 2U);
    EXPECT_EQ(tree[0].pid, child.pid());
    EXPECT_EQ(tree[0].parent, getpid());
    EXPECT_EQ(tree[1].parent, child.pid());
    kill(tree[1].pid, SIGKILL);
}

} // namespace
} // namespace lockscope::program
