// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/recording.h"
#include "tests/support/run_cli.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include <sys/wait.h>

namespace lockscope {
namespace {

using Json = nlohmann::json;

using recording::Recording;
using test::cli;
using test::Outcome;
using test::TemporaryFile;

constexpr const char* kQuick = " --workload custom --workers 3 ";

/// What only `replay` says, beside what `run` does.
constexpr std::array kReplayOnly{"complete", "problem", "source", "dropped_snapshots"};

Json replayed(const std::string& file)
{
    const Outcome outcome = cli("replay " + file + " --json -");
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return Json::parse(outcome.out);
}

/// The exit code of a shell's command.
int shell(const std::string& command)
{
    const int status =
        std::system(("bash -c '" + command + "'").c_str()); // NOLINT: a test's own command
    return WEXITSTATUS(status);
}

std::size_t lines(const std::string& text)
{
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST(CliRecord, ReplaysToExactlyWhatTheLiveRunReported)
{
    const TemporaryFile file("run.lockscope");
    const TemporaryFile live("run.json");
    const Outcome record =
        cli("record " + file.path() + kQuick + "--seconds 0.4 --rate 60 --json " + live.path());
    ASSERT_EQ(record.code, 0) << record.err;
    EXPECT_NE(record.out.find("snapshots"), std::string::npos);
    Json json = replayed(file.path());
    EXPECT_EQ(json.at("complete"), true);
    EXPECT_TRUE(json.at("problem").is_null());
    EXPECT_EQ(json.at("source"), "live");
    EXPECT_EQ(json.at("dropped_snapshots"), 0);
    for (const char* key : kReplayOnly)
        json.erase(key);
    EXPECT_EQ(json, Json::parse(test::contentOf(live.path())));
}

TEST(CliRecord, WithManyLiveChangesTheTotalsAreExactInTheSummaryAndInTheSnapshots)
{
    const TemporaryFile file("changes.lockscope");
    const TemporaryFile live("changes.json");
    const Outcome record =
        cli("record " + file.path() + kQuick + "--rate 60 --control --json " + live.path(),
            "(for i in 1 2 3 4 5 6 7 8; do"
            " for change in '\"fast_path\": true' '\"guard\": \"futex\"' '\"workers\": 5'"
            " '\"fast_path\": false' '\"guard\": \"mutex\"' '\"workers\": 2, \"cpus\": 1';"
            " do echo \"{$change}\"; sleep 0.03; done; done) | ");
    ASSERT_EQ(record.code, 0) << record.err;
    Json json = replayed(file.path());
    EXPECT_EQ(json.at("complete"), true);
    EXPECT_EQ(json.at("violations"), Json::array());
    EXPECT_EQ(json.at("tasks"), json.at("callbacks"));
    for (const char* key : kReplayOnly)
        json.erase(key);
    EXPECT_EQ(json, Json::parse(test::contentOf(live.path())));

    const auto recording = Recording::open(file.path());
    EXPECT_GT(recording->markers().size(), 5U); // on a busy machine changes run into each other
    measure::Totals sum;
    for (std::size_t i = 0; i < recording->size(); ++i)
        sum += recording->snapshot(i)->delta;
    EXPECT_EQ(sum, recording->recordedSummary()->totals);
    EXPECT_EQ(recording->end(), recording->recordedSummary()->elapsed);
}

TEST(CliRecord, GoesThroughAPipe)
{
    const Outcome through = cli(
        "replay - --json -", std::string(LOCKSCOPE_CLI) + " record - --tasks 20000 2>/dev/null | ");
    ASSERT_EQ(through.code, 0) << through.err;
    const Json json = Json::parse(through.out);
    EXPECT_EQ(json.at("calls"), 20000);
    EXPECT_EQ(json.at("complete"), true);
}

TEST(CliRecord, AnswersPingsAndMistakesInTheRecording)
{
    const TemporaryFile file("control.lockscope");
    const std::string longLine(5000, 'x');
    const Outcome record =
        cli("record " + file.path() + kQuick + "--control",
            "printf '%s\\n' '{\"ping\": 17}' '{\"guard\": \"no-lock\"}' 'nonsense' '[1]' "
            "'{\"cpus\": [1]}' "
            "'{\"ping\": -1}' '{\"rate\": 1000}' '{\"rate\": \"fast\"}' '{\"silence\": 0}' '' '"
                + longLine
                + "' '{\"fast_path\": true, \"ping\": 18446744073709551615}' '{\"stop\": true}' "
                + "'{\"ping\": 99}' | ");
    ASSERT_EQ(record.code, 0) << record.err;
    const auto recording = Recording::open(file.path());
    EXPECT_TRUE(recording->isComplete());
    std::vector<std::string> problems;
    std::vector<std::uint64_t> pongs;
    for (const auto& note : recording->notes()) {
        if (note.kind == "pong")
            pongs.push_back(note.id.value());
        else
            problems.push_back(note.text);
    }
    EXPECT_EQ(pongs, (std::vector<std::uint64_t>{17, 18446744073709551615U}))
        << "none after the stop";
    ASSERT_EQ(problems.size(), 9U);
    for (std::size_t i = 0; const char* part : {"--guard no-lock: not allowed",
                                                "no JSON",
                                                "not a JSON object",
                                                "a list or an object",
                                                "ping -1",
                                                "1 to 60",
                                                "rate \"fast\"",
                                                "silence 0",
                                                "longer than 4096"})
        EXPECT_NE(problems[i++].find(part), std::string::npos) << problems[i - 1];
}

TEST(CliRecord, EndsWhenItsControlIsGone)
{
    const TemporaryFile file("gone.lockscope");
    EXPECT_EQ(cli("record " + file.path() + kQuick + "--control", "true | ").code, 0);
    EXPECT_TRUE(Recording::open(file.path())->isComplete());
}

TEST(CliRecord, EndsWhenItsControlIsSilentForAsLongAsItWasTold)
{
    const TemporaryFile file("silent.lockscope");
    // Whoever controls keeps the pipe open for longer than the test may take.
    EXPECT_EQ(shell("exec 3> >(exec " + std::string(LOCKSCOPE_CLI) + " record " + file.path()
                    + kQuick + "--control); echo \"{\\\"silence\\\": 1}\" >&3; wait $!"),
              0);
    EXPECT_TRUE(Recording::open(file.path())->isComplete());
}

TEST(CliRecord, OverwritesNothingUnlessToldTo)
{
    const TemporaryFile file("precious", "precious");
    const Outcome refused = cli("record " + file.path() + " --tasks 100");
    EXPECT_EQ(refused.code, 2);
    EXPECT_NE(refused.err.find("--force"), std::string::npos) << refused.err;
    EXPECT_EQ(lines(refused.err), 1U);
    EXPECT_EQ(test::contentOf(file.path()), "precious");
    EXPECT_EQ(cli("record " + file.path() + " --tasks 100 --force").code, 0);
    EXPECT_TRUE(Recording::open(file.path())->isComplete());
}

TEST(CliRecord, BadArgumentsAreRefusedBeforeAnythingIsWritten)
{
    const TemporaryFile file("never");
    for (const std::string& arguments : {std::string("record"),
                                         "record " + file.path() + " --rate 100",
                                         std::string("record - --json -"),
                                         "record " + file.path() + " --cpus 0",
                                         "record " + file.path() + " --seconds 1 --tasks 1"})
    {
        const Outcome outcome = cli(arguments);
        EXPECT_EQ(outcome.code, 2) << arguments;
        EXPECT_EQ(lines(outcome.err), 1U) << outcome.err;
        EXPECT_FALSE(std::filesystem::exists(file.path()));
    }
    const Outcome nowhere = cli("record /nowhere/at/all --tasks 1");
    EXPECT_EQ(nowhere.code, 2);
    EXPECT_NE(nowhere.err.find("/nowhere/at/all could not be written"), std::string::npos)
        << nowhere.err;
}

TEST(CliRecord, AFullDiskIsOneSentenceAndCodeOne)
{
    const Outcome full = cli("record /dev/full --seconds 60");
    EXPECT_EQ(full.code, 1);
    EXPECT_NE(full.err.find("No space left on device"), std::string::npos);
    EXPECT_EQ(lines(full.err), 1U);
}

TEST(CliRecord, WhatFittedOnTheDiskStaysReadable)
{
    const TemporaryFile file("limited.lockscope");
    const TemporaryFile errors("limited-errors");
    EXPECT_EQ(shell("ulimit -f 20; " LOCKSCOPE_CLI " record " + file.path() + kQuick
                    + "--seconds 60 --rate 60 2>" + errors.path()),
              1);
    EXPECT_NE(test::contentOf(errors.path()).find("File too large"), std::string::npos)
        << test::contentOf(errors.path());
    EXPECT_EQ(std::filesystem::file_size(file.path()), 20U * 1024);
    const Json json = replayed(file.path());
    EXPECT_EQ(json.at("complete"), false);
    EXPECT_GT(json.at("calls"), 0);
}

TEST(CliRecord, AReaderThatLeavesIsOneSentenceAndCodeOne)
{
    const TemporaryFile errors("left-errors");
    EXPECT_EQ(shell(LOCKSCOPE_CLI " record - --seconds 60 2>" + errors.path()
                    + " | head -c 5000 >/dev/null; exit ${PIPESTATUS[0]}"),
              1);
    EXPECT_NE(test::contentOf(errors.path()).find("Broken pipe"), std::string::npos);
    EXPECT_EQ(lines(test::contentOf(errors.path())), 1U);
}

TEST(CliRecord, InterruptedItIsWhole)
{
    const TemporaryFile file("interrupted.lockscope");
    for (const char* signal : {"INT", "TERM"}) {
        EXPECT_EQ(shell(LOCKSCOPE_CLI " record " + file.path() + kQuick
                        + "--seconds 600 --force >/dev/null & p=$!; until [ $(stat -c %s "
                        + file.path()
                        + " 2>/dev/null || echo 0) -gt 4000 ]; do sleep 0.01; done; kill -" + signal
                        + " $p; wait $p"),
                  0);
        EXPECT_TRUE(Recording::open(file.path())->isComplete()) << signal;
        std::filesystem::remove(file.path());
    }
}

TEST(CliRecord, KilledAtAnyByteItOpensToItsLastWholeRecord)
{
    std::mt19937 random(5);
    for (int round = 0; round < 4; ++round) {
        const TemporaryFile file("killed.lockscope");
        const std::string bytes = std::to_string(3000 + random() % 30000);
        (void)shell(LOCKSCOPE_CLI " record " + file.path() + kQuick
                    + "--seconds 600 --rate 60 & p=$!; until [ $(stat -c %s " + file.path()
                    + " 2>/dev/null || echo 0) -gt " + bytes
                    + " ]; do sleep 0.005; done; kill -9 $p; wait $p");
        const auto recording = Recording::open(file.path());
        EXPECT_FALSE(recording->isComplete());
        ASSERT_GT(recording->size(), 0U);
        measure::Totals sum;
        for (std::size_t i = 0; i < recording->size(); ++i)
            sum += recording->snapshot(i)->delta;
        const Json json = replayed(file.path());
        EXPECT_EQ(json.at("complete"), false);
        EXPECT_NE(json.at("problem").get<std::string>().find("cut short"), std::string::npos);
        EXPECT_EQ(json.at("calls"), sum.calls);
        EXPECT_EQ(json.at("guard").at("wait_total_ns"), sum.waitNs);
    }
}

TEST(CliReplay, CutAtRandomBytesARealRecordingStillReplays)
{
    const TemporaryFile file("real.lockscope");
    ASSERT_EQ(cli("record " + file.path() + kQuick + "--seconds 0.3").code, 0);
    const std::string bytes = test::contentOf(file.path());
    std::mt19937 random(6);
    for (int round = 0; round < 10; ++round) {
        const std::size_t size = 3000 + random() % (bytes.size() - 3000); // the header has 2,800
        const TemporaryFile cut("cut.lockscope", bytes.substr(0, size));
        const Outcome outcome = cli("replay " + cut.path() + " --json -");
        EXPECT_EQ(outcome.code, 0) << outcome.err;
        EXPECT_EQ(Json::parse(outcome.out).at("complete"), false);
        EXPECT_EQ(lines(outcome.err), 1U);
        EXPECT_NE(outcome.err.find("cut short"), std::string::npos);
    }
}

TEST(CliReplay, RefusesWhatIsNoRecordingInOneSentence)
{
    const TemporaryFile other("other", "not a recording");
    const TemporaryFile empty("empty");
    ASSERT_EQ(shell(": > " + empty.path()), 0);
    for (const auto& [name, part] : {std::pair{other.path(), "no Lockscope recording"},
                                     std::pair{empty.path(), "is empty"},
                                     std::pair{std::string("/"), "a folder"},
                                     std::pair{std::string("/nowhere"), "No such file"}})
    {
        const Outcome outcome = cli("replay " + name + " --json -");
        EXPECT_EQ(outcome.code, 2) << name;
        EXPECT_EQ(outcome.out, "");
        EXPECT_NE(outcome.err.find(name), std::string::npos) << outcome.err;
        EXPECT_NE(outcome.err.find(part), std::string::npos) << outcome.err;
        EXPECT_EQ(lines(outcome.err), 1U);
    }
}

TEST(CliReplay, PrintsAReportForPeople)
{
    const TemporaryFile file("people.lockscope");
    ASSERT_EQ(cli("record " + file.path() + " --tasks 20000").code, 0);
    const Outcome outcome = cli("replay " + file.path());
    EXPECT_EQ(outcome.code, 0);
    EXPECT_NE(outcome.out.find("recorded by lockscope"), std::string::npos);
    EXPECT_NE(outcome.out.find("throughput"), std::string::npos);
}

} // namespace
} // namespace lockscope
