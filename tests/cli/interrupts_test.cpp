// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/recording.h"
#include "tests/support/cli_commands.h"

#include <nlohmann/json.hpp>

namespace lockscope {
namespace {

using Json = nlohmann::json;
using test::cliCommands;
using test::Outcome;

/// Starts it, sends the signal as soon as it takes one, and waits for its end, however long it
/// would have gone on.
Outcome interrupted(const std::string& arguments, const std::string& signal)
{
    // SIGTERM is the bit 0x4000 of the signals that a process catches.
    return test::shell("cd " + cliCommands().folder().path().string() + "; " LOCKSCOPE_CLI " "
                       + arguments
                       + " & p=$!; until grep -Eq '^SigCgt:.*[4-7c-f][0-9a-f]{3}$' "
                         "/proc/$p/status; do sleep 0.01; done; kill -"
                       + signal + " $p; wait $p");
}

std::vector<std::string> filesThere()
{
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(cliCommands().folder().path()))
        names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
}

/// With a pipe that nobody writes to and that has no end.
class CliInterrupts : public testing::Test
{
protected:
    void SetUp() override
    {
        ASSERT_EQ(
            test::shell("cd " + cliCommands().folder().path().string() + "; mkfifo never").code, 0);
    }
    void TearDown() override { std::filesystem::remove(cliCommands().folder() / "never"); }
};

TEST_F(CliInterrupts, WhatReadsEndsAtOnceWithOneSentenceAndLeavesNothing)
{
    const auto before = filesThere();
    for (const char* arguments : {"fit - --json out.json <>never",
                                  "replay - --json out.json <>never",
                                  "export - --format csv --output out.csv <>never",
                                  "diff - run.lockscope --json out.json <>never"})
        for (const char* signal : {"INT", "TERM", "HUP"}) {
            const Outcome ended = interrupted(arguments, signal);
            EXPECT_EQ(ended.code, 1) << arguments << signal;
            EXPECT_EQ(
                ended.err,
                "lockscope-cli: interrupted before it was done; no unfinished file was left\n")
                << arguments;
            EXPECT_EQ(filesThere(), before) << arguments;
        }
}

TEST_F(CliInterrupts, ASimulationHearsItWithinAPoint)
{
    for (const char* signal : {"INT", "TERM"}) {
        const Outcome ended =
            interrupted("simulate --cpus 64 --calls 1000000000 --json out.json", signal);
        EXPECT_EQ(ended.code, 1) << signal;
        EXPECT_EQ(test::lineCount(ended.err), 1U) << ended.err;
        EXPECT_NE(ended.err.find("interrupted"), std::string::npos) << ended.err;
        EXPECT_FALSE(std::filesystem::exists(cliCommands().folder() / "out.json"));
    }
}

TEST_F(CliInterrupts, ARunThatMeasuredNothingSaysSoAndOneThatDidReportsIt)
{
    const auto file = cliCommands().folder() / "out.json";
    for (int round = 0; round < 5; ++round) {
        std::filesystem::remove(file);
        const Outcome cut = interrupted("run --seconds 86400 --json out.json", "INT");
        if (cut.code == 0) {
            const Json json = Json::parse(test::contentOf(file));
            EXPECT_GT(json.at("calls"), 0);
            EXPECT_EQ(json.at("complete"), false);
            continue;
        }
        EXPECT_EQ(cut.code, 1);
        EXPECT_EQ(cut.out, "");
        EXPECT_EQ(test::lineCount(cut.err), 1U) << cut.err;
        EXPECT_NE(cut.err.find("interrupted before"), std::string::npos) << cut.err;
        EXPECT_FALSE(std::filesystem::exists(file));
    }
}

TEST_F(CliInterrupts, WhatNeedsAllItsRunsLeavesNothingAndSaysSo)
{
    const auto before = filesThere();
    for (const char* arguments : {"published --tasks 1000000000 --json out.json",
                                  "compare --guards none --seconds 3600 --json out.json",
                                  "sweep --guards none --cpus 1 --seconds 3600 --json out.json",
                                  "host --calibrate out.json --force"})
        for (const char* signal : {"INT", "TERM"}) {
            const Outcome ended = interrupted(arguments, signal);
            EXPECT_EQ(ended.code, 1) << arguments << signal << ended.out;
            EXPECT_EQ(test::lineCount(ended.err), 1U) << arguments << ended.err;
            EXPECT_NE(ended.err.find("interrupted before"), std::string::npos)
                << arguments << ended.err;
            EXPECT_EQ(filesThere(), before) << arguments;
        }
    const Outcome merge = interrupted("merge sweep.json - --json out.json <>never", "TERM");
    EXPECT_EQ(merge.code, 1);
    EXPECT_EQ(merge.err,
              "lockscope-cli: interrupted before it was done; no unfinished file was left\n");
    EXPECT_EQ(filesThere(), before);
}

TEST_F(CliInterrupts, AComparisonKeepsTheWorkerCountsThatAreDone)
{
    // A round takes 2.5 s, so this comes within the second one, that of two workers; on a machine
    // that was busy within the first, of which nothing is left then.
    const Outcome cut =
        test::shell("cd " + cliCommands().folder().path().string()
                    + "; rm -f out.json; " LOCKSCOPE_CLI
                      " compare --guards none,futex --worker-counts 1,2 --repeats 1 "
                      "--seconds 1 --json out.json & p=$!; sleep 3.7; kill -INT $p; wait $p");
    if (cut.code == 0) {
        const Json json = Json::parse(test::contentOf(cliCommands().folder() / "out.json"));
        EXPECT_EQ(json.at("complete"), false);
        ASSERT_EQ(json.at("guards").size(), 2U);
        for (const Json& guard : json.at("guards")) {
            EXPECT_EQ(guard.at("workers"), 1) << "what has no round is not there";
            EXPECT_EQ(guard.at("rounds"), 1);
        }
    } else {
        EXPECT_NE(cut.err.find("interrupted before the first round"), std::string::npos) << cut.err;
    }
}

TEST_F(CliInterrupts, ARecordingThatIsCutAtOnceLeavesTheOldOneOrIsWhole)
{
    for (int round = 0; round < 5; ++round) {
        const std::string before = cliCommands().content("other.lockscope");
        const Outcome cut = interrupted("record other.lockscope --force --seconds 86400", "INT");
        if (cut.code == 1)
            EXPECT_EQ(cliCommands().content("other.lockscope"), before) << cut.err;
        else
            EXPECT_EQ(cut.code, 0);
        const auto recording =
            recording::Recording::open(cliCommands().folder() / "other.lockscope");
        EXPECT_TRUE(recording->isComplete());
        EXPECT_GT(recording->size(), 0U);
    }
}

TEST_F(CliInterrupts, EndlessBytesOnControlStarveNeitherTheRunNorItsEnd)
{
    // The run goes on beside them: snapshots come, and the first SIGTERM is heard.
    const std::string fill = "mkfifo flood; yes nonsense >flood 2>/dev/null & ";
    const Outcome flooded =
        test::shell("cd " + cliCommands().folder().path().string() + "; " + fill + LOCKSCOPE_CLI
                    + " record flood.lockscope --control --rate 60 <flood & p=$!; until [ $(stat "
                      "-c %s flood.lockscope "
                      "2>/dev/null || echo 0) -gt 20000 ]; do sleep 0.01; done; kill -TERM $p; "
                      "wait $p; c=$?; rm flood; exit $c");
    EXPECT_EQ(flooded.code, 0) << flooded.err;
    const auto recording = recording::Recording::open(cliCommands().folder() / "flood.lockscope");
    EXPECT_TRUE(recording->isComplete());
    EXPECT_GT(recording->size(), 0U);
    EXPECT_LE(recording->notes().size(), 1001U) << "a recording does not grow with what is sent";
}

TEST_F(CliInterrupts, ALastControlLineWithoutItsEndIsCarriedOut)
{
    const Outcome record =
        cliCommands().in("record last.lockscope --control", "printf '{\"ping\": 17}' | ");
    ASSERT_EQ(record.code, 0) << record.err;
    const auto recording = recording::Recording::open(cliCommands().folder() / "last.lockscope");
    ASSERT_EQ(recording->notes().size(), 1U);
    EXPECT_EQ(recording->notes().front().id, 17U);
}

} // namespace
} // namespace lockscope
