// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/launch_watch.h"
#include "core/program/program_source.h"
#include "tests/program/watched.h"
#include "tests/support/temporary_folder.h"

#include <chrono>
#include <map>
#include <memory>
#include <sstream>
#include <utility>
#include <vector>

namespace lockscope::test {

/// Ten waits of 20 ms for a mutex, which is taken twenty times; a semaphore is taken ten times.
class ProgramRecording : public testing::Test
{
protected:
    ProgramRecording()
    {
        const Outcome made =
            cli("record " + file() + " -- " + watched("injected_waits") + " mutex 20000 10");
        EXPECT_EQ(made.code, 0) << made.err;
        m_waitedNs = std::stod(made.out);
    }

    [[nodiscard]] std::string file() const { return (m_folder / "run.lockscope").string(); }
    [[nodiscard]] std::string exported(const std::string& format) const
    {
        const std::string output = (m_folder / ("out." + format)).string();
        const Outcome outcome =
            cli("export " + file() + " --format " + format + " --output " + output);
        EXPECT_EQ(outcome.code, 0) << outcome.err;
        return contentOf(output);
    }
    [[nodiscard]] std::string place(const std::string& name) const
    {
        return (m_folder / name).string();
    }

    TemporaryFolder m_folder;
    double m_waitedNs = 0;
};

TEST_F(ProgramRecording, IsReplayedWithTheSameCounts)
{
    const Outcome outcome = cli("replay " + file() + " --json -");
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const nlohmann::json json = nlohmann::json::parse(outcome.out);
    EXPECT_EQ(json["subject"], "program");
    EXPECT_EQ(json["calls"], 30) << "acquisitions";
    EXPECT_TRUE(json["states"].contains("lock"));
    EXPECT_FALSE(json["states"].contains("guard"));
    EXPECT_EQ(cli("replay " + file()).code, 0);
}

TEST(ProgramRecordingEnd, IsNotMissedWhereItFallsIntoAReading)
{
    constexpr std::uint64_t kTimes = 1000;
    constexpr double kAlways = 1e6; // so many a second: at every look
    for (int i = 0; i < 30; ++i) {
        auto watch = std::make_unique<program::LaunchWatch>(
            std::vector{watched("all_kinds"), std::string("2"), std::to_string(kTimes)},
            program::LaunchStreams{.outputToError = true});
        program::ProgramSource source(std::move(watch), "all_kinds", 0, true, kAlways);
        std::uint64_t calls = 0;
        const auto take = [&] {
            for (const measure::SnapshotPtr& snapshot : source.poll())
                calls += snapshot->delta.calls;
        };
        source.start();
        while (!source.waitEnded(std::chrono::milliseconds(10)))
            take();
        take();
        EXPECT_EQ(calls, 12 * 2 * kTimes) << i;
    }
}

TEST(ProgramRecordingEnd, IsNoMuchShorterIntervalWhereWatchingIsStopped)
{
    constexpr double kPerSecond = 5;
    const std::chrono::milliseconds period{200};
    auto watch = std::make_unique<program::LaunchWatch>(
        std::vector{std::string("/bin/sleep"), std::string("5")},
        program::LaunchStreams{.outputToError = true});
    program::ProgramSource source(std::move(watch), "sleep", 0, true, kPerSecond);
    for (int i = 0; i < 3; ++i) { // and begun again
        source.start();
        std::vector<measure::SnapshotPtr> all;
        const auto take = [&] {
            for (measure::SnapshotPtr& snapshot : source.poll())
                all.push_back(std::move(snapshot));
        };
        while (all.size() < 2)
            take();
        const std::size_t before = all.size(); // just after one: the next would be a short one
        while (!source.stopWithin(std::chrono::milliseconds(1)))
            continue;
        take();
        EXPECT_FALSE(source.running());
        ASSERT_GT(all.size(), before);
        EXPECT_GT(all.back()->interval, period / 4);
    }
}

TEST(ProgramRecordingEnd, IsThatOfTheLastChild)
{
    const TemporaryFolder folder;
    const std::string file = (folder / "run.lockscope").string();
    const Outcome made = cli("record " + file + " -- sh -c '" + watched("injected_waits")
                             + " mutex 20000 10 >/dev/null 2>&1 &'");
    ASSERT_EQ(made.code, 0) << made.err;
    const Outcome outcome = cli("replay " + file + " --json -");
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const nlohmann::json json = nlohmann::json::parse(outcome.out);
    EXPECT_EQ(json["calls"], 30) << "acquisitions";
    EXPECT_GE(json["elapsed_s"], 0.2);
}

TEST_F(ProgramRecording, IsATableOfLocks)
{
    std::istringstream lines(exported("csv"));
    std::string line;
    std::getline(lines, line);
    std::map<std::string, std::size_t> column;
    std::istringstream header(line.substr(0, line.find('\r')));
    for (std::string name; std::getline(header, name, ',');)
        column.emplace(name, column.size());
    ASSERT_TRUE(column.contains("wait_ns")) << line;
    double waited = 0;
    std::uint64_t taken = 0;
    while (std::getline(lines, line)) {
        std::vector<std::string> cells;
        std::istringstream row(line);
        for (std::string cell; std::getline(row, cell, ',');)
            cells.push_back(cell);
        if (cells.at(column["kind"]) != "mutex")
            continue;
        waited += std::stod(cells.at(column["wait_ns"]));
        taken += std::stoul(cells.at(column["acquisitions"]));
    }
    EXPECT_EQ(taken, 20U);
    EXPECT_NEAR(waited, m_waitedNs, 0.02 * m_waitedNs);
}

TEST_F(ProgramRecording, IsJsonLinesWithNamesAndStates)
{
    const std::string lines = exported("jsonl");
    EXPECT_NE(lines.find("\"subject\":\"program\""), std::string::npos);
    EXPECT_NE(lines.find("injected_waits.c"), std::string::npos);
    EXPECT_NE(lines.find("\"running\":"), std::string::npos);
    EXPECT_EQ(lines.find("\"native\":"), std::string::npos);
}

TEST_F(ProgramRecording, IsATraceWithThreadsByName)
{
    const std::string longer = place("longer.lockscope"); // somebody waits when an interval ends
    ASSERT_EQ(cli("record " + longer + " -- " + watched("injected_waits") + " mutex 20000 60").code,
              0);
    ASSERT_EQ(cli("export " + longer + " --format trace --output " + place("trace.json")).code, 0);
    const nlohmann::json trace = nlohmann::json::parse(contentOf(place("trace.json")));
    bool named = false;
    bool waits = false;
    for (const auto& event : trace["traceEvents"]) {
        const std::string text = event.dump();
        named = named || text.find("injected_waits (thread ") != std::string::npos;
        waits = waits
            || (event.contains("name")
                && event["name"].get<std::string>().rfind("lock: main (injected_waits.c:", 0) == 0);
    }
    EXPECT_TRUE(named);
    EXPECT_TRUE(waits);
}

TEST_F(ProgramRecording, HasTheReportThatWasMadeWhenItEnded)
{
    const std::string again = place("again.lockscope");
    const Outcome made = cli("record " + again + " --json " + place("made.json") + " -- "
                             + watched("five_holders") + " 40000");
    ASSERT_EQ(made.code, 0) << made.err;
    const nlohmann::json live = nlohmann::json::parse(contentOf(place("made.json")));
    const Outcome outcome = cli("replay " + again + " --json -");
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const nlohmann::json kept = nlohmann::json::parse(outcome.out).at("watch");
    for (const char* key : {"locks", "conditions", "threads", "verdict", "hazards", "program"})
        EXPECT_EQ(kept.at(key), live.at(key)) << key;
    for (const nlohmann::json& json : {live, kept})
        EXPECT_FALSE(json.at("critical_path").at("locks").empty()) << json.at("critical_path");
    EXPECT_FALSE(kept.at("locks")[0].at("stacks").empty());
    EXPECT_GE(kept.at("locks")[0].at("blame").size(), 5U);
    EXPECT_EQ(kept.at("program").at("exit_code"), 0);
    const Outcome words = cli("replay " + again);
    EXPECT_NE(words.out.find("caused by hold_5 (five_holders.c:"), std::string::npos) << words.out;
}

TEST_F(ProgramRecording, CutShortItHasTheStacksUpToSomeTimeBefore)
{
    const std::string whole = place("whole.lockscope");
    ASSERT_EQ(cli("record " + whole + " -- " + watched("injected_waits") + " mutex 20000 120").code,
              0); // some 2.5 s
    const std::string bytes = contentOf(whole);
    const TemporaryFile cut("cut.lockscope", bytes.substr(0, bytes.size() * 9 / 10));
    const nlohmann::json json =
        nlohmann::json::parse(cli("replay " + cut.path() + " --json -").out);
    EXPECT_EQ(json.at("complete"), false);
    const auto& watch = json.at("watch");
    EXPECT_GE(watch.at("elapsed_s"), 1);
    EXPECT_LT(watch.at("elapsed_s"), json.at("elapsed_s"));
    EXPECT_FALSE(watch.at("locks")[0].at("stacks").empty());
    EXPECT_EQ(watch.at("program").at("exit_code"), nullptr);
    EXPECT_NE(cli("replay " + cut.path()).out.find("still runs"), std::string::npos);
}

TEST_F(ProgramRecording, HasTheTreeOfProcesses)
{
    const std::string forks = place("family.lockscope");
    ASSERT_EQ(cli("record " + forks + " -- sh -c '" + watched("injected_waits")
                  + " mutex 20000 30; exit 3'")
                  .code,
              0);
    const nlohmann::json program =
        nlohmann::json::parse(cli("replay " + forks + " --json -").out).at("watch").at("program");
    EXPECT_EQ(program.at("exit_code"), 3);
    const nlohmann::json& processes = program.at("processes");
    ASSERT_GE(processes.size(), 2U);
    EXPECT_EQ(processes[1].at("parent"), processes[0].at("pid"));
    EXPECT_NE(processes[1].at("command").get<std::string>().find("injected_waits"),
              std::string::npos);
    EXPECT_EQ(processes[1].at("running"), false);
}

TEST_F(ProgramRecording, OpensWithACommandOfAnyLength)
{
    const std::string file = place("long.lockscope");
    ASSERT_EQ(cli("record " + file + " -- /bin/true " + std::string(20'000, 'x')).code, 0);
    const Outcome outcome = cli("replay " + file + " --json -");
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(nlohmann::json::parse(outcome.out).at("complete"), true);
}

TEST_F(ProgramRecording, IsAProfileWithFunctionsForGo)
{
    (void)exported("pprof");
    if (shell("command -v go").code != 0)
        GTEST_SKIP() << "no Go here, whose pprof reads it";
    const Outcome top =
        shell("cd " + m_folder.path().string()
              + " && HOME=$PWD PPROF_TMPDIR=$PWD go tool pprof -top -lines out.pprof 2>&1");
    EXPECT_EQ(top.code, 0) << top.out;
    EXPECT_NE(top.out.find("injected_waits.c:"), std::string::npos) << top.out;
    EXPECT_NE(top.out.find("main"), std::string::npos) << top.out;
    const Outcome blame = shell("cd " + m_folder.path().string()
                                + " && HOME=$PWD PPROF_TMPDIR=$PWD go tool pprof "
                                  "-sample_index=blame -traces out.pprof 2>&1");
    EXPECT_EQ(blame.code, 0) << blame.out;
    EXPECT_NE(blame.out.find("hold"), std::string::npos) << blame.out;
    EXPECT_NE(blame.out.find("start_thread"), std::string::npos) << "the whole stack\n"
                                                                 << blame.out;
}

} // namespace lockscope::test
