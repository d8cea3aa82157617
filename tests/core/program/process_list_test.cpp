// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/process_list.h"
#include "tests/core/program/child_process.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include <sys/prctl.h>
#include <unistd.h>

namespace lockscope::program {
namespace {

const ListedProcess* entryOf(const std::vector<ListedProcess>& list, pid_t pid)
{
    const auto found = std::find_if(
        list.begin(), list.end(), [pid](const ListedProcess& one) { return one.facts.pid == pid; });
    return found == list.end() ? nullptr : &*found;
}

TEST(ProcessList, AChildMayBeWatchedAndThisProgramMayNot)
{
    const test::ChildProcess child({"/bin/sh", "-c", "echo x; read y"});
    char ready = 0;
    child.read(&ready, 1); // what is just being executed may not be looked into
    const auto permission = watchPermission(child.pid());
    EXPECT_TRUE(permission.granted()) << permission.whyNot;
    EXPECT_EQ(watchPermission(getpid()).obstacle, WatchObstacle::Self);
}

TEST(ProcessList, WhatHasEndedIsNotWatchedWhetherItWasWaitedForOrNot)
{
    const pid_t zombie = fork();
    if (zombie == 0)
        _exit(0);
    siginfo_t ended{};
    ASSERT_EQ(waitid(P_PID, static_cast<id_t>(zombie), &ended, WEXITED | WNOWAIT), 0);
    EXPECT_EQ(watchPermission(zombie).obstacle, WatchObstacle::Ended);
    EXPECT_NE(watchPermission(zombie).whyNot.find("has ended"), std::string::npos);
    waitpid(zombie, nullptr, 0);
    EXPECT_EQ(watchPermission(zombie).obstacle, WatchObstacle::Ended);
    EXPECT_NE(watchPermission(zombie).whyNot.find("There is no process"), std::string::npos);
}

/// Runs a check as somebody who is not root, in a process of its own: its exit code is the answer.
template<class Check>
int asNobody(Check check)
{
    const pid_t pid = fork();
    if (pid == 0) {
        constexpr uid_t kNobody = 65534;
        if (geteuid() == 0 && (setgid(kNobody) != 0 || setuid(kNobody) != 0))
            _exit(100);
        _exit(check());
    }
    int status = 0;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 101;
}

TEST(ProcessList, AnotherUsersProcessIsToldFromOneThatMayBeWatched)
{
    if (geteuid() != 0)
        GTEST_SKIP() << "only root can have processes of two users";
    const test::ChildProcess roots({"/bin/sleep", "100"});
    const int answer = asNobody([&] {
        const auto permission = watchPermission(roots.pid());
        return permission.obstacle == WatchObstacle::OtherUser ? 1 : 2;
    });
    EXPECT_EQ(answer, 1);
}

TEST(ProcessList, TheShareOfAProcessIsThatBetweenTwoReadings)
{
    const test::ChildProcess busy({"/bin/sh", "-c", "echo x; while :; do :; done"});
    const test::ChildProcess idle({"/bin/sleep", "100"});
    char ready = 0;
    busy.read(&ready, 1);
    ProcessList processes;
    const auto first = processes.read();
    ASSERT_NE(entryOf(first, busy.pid()), nullptr);
    EXPECT_FALSE(entryOf(first, busy.pid())->cpus) << "there is nothing to compare with yet";
    double share = 0;
    while (share <= 0) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        const auto next = processes.read();
        ASSERT_NE(entryOf(next, busy.pid()), nullptr);
        share = entryOf(next, busy.pid())->cpus.value_or(0);
        EXPECT_EQ(entryOf(next, idle.pid())->cpus, 0.0);
        EXPECT_TRUE(entryOf(next, busy.pid())->watch.granted());
        EXPECT_FALSE(entryOf(next, getpid())->watch.granted());
    }
    EXPECT_LE(share, 1.5) << "one thread has one CPU at most, but for the length of a tick";
}

} // namespace
} // namespace lockscope::program
