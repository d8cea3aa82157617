// SPDX-License-Identifier: GPL-3.0-or-later
// What counts a watched program's progress, and what a command may do instead of that.
#include "core/io/bad_input.h"
#include "core/program/line_relay.h"
#include "core/program/number_command.h"
#include "core/program/progress.h"
#include "tests/program/watched.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <fstream>
#include <string>

#include <fcntl.h>
#include <unistd.h>

namespace lockscope::test {

namespace {

using program::NumberCommand;
using program::ProgressChoice;

std::string refusalOf(const std::string& command)
{
    try {
        return std::to_string(NumberCommand(command, 1).read());
    } catch (const io::BadInput& error) {
        return error.what();
    }
}

} // namespace

TEST(Progress, IsChosenByAWord)
{
    EXPECT_EQ(program::progressChoice("lock:7").lock, 7U);
    EXPECT_EQ(program::progressChoice("lock:0x1f").address, 0x1fU);
    const ProgressChoice top = program::progressChoice("lock:top");
    EXPECT_FALSE(top.lock || top.address);
    EXPECT_EQ(program::progressChoice("stdout-lines").kind, ProgressChoice::Kind::StdoutLines);
    EXPECT_EQ(program::progressChoice("command:echo 1").command, "echo 1");
    for (const char* const wrong :
         {"", "lock", "lock:", "lock:0", "lock:-1", "lock:0xzz", "lock:7x", "command:", "lines"})
        EXPECT_THROW((void)program::progressChoice(wrong), io::BadInput) << wrong;
}

TEST(Progress, ACommandPrintsANumberAndKnowsTheProgram)
{
    EXPECT_EQ(NumberCommand("echo ' 12.5 '", 1).read(), 12.5);
    EXPECT_EQ(NumberCommand("echo $LOCKSCOPE_PID", 4711).read(), 4711);
    EXPECT_EQ(NumberCommand("cat; echo 3", 1).read(), 3) << "its input is empty";
    EXPECT_EQ(NumberCommand("echo 3; exec >&-; sleep 100", 1).read(), 3);
}

TEST(Progress, WhatACommandDoesInsteadIsOneSentence)
{
    for (const auto& [command, said] : std::vector<std::pair<std::string, std::string>>{
             {"true", "it printed nothing"},
             {"exit 3", "ended with exit code 3"},
             {"echo abc", "it printed \"abc\""},
             {"echo 1 2", "it printed \"1 2\""},
             {"echo -1", "it printed \"-1\""},
             {"echo nan", "it printed \"nan\""},
             {"echo 1e999", "it printed \"1e999\""},
             {"printf '\\033[2J'", "\\x1b[2J"},
             {"yes", "it printed \"y\\ny"},
             {"no-such-program-at-all", "exit code 127"},
             {"sleep 100 & sleep 100", "not done after 2 s"}})
    {
        const std::string refusal = refusalOf(command);
        EXPECT_NE(refusal.find(said), std::string::npos) << command << ": " << refusal;
        EXPECT_EQ(refusal.find_first_of("\n\x1b"), std::string::npos) << refusal;
        EXPECT_LT(refusal.size(), 300U);
    }
}

TEST(Progress, ANumberThatBecomesSmallerIsRefused)
{
    const TemporaryFolder folder;
    const std::string file = (folder / "number").string();
    program::Progress progress(program::progressChoice("command:cat " + file), 1);
    std::ofstream(file) << 7;
    EXPECT_EQ(progress.count({}), 7);
    std::ofstream(file) << 6;
    EXPECT_THROW((void)progress.count({}), io::BadInput);
}

TEST(Progress, LinesGoOnAsTheyAreAndAreCounted)
{
    const TemporaryFolder folder;
    const std::string file = (folder / "printed").string();
    const int destination = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    ASSERT_GE(destination, 0);
    program::LineRelay relay(destination);
    std::string sent;
    for (int i = 0; i < 20000; ++i)
        sent += "line\r" + std::string(1, static_cast<char>(i)) + (i % 2 == 0 ? "\n" : "\0");
    for (std::size_t at = 0; at < sent.size();) {
        const ssize_t done = ::write(relay.input(), sent.data() + at, sent.size() - at);
        ASSERT_GT(done, 0);
        at += static_cast<std::size_t>(done);
    }
    relay.closeInput();
    ASSERT_TRUE(relay.waitForRest(std::chrono::seconds(20)));
    EXPECT_EQ(relay.lines(),
              static_cast<std::uint64_t>(std::count(sent.begin(), sent.end(), '\n')));
    EXPECT_EQ(contentOf(file), sent);
    ::close(destination);
}

TEST(Progress, WhatTheProgramPrintsIsTheSameWithAndWithoutCounting)
{
    const std::string prints =
        "sh -c 'i=0; while [ $i -lt 500 ]; do echo line $i; i=$((i+1)); done; "
        "printf rest'";
    const Outcome with = cli("watch --progress stdout-lines -- " + prints);
    const Outcome without = cli("watch -- " + prints);
    EXPECT_EQ(with.out, without.out);
    EXPECT_EQ(with.code, 0);
    EXPECT_NE(with.err.find("Progress: 500 lines that the program prints"), std::string::npos)
        << with.err;
    EXPECT_EQ(without.err.find("Progress"), std::string::npos);
}

TEST(Progress, TheProgramPrintsOnWhenLockscopeIsKilled)
{
    const TemporaryFolder folder;
    const std::string file = (folder / "printed").string();
    // It prints once a tenth of a second, and would be ended by the signal of a closed pipe.
    const Outcome outcome =
        shell(LOCKSCOPE_CLI
              " watch --progress stdout-lines -- sh -c 'i=0; while [ $i -lt 10 ]; do echo $i; "
              "i=$((i+1)); sleep 0.1; done; echo done' > "
              + file + " 2>/dev/null & pid=$!; sleep 0.5; kill -9 $pid; sleep 3");
    (void)outcome;
    const std::string printed = contentOf(file);
    EXPECT_TRUE(printed.starts_with("0\n1\n")) << printed;
    EXPECT_TRUE(printed.ends_with("9\ndone\n")) << printed;
}

TEST(Progress, StandsInTheReportOfAWatch)
{
    const nlohmann::json by = watch(watched("swapped") + " 2 2", "", "--progress lock:top").json;
    ASSERT_TRUE(by["progress"].is_object()) << by["progress"];
    EXPECT_EQ(by["progress"]["total"].get<double>(), by["locks"][0]["acquisitions"].get<double>());
    EXPECT_GT(by["progress"]["per_s"], 0);
    EXPECT_NE(by["progress"]["counter"].get<std::string>().find("acquisitions of lock"),
              std::string::npos);
    const nlohmann::json command =
        watch(watched("swapped") + " 3 2", "", "--progress 'command:cut -d. -f1 /proc/uptime'")
            .json;
    ASSERT_TRUE(command["progress"].is_object());
    EXPECT_GE(command["progress"]["total"], 1);
    EXPECT_LE(command["progress"]["total"], 60);
    EXPECT_TRUE(watch("true").json["progress"].is_null());
}

TEST(Progress, WhatIsNotAllowedIsRefused)
{
    for (const char* const arguments : {"watch --progress nothing -- true",
                                        "watch --progress stdout-lines --pid 1",
                                        "worth --progress lock:x -- true",
                                        "worth",
                                        "worth --seconds 0 -- true",
                                        "worth --json - --csv - -- true"})
    {
        const Outcome outcome = cli(arguments);
        EXPECT_EQ(outcome.code, 2) << arguments << outcome.err;
        EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    }
}

} // namespace lockscope::test
