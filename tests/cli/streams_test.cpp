// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/cli_commands.h"

namespace lockscope {
namespace {

using test::cli;
using test::cliCommands;
using test::lineCount;
using test::Outcome;

/// The standard output of a program that is watched is its own; the report goes beside it.
bool printsItself(const std::string& command)
{
    return command != "watch" && command != "worth";
}

/// What people may ask of the program: its help, that of each command, and what each command does.
std::vector<std::string> everything()
{
    std::vector<std::string> all{"--help", "--version"};
    for (const std::string& command : cliCommands().all()) {
        all.push_back(command + " --help");
        if (printsItself(command))
            all.push_back(cliCommands().quick(command));
    }
    return all;
}

TEST(CliStreams, AStandardOutputThatIsLostIsOneSentenceAndCodeOne)
{
    for (const std::string& arguments : everything()) {
        ASSERT_EQ(cliCommands().in(arguments).code, 0) << arguments;
        for (const auto& [where, reason] :
             {std::pair{" >/dev/full", "No space left on device"}, {" >&-", "Bad file descriptor"}})
        {
            const Outcome lost = cliCommands().in(arguments + where);
            EXPECT_EQ(lost.code, 1) << arguments << where;
            EXPECT_EQ(lost.err,
                      std::string("lockscope-cli: standard output could not be written: ") + reason
                          + "\n")
                << arguments << where;
        }
    }
}

TEST(CliStreams, WhatGoesToAFileIsThereAllTheSame)
{
    const Outcome lost = cliCommands().in("fit table.csv --json fit.json >/dev/full");
    EXPECT_EQ(lost.code, 1);
    EXPECT_EQ(cliCommands().content("fit.json").back(), '\n');
    EXPECT_NE(cliCommands().content("fit.json").find("\"alpha\""), std::string::npos);
}

TEST(CliStreams, JsonThatIsLostIsOneSentenceAndCodeOne)
{
    for (const std::string& command : cliCommands().all())
        for (const char* where : {" --json - >/dev/full", " --json - >&-", " --json /dev/full"}) {
            const Outcome lost = cliCommands().in(cliCommands().quick(command) + where);
            EXPECT_EQ(lost.code, 1) << command << where;
            EXPECT_NE(lost.err.find("could not be written"), std::string::npos)
                << command << where << lost.err;
            if (printsItself(command)) {
                EXPECT_EQ(lineCount(lost.err), 1U) << command << where << lost.err;
            }
        }
}

TEST(CliStreams, AReaderThatLeavesIsOneSentenceAndCodeOne)
{
    const Outcome left =
        test::shell("bash -c '(sleep 0.1; " LOCKSCOPE_CLI " guards; echo code $? >&2) | true'");
    EXPECT_EQ(left.err,
              "lockscope-cli: standard output could not be written: Broken pipe\ncode 1\n");
}

TEST(CliStreams, ADeadStandardErrorLeavesTheExitCode)
{
    for (const std::string& command : cliCommands().all())
        for (const char* dead : {" 2>/dev/full", " 2>&-"}) {
            EXPECT_EQ(cliCommands().in(command + " --no-such-flag" + dead).code, 2)
                << command << dead;
            EXPECT_EQ(cliCommands().in(cliCommands().quick(command) + dead).code, 0)
                << command << dead;
            if (printsItself(command)) {
                EXPECT_EQ(
                    cliCommands().in(cliCommands().quick(command) + " >/dev/full" + dead).code, 1)
                    << command << dead;
            }
        }
    // A pipe whose reader has gone.
    EXPECT_EQ(test::shell("bash -c 'exec 3>&1; { sleep 0.1; " LOCKSCOPE_CLI
                          " run --no-such-flag 2>&1 >/dev/null; echo $? >&3; } | true'")
                  .out,
              "2\n");
}

TEST(CliStreams, ClosedOnesAreNoFilesOfOurs)
{
    // The first file that is opened would get the number of what is closed, and what is printed
    // would land in it.
    const Outcome record =
        cliCommands().in("record closed.lockscope --tasks 1000 --force <&- >&- 2>&-");
    EXPECT_EQ(record.code, 1) << "what was to be said is lost";
    const Outcome replay = cliCommands().in("replay closed.lockscope --json -");
    EXPECT_EQ(replay.code, 0) << replay.err;
    EXPECT_NE(replay.out.find("\"complete\": true"), std::string::npos);
    const Outcome unread = cliCommands().in("replay - <&-");
    EXPECT_EQ(unread.code, 2);
    EXPECT_NE(unread.err.find("standard input"), std::string::npos) << unread.err;
}

} // namespace
} // namespace lockscope
