// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/run_cli.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace lockscope {
namespace {

using Json = nlohmann::json;
using test::cli;
using test::contentOf;
using test::Outcome;
using test::TemporaryFile;

TEST(CliSweep, JsonHasTheDocumentedFieldsForEveryPoint)
{
    const Outcome sweep = cli(
        "sweep --guards mutex,tbb-spin --fast-path both --cpus 1 --repeats 2 --max-repeats 2 "
        "--seconds 0.02 --workload custom --callback-ns 40 --placement spread --seed 7 --json -");
    ASSERT_EQ(sweep.code, 0) << sweep.err;
    EXPECT_EQ(sweep.err, "") << "no progress bar without a terminal";
    const Json json = Json::parse(sweep.out); // nothing else on standard output
    EXPECT_EQ(json.at("schema"), "lockscope.sweep/1");
    EXPECT_EQ(json.at("complete"), true);
    EXPECT_TRUE(json.at("ended").is_string());
    EXPECT_EQ(json.at("seed"), 7);
    EXPECT_EQ(json.at("config").at("placement"), "spread");
    EXPECT_EQ(json.at("config").at("callback_ns"), 40);
    EXPECT_TRUE(json.contains("host"));
    ASSERT_EQ(json.at("points").size(), 4U);
    for (const Json& point : json.at("points")) {
        for (const char* key :
             {"guard", "fast_path", "wait_mean_ns", "states", "cpu_ns_per_call", "exact"})
            EXPECT_TRUE(point.contains(key)) << key;
        EXPECT_EQ(point.at("cpus"), 1);
        EXPECT_EQ(point.at("workers"), 1);
        EXPECT_EQ(point.at("repeats"), 2);
        EXPECT_LE(point.at("throughput").at("low"), point.at("throughput").at("mean"));
        EXPECT_GE(point.at("throughput").at("high"), point.at("throughput").at("mean"));
    }
    EXPECT_EQ(json.at("fits").size(), 4U);
}

TEST(CliSweep, WorkersAreAsManyAsWasAskedFor)
{
    const std::string flags = "sweep --guards none --cpus 1 --repeats 1 --seconds 0.01 --json - ";
    EXPECT_EQ(Json::parse(cli(flags + "--workers-per-cpu 3").out).at("points").at(0).at("workers"),
              3);
    EXPECT_EQ(Json::parse(cli(flags + "--workers 5").out).at("points").at(0).at("workers"), 5);
}

TEST(CliSweep, WritesATableForPeopleAndCsv)
{
    const TemporaryFile csv("sweep.csv");
    const Outcome sweep =
        cli("sweep --guards mutex --fast-path on --cpus 1 --repeats 1 --seconds 0.01 --csv "
            + csv.path());
    ASSERT_EQ(sweep.code, 0) << sweep.err;
    EXPECT_NE(sweep.out.find("mutex + fast path"), std::string::npos);
    EXPECT_NE(sweep.out.find("Does not fit, because: Too few points"), std::string::npos);
    const std::string lines = contentOf(csv.path());
    EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 2) << lines;
    EXPECT_NE(lines.find("\nmutex,on,1,1,1,"), std::string::npos) << lines;
    const Outcome alone = cli("sweep --guards mutex --cpus 1 --repeats 1 --seconds 0.01 --csv -");
    EXPECT_TRUE(alone.out.starts_with("guard,fast_path,cpus")) << alone.out;
}

TEST(CliSweep, InterruptedItKeepsWhatIsDoneAndResumeGoesOn)
{
    const TemporaryFile file("resume.json");
    // The signal that Ctrl-C sends comes when some of the thousand runs are done; later, where
    // a busy machine has not done one by then.
    Outcome cut;
    for (int seconds = 2; cut.code != 0 && seconds <= 16; seconds *= 2)
        cut =
            cli("sweep --guards mutex --cpus 1 --repeats 1000 --seconds 0.02 --json " + file.path(),
                "timeout --signal=INT --preserve-status " + std::to_string(seconds) + " ");
    ASSERT_EQ(cut.code, 0) << cut.err;
    EXPECT_NE(cut.out.find("Not complete"), std::string::npos) << cut.out;
    const Json before = Json::parse(contentOf(file.path()));
    EXPECT_EQ(before.at("complete"), false);
    const auto runs = before.at("points").at(0).at("runs");

    const Outcome resumed =
        cli("sweep --resume " + file.path() + " --repeats " + std::to_string(runs.size() + 1)
            + " --max-repeats " + std::to_string(runs.size() + 1) + " --json -");
    ASSERT_EQ(resumed.code, 0) << resumed.err;
    const Json after = Json::parse(resumed.out);
    EXPECT_EQ(after.at("complete"), true);
    EXPECT_EQ(after.at("config"), before.at("config"));
    EXPECT_EQ(after.at("points").at(0).at("runs").at(0), runs.at(0));
    EXPECT_EQ(after.at("points").at(0).at("repeats"), runs.size() + 1);
}

TEST(CliSweep, ResumeTakesPipesAndStandardInput)
{
    const TemporaryFile file("resume-pipe.json");
    ASSERT_EQ(
        cli("sweep --guards mutex --cpus 1 --repeats 1 --seconds 0.02 --json " + file.path()).code,
        0);
    const Json before = Json::parse(contentOf(file.path()));
    const Outcome input =
        cli("sweep --resume - --repeats 2 --max-repeats 2 --json -", "cat " + file.path() + " | ");
    ASSERT_EQ(input.code, 0) << input.err;
    const Json after = Json::parse(input.out);
    EXPECT_EQ(after.at("points").at(0).at("repeats"), 2);
    EXPECT_EQ(after.at("points").at(0).at("runs").at(0),
              before.at("points").at(0).at("runs").at(0));
    const Outcome pipe = test::shell("bash -c '" + std::string(LOCKSCOPE_CLI)
                                     + " sweep --resume <(cat " + file.path() + ") --json -'");
    ASSERT_EQ(pipe.code, 0) << pipe.err;
    EXPECT_EQ(Json::parse(pipe.out).at("points"), before.at("points")) << "nothing was left to run";
}

TEST(CliSweep, KilledItLeavesAWholeFileAndResumeGoesOn)
{
    const TemporaryFile file("killed.json");
    // As above: later, where a busy machine has not done a run by then.
    for (int seconds = 2; !std::filesystem::exists(file.path()) && seconds <= 32; seconds *= 2) {
        const Outcome killed =
            cli("sweep --guards mutex --cpus 1 --repeats 1000 --seconds 0.02 --json " + file.path(),
                "timeout --signal=KILL " + std::to_string(seconds) + " ");
        ASSERT_EQ(killed.code, 128 + SIGKILL) << killed.err;
    }
    const Json before = Json::parse(contentOf(file.path()));
    EXPECT_EQ(before.at("complete"), false);
    const auto runs = before.at("points").at(0).at("runs");
    ASSERT_GE(runs.size(), 1U);

    const std::string repeats = std::to_string(runs.size() + 1);
    const Outcome resumed = cli("sweep --resume " + file.path() + " --repeats " + repeats
                                + " --max-repeats " + repeats + " --json " + file.path());
    ASSERT_EQ(resumed.code, 0) << resumed.err;
    const Json after = Json::parse(contentOf(file.path()));
    EXPECT_EQ(after.at("complete"), true);
    ASSERT_EQ(after.at("points").size(), 1U);
    for (std::size_t i = 0; i < runs.size(); ++i)
        EXPECT_EQ(after.at("points").at(0).at("runs").at(i), runs.at(i)) << "none is lost";
}

TEST(CliSweep, HelpShowsEachFlagOnceAndAsASweepTakesIt)
{
    const std::string help = cli("sweep --help").out;
    const auto shown = [&help](const std::string& flag) {
        const std::string line = "\n  " + flag + " ";
        const auto first = help.find(line);
        return first != std::string::npos && help.find(line, first + 1) == std::string::npos;
    };
    for (const char* flag : {"--guards LIST",
                             "--cpus LIST",
                             "--fast-path on|off|both",
                             "--workers N",
                             "--workers-per-cpu N:1 to 256"})
        EXPECT_TRUE(help.find(flag) != std::string::npos) << flag;
    for (const char* flag : {"--guards", "--cpus", "--fast-path", "--workers", "--placement"})
        EXPECT_TRUE(shown(flag)) << flag;
    EXPECT_EQ(help.find("--guard ID"), std::string::npos);
    EXPECT_EQ(help.find("\n  --guard "), std::string::npos);
}

TEST(CliSweep, ResumeRefusesAnotherExperimentAndAnotherFile)
{
    const TemporaryFile file("other.json");
    ASSERT_EQ(
        cli("sweep --guards mutex,none --cpus 1 --repeats 1 --seconds 0.01 --json " + file.path())
            .code,
        0);
    const TemporaryFile bad("bad.json", "{\"schema\": \"lockscope.run/1\"}");
    for (const auto& [arguments, named] :
         {std::pair{file.path() + " --native-ns 5", "native 5 ns"},
          {file.path() + " --seconds 0.5", "--seconds 0.5"},
          {file.path() + " --guards mutex", "none at 1 CPUs"},
          {file.path() + " --workers 2", "--resume"},
          {bad.path(), "schema is"},
          {std::string("/no/such.json"), "/no/such.json: cannot be read"}})
    {
        const Outcome refused = cli("sweep --resume " + arguments);
        EXPECT_EQ(refused.code, 2) << arguments;
        EXPECT_NE(refused.err.find(named), std::string::npos) << refused.err;
        EXPECT_EQ(std::count(refused.err.begin(), refused.err.end(), '\n'), 1) << refused.err;
    }
    EXPECT_EQ(
        cli("sweep --resume " + file.path() + " --guards mutex,none --cpus 1 --seconds 0.01").code,
        0)
        << "the same flags once more";
}

TEST(CliSweep, RefusesInOneSentence)
{
    for (const auto& [arguments, named] :
         {std::pair{"", "--guards"},
          {"--guards none,none", "twice"},
          {"--guards no-such", "no-such"},
          {"--guards mutex --guard none", "--guards LIST"},
          {"--guards mutex --fast-path maybe", "on, off or both"},
          {"--guards mutex --cpus 0", "--cpus 0"},
          {"--guards mutex --cpus 1-100000", "1-8"},
          {"--guards mutex --cpus two", "--cpus two"},
          {"--guards mutex --repeats 0", "1 to 1000"},
          {"--guards mutex --repeats 5 --max-repeats 4", "--max-repeats 4"},
          {"--guards mutex --tolerance 2", "--tolerance"},
          {"--guards mutex --seconds 0", "--seconds"},
          {"--guards mutex --workers 1000", "1 to 256"},
          {"--guards mutex --seed x", "--seed"},
          {"--guards mutex --workers 2 --workers-per-cpu 2", "--workers-per-cpu 2"},
          {"--guards mutex --csv - --json -", "--csv -"}})
    {
        const Outcome refused = cli(std::string("sweep ") + arguments);
        EXPECT_EQ(refused.code, 2) << arguments;
        EXPECT_EQ(refused.out, "") << arguments;
        EXPECT_NE(refused.err.find(named), std::string::npos) << refused.err;
        EXPECT_EQ(std::count(refused.err.begin(), refused.err.end(), '\n'), 1) << refused.err;
    }
}

} // namespace
} // namespace lockscope
