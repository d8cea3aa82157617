// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/program/watched.h"

namespace lockscope::test {

/// Starts a program, attaches for so long, ends the program.
nlohmann::json attach(const std::string& program, const std::string& seconds)
{
    const Outcome outcome = shell(program + " >/dev/null 2>&1 & pid=$!; sleep 0.3; "
                                  + std::string(LOCKSCOPE_CLI) + " watch --pid $pid --seconds "
                                  + seconds + " --json -; code=$?; kill -9 $pid; exit $code");
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return nlohmann::json::parse(outcome.out, nullptr, false);
}

TEST(WatchAttached, NamesADeadlock)
{
    const nlohmann::json json = attach(watched("deadlock"), "1");
    ASSERT_FALSE(json.is_discarded());
    EXPECT_EQ(json["program"]["mode"], "attach");
    EXPECT_FALSE(json["exact"]);
    ASSERT_EQ(json["deadlocks"].size(), 1U);
    EXPECT_EQ(json["deadlocks"][0]["threads"].size(), 2U);
    // But for the time that it takes to learn the program's names, in which nobody looks.
    EXPECT_GT(json["critical_path"]["parts"]["circle"], 0.5) << json["critical_path"];
    const std::string verdict = json["verdict"].get<std::string>();
    EXPECT_NE(verdict.find("left_first (deadlock.c:"), std::string::npos) << verdict;
    EXPECT_NE(verdict.find("right_first (deadlock.c:"), std::string::npos) << verdict;
    // What was not counted is unknown, not 0, and costs nothing.
    EXPECT_TRUE(json["probe"]["ns_per_acquisition"].is_null());
    EXPECT_TRUE(json["probe"]["share"].is_null());
    for (const auto& lock : json["locks"]) {
        EXPECT_TRUE(lock["acquisitions"].is_null());
        EXPECT_TRUE(lock["contended"].is_null());
    }
    ASSERT_GE(json["conditions"].size(), 1U);
    EXPECT_EQ(json["conditions"][0]["kind"], "condition");
    EXPECT_EQ(json["conditions"][0]["site"]["function"], "wait_for_work");
}

/// Many threads are looked at some in turn, and each look stands for the time between.
TEST(WatchAttached, AddsUpTheWaitsOfManyThreads)
{
    constexpr double kMore = 200;
    const nlohmann::json json = attach(watched("deadlock") + " 200", "2");
    ASSERT_FALSE(json.is_discarded());
    double waitNs = 0;
    for (const auto& lock : json["locks"])
        waitNs += lock["wait_total_ns"].get<double>();
    // Two for each other, and those; each begins to be counted at its first look.
    const double allNs = (kMore + 2) * 1e9 * json["elapsed_s"].get<double>();
    EXPECT_LE(waitNs, 1.01 * allNs);
    EXPECT_GE(waitNs, 0.9 * allNs);
    EXPECT_EQ(json["deadlocks"].size(), 1U);
}

TEST(WatchLaunched, NamesADeadlockToo)
{
    const Outcome outcome = cli("watch --seconds 0.7 --json - -- " + watched("deadlock")
                                + " 2>/dev/null; pkill -9 -f " + watched("deadlock"));
    const nlohmann::json json = nlohmann::json::parse(outcome.out, nullptr, false);
    ASSERT_FALSE(json.is_discarded());
    ASSERT_EQ(json["deadlocks"].size(), 1U);
    EXPECT_EQ(json["program"]["exit_code"], nullptr) << "it still ran";
    EXPECT_GT(json["probe"]["share"].get<double>(), 0);
    EXPECT_LE(json["probe"]["share"].get<double>(), 1);
    for (const auto& lock : json["locks"]) {
        if (lock["waiters"] != 0) {
            EXPECT_GT(lock["wait_so_far_ns"].get<double>(), 4e8);
        }
    }
}

TEST(WatchAttached, SaysWhyNot)
{
    EXPECT_EQ(cli("watch --pid 4194304").code, 2);
    const Outcome init = cli("watch --pid 2 --seconds 0.1"); // of the kernel, or not there
    EXPECT_EQ(init.code, 2);
    EXPECT_FALSE(init.err.empty());
}

} // namespace lockscope::test
