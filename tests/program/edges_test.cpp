// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/program/watched.h"

#include <chrono>

#include <unistd.h>

namespace lockscope::test {

struct Edge
{
    const char* name; ///< as programs/edges.c has it
    std::uint64_t mutexes; ///< acquisitions by the process that was started, with what it executes
};

class WatchEdges : public ::testing::TestWithParam<Edge>
{};

namespace {

/// Of the process that was asked for, whose locks are listed, and of others that left a sum alone.
std::uint64_t allMutexes(const nlohmann::json& json)
{
    std::uint64_t sum = acquisitions(json, "mutex");
    for (const auto& process : json["program"]["processes"])
        sum += process["uncontended"].get<std::uint64_t>();
    return sum;
}

} // namespace

TEST_P(WatchEdges, CountsExactlyAndChangesNothing)
{
    const std::string command =
        watched("edges") + ' ' + GetParam().name + ' ' + LOCKSCOPE_WATCHED + "/edges_loaded.so";
    const Outcome without = shell("timeout 60 " + command);
    const Watched all = watch(command, "timeout 60 ");
    ASSERT_FALSE(all.json.is_discarded());
    EXPECT_EQ(all.json["program"]["exit_code"], 0) << all.printed;
    EXPECT_EQ(all.printed, without.out);
    EXPECT_NE(all.printed.find("good"), std::string::npos);
    EXPECT_EQ(allMutexes(all.json), GetParam().mutexes);
    EXPECT_EQ(all.json["overflowed"], 0);
}

INSTANTIATE_TEST_SUITE_P(Each,
                         WatchEdges,
                         ::testing::Values(Edge{"closefrom", 200},
                                           Edge{"daemon", 300},
                                           Edge{"exit", 100},
                                           Edge{"exec", 200},
                                           Edge{"many", 30'000},
                                           Edge{"reused", 2000},
                                           Edge{"threads", 30'000},
                                           Edge{"mlockall", 200},
                                           Edge{"loads", 200},
                                           Edge{"cancel", 101},
                                           Edge{"errno", 2},
                                           Edge{"interrupt", 102},
                                           Edge{"nest", 20},
                                           Edge{"gate", 42},
                                           Edge{"c11", 102},
                                           Edge{"sandbox", 20'102}),
                         [](const auto& edge) { return std::string(edge.param.name); });

/// What it does as another user is still its own; a child of that user may not write where we are.
TEST(WatchEdgesOfUsers, AnotherUser)
{
    const Watched all = watch(watched("edges") + " user");
    ASSERT_FALSE(all.json.is_discarded());
    EXPECT_NE(all.printed.find("good"), std::string::npos) << all.printed;
    const std::uint64_t child = ::geteuid() == 0 ? 0 : 100;
    EXPECT_EQ(allMutexes(all.json), 200U + child);
}

/// A hold whose end another thread saw is not counted as one that goes on for ever.
TEST(WatchEdgesOfHolds, EndedByAnotherThread)
{
    const Watched all = watch(watched("edges") + " gate");
    ASSERT_FALSE(all.json.is_discarded());
    ASSERT_EQ(all.json["locks"].size(), 1U);
    EXPECT_GT(all.json["locks"][0]["hold_ns"]["samples"], 8);
    EXPECT_LT(all.json["locks"][0]["hold_ns"]["p99"].get<double>(), 250e6);
}

TEST(WatchEdgesOfC11, OncesAndConditions)
{
    const Watched all = watch(watched("edges") + " c11");
    ASSERT_FALSE(all.json.is_discarded());
    EXPECT_EQ(acquisitions(all.json, "once"), 100U);
    ASSERT_EQ(all.json["conditions"].size(), 1U);
    EXPECT_EQ(all.json["conditions"][0]["acquisitions"], 1);
}

/// Numbers of processes mean others in there than here.
TEST(WatchEdgesOfNamespaces, ProcessesOfTheirOwn)
{
    if (shell("unshare -pf --mount-proc true").code != 0) // nor in a changed root
        GTEST_SKIP() << "no namespace of processes may be made here";
    const auto began = std::chrono::steady_clock::now();
    const Watched all =
        watch("unshare -pf --mount-proc " + watched("edges") + " threads", "timeout 60 ");
    ASSERT_FALSE(all.json.is_discarded());
    EXPECT_NE(all.printed.find("good"), std::string::npos) << all.printed;
    EXPECT_EQ(allMutexes(all.json), 30'000U);
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(30)) << "it ends";
}

} // namespace lockscope::test
