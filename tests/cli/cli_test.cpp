// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/figures.h"
#include "tests/support/cli_commands.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include <unistd.h>

namespace lockscope {
namespace {

using Json = nlohmann::json;

using test::cli;
using test::contentOf;
using test::Outcome;

TEST(CliRun, JsonHasTheDocumentedFieldsAndTheInvariantsHold)
{
    const Outcome run = cli("run --workload cgo --workers 3 --tasks 20000 --json -");
    ASSERT_EQ(run.code, 0) << run.err;
    EXPECT_EQ(run.err, "");
    const Json json = Json::parse(run.out); // nothing else on standard output
    EXPECT_EQ(json.at("schema"), "lockscope.run/1");
    for (const char* key : {"host",
                            "config",
                            "elapsed_s",
                            "tasks",
                            "calls",
                            "callbacks",
                            "throughput",
                            "guard",
                            "states",
                            "threads",
                            "probe"})
        EXPECT_TRUE(json.contains(key)) << key;
    EXPECT_EQ(json.at("tasks"), 20000);
    EXPECT_EQ(json.at("tasks"), json.at("calls"));
    EXPECT_EQ(json.at("calls"), json.at("callbacks"));
    EXPECT_EQ(json.at("guard").at("passes"), 20000);
    EXPECT_EQ(json.at("guard").at("exact"), true);
    EXPECT_EQ(json.at("threads").size(), 3U);
    for (const char* key : {"mean", "p50", "p90", "p99", "p999", "max"})
        EXPECT_TRUE(json.at("guard").at("wait_ns").contains(key)) << key;
    for (const char* key : {"index",
                            "tid",
                            "calls",
                            "contended",
                            "wait_total_ns",
                            "states",
                            "voluntary_switches",
                            "involuntary_switches"})
        EXPECT_TRUE(json.at("threads").at(0).contains(key)) << key;
    const Json& probe = json.at("probe"); // told or not, but never neither
    EXPECT_NE(probe.at("ns_per_call").is_number(), probe.at("reason").is_string()) << probe.dump();
}

TEST(CliQuality, StandsInEveryResult)
{
    const auto expectQuality = [](const Json& result, const std::string& of) {
        ASSERT_TRUE(result.contains("quality")) << of;
        const Json& quality = result.at("quality");
        for (const char* key : {"preempted_share", "throttled_share", "load"})
            EXPECT_TRUE(quality.at(key).is_null() || quality.at(key).get<double>() >= 0)
                << of << ": " << key;
        for (const Json& warning : quality.at("warnings"))
            EXPECT_FALSE(warning.get<std::string>().empty()) << of;
    };
    const auto resultOf = [](const std::string& command) {
        const Outcome done = cli(command);
        EXPECT_EQ(done.code, 0) << command << ": " << done.err;
        return done.code == 0 ? Json::parse(done.out) : Json::object();
    };
    const Json run = resultOf("run --workers 2 --seconds 0.4 --json -");
    expectQuality(run, "run");
    EXPECT_TRUE(run.at("quality").at("load").is_number()) << "0.4 s are enough to tell it";
    EXPECT_TRUE(run.at("host").contains("cpu_quota"));
    const Json compared =
        resultOf("compare --guards none --workers 1 --repeats 1 --seconds 0.05 --json -");
    expectQuality(compared, "compare");
    expectQuality(compared.at("guards").at(0), "a compared guard");
    EXPECT_TRUE(compared.at("quality").at("load").is_null()) << "0.05 s are not";
    const Json swept =
        resultOf("sweep --guards none,mutex --cpus 1 --repeats 1 --seconds 0.05 --json -");
    expectQuality(swept, "sweep");
    expectQuality(swept.at("points").at(0), "a point");
    EXPECT_TRUE(swept.at("points").at(0).at("runs").at(0).at("quality").contains("load"));
    EXPECT_TRUE(resultOf("simulate --cpus 1 --calls 1000 --json -").at("quality").is_null())
        << "what is simulated cannot be disturbed";
}

TEST(CliRun, ConfigEchoesEveryFlagByItsNameWithUnderscores)
{
    const Outcome run = cli("run --guard none --fast-path on --cpus 1 --workers 2 --placement none "
                            "--workload custom --native-ns 1 --callback-ns 2 --critical-ns 3 "
                            "--task-source counter --padding off --init-delay-ms 4 --tasks 100 "
                            "--json -");
    ASSERT_EQ(run.code, 0) << run.err;
    EXPECT_EQ(Json::parse(run.out).at("config"), Json::parse(R"({
        "guard": "none", "fast_path": true, "cpus": 1, "workers": 2, "placement": "none",
        "workload": "custom", "native_ns": 1, "callback_ns": 2, "critical_ns": 3,
        "task_source": "counter", "padding": false, "init_delay_ms": 4})"));
}

TEST(CliRun, StatesAreSharesThatSumToOne)
{
    const Json json = Json::parse(cli("run --seconds 0.3 --json -").out);
    ASSERT_TRUE(json.at("states").is_object());
    double sum = 0;
    for (const auto& [name, share] : json.at("states").items())
        sum += share.get<double>();
    EXPECT_NEAR(sum, 1, 1e-4);
}

TEST(CliRun, CountersAreCountedOrRefusedInOneSentence)
{
    const Json host = Json::parse(cli("host --json -").out);
    const Json json = Json::parse(cli("run --tasks 1000 --counters all --json -").out);
    for (const auto& [name, key] : {std::pair{"cycles", "cycles_per_call"},
                                    std::pair{"instructions", "instructions_per_call"},
                                    std::pair{"cache-misses", "cache_misses_per_call"}})
    {
        const bool counted = host.at("counters_why_not").at(name).is_null();
        EXPECT_EQ(json.at("counters").at(key).is_number(), counted) << name;
        const Outcome alone = cli(std::string("run --tasks 1000 --counters ") + name + " --json -");
        EXPECT_EQ(alone.code, counted ? 0 : 1);
        if (!counted) {
            EXPECT_EQ(alone.out, "");
            EXPECT_NE(alone.err.find(host.at("counters_why_not").at(name)), std::string::npos)
                << alone.err;
            EXPECT_EQ(std::count(alone.err.begin(), alone.err.end(), '\n'), 1);
        }
    }
    EXPECT_TRUE(json.at("counters").at("context_switches_per_call").is_number());
    EXPECT_TRUE(json.at("turn_max_ns").is_number());
}

TEST(CliRun, WritesAReportForPeopleWithoutJson)
{
    const Outcome run = cli("run --tasks 1000");
    EXPECT_EQ(run.code, 0);
    EXPECT_NE(run.out.find("throughput"), std::string::npos);
    EXPECT_NE(run.out.find("measuring costs"), std::string::npos);
}

TEST(CliRun, JsonToAFileLeavesStandardOutputForPeople)
{
    const auto file = std::filesystem::path(testing::TempDir())
        / ("lockscope-run-" + std::to_string(getpid()) + ".json");
    const Outcome run = cli("run --tasks 1000 --json " + file.string());
    EXPECT_EQ(run.code, 0) << run.err;
    EXPECT_NE(run.out.find("throughput"), std::string::npos);
    EXPECT_EQ(Json::parse(contentOf(file)).at("calls"), 1000);
    std::filesystem::remove(file);
}

TEST(CliGuards, ListsEveryGuardWithItsTraits)
{
    const Json json = Json::parse(cli("guards --json -").out);
    std::set<std::string> ids;
    for (const Json& guard : json.at("guards")) {
        ids.insert(guard.at("id"));
        for (const char* key : {"label", "description", "family", "available", "why_not", "model"})
            EXPECT_TRUE(guard.contains(key)) << key;
        for (const char* trait : {"fair", "spins", "blocks", "reader_writer", "has_try"})
            EXPECT_TRUE(guard.at("traits").at(trait).is_boolean()) << trait;
    }
    EXPECT_TRUE(ids.contains("mutex"));
    EXPECT_TRUE(ids.contains("none"));
    EXPECT_NE(cli("guards").out.find("std::mutex"), std::string::npos);
}

TEST(CliHost, SaysWhatItKnowsOfTheMachine)
{
    const Json json = Json::parse(cli("host --json -").out);
    EXPECT_GE(json.at("cpus"), 1);
    EXPECT_TRUE(json.contains("cpu_model"));
    EXPECT_TRUE(json.at("schedstat").is_boolean());
    EXPECT_EQ(cli("host").code, 0);
}

TEST(CliPublished, RunsBothGuardsForEachWorkerCountBesideThePublishedRatio)
{
    const Outcome published = cli("published --tasks 400000 --workers 1,3 --json -");
    ASSERT_EQ(published.code, 0) << published.err;
    EXPECT_EQ(published.err, "") << "no progress bar without a terminal";
    const Json json = Json::parse(published.out);
    EXPECT_EQ(json.at("schema"), "lockscope.published/1");
    ASSERT_EQ(json.at("points").size(), 2U);
    for (const Json& point : json.at("points")) {
        EXPECT_EQ(point.at("mutex").at("calls"), 400000);
        EXPECT_EQ(point.at("fast_path").at("calls"), 400000);
        EXPECT_EQ(point.at("mutex").at("config").at("task_source"), "channel");
        EXPECT_EQ(point.at("mutex").at("config").at("fast_path"), false);
        EXPECT_EQ(point.at("fast_path").at("config").at("fast_path"), true);
        const Json& ratio = point.at("ratio");
        EXPECT_GT(ratio.at("mean"), 0);
        const std::string verdict = point.at("verdict");
        if (ratio.at("slices") < 10) { // a machine so busy that a slice took most of the tasks
            EXPECT_TRUE(ratio.at("low").is_null());
            EXPECT_NE(verdict.find("unknown"), std::string::npos) << verdict;
            continue;
        }
        EXPECT_LE(ratio.at("low"), ratio.at("mean"));
        EXPECT_GE(ratio.at("high"), ratio.at("mean"));
        const bool holdsOne = ratio.at("low") <= 1 && ratio.at("high") >= 1;
        EXPECT_EQ(verdict == "no difference shown", holdsOne) << point.dump();
    }
    EXPECT_EQ(json.at("points").at(1).at("workers"), 3);
    EXPECT_NEAR(json.at("published").at("ratio").get<double>(), 1.575, 1e-3);
    EXPECT_GE(json.at("quality").at("preempted_share").get<double>(), 0);
    for (const Json& warning : json.at("quality").at("warnings"))
        EXPECT_TRUE(warning.get<std::string>().starts_with("with "))
            << "one of two numbers of workers: " << warning;
}

TEST(CliPublished, SaysThatTooFewSlicesGiveNoInterval)
{
    const Json json = Json::parse(cli("published --tasks 20 --workers 1 --json -").out);
    const Json& point = json.at("points").at(0);
    EXPECT_TRUE(point.at("ratio").at("low").is_null());
    EXPECT_TRUE(point.at("ratio").at("high").is_null());
    EXPECT_NEAR(point.at("ratio").at("mean").get<double>(),
                point.at("mutex").at("elapsed_s").get<double>()
                    / point.at("fast_path").at("elapsed_s").get<double>(),
                1e-9);
    EXPECT_EQ(point.at("verdict").get<std::string>().rfind("unknown: ", 0), 0U);
}

TEST(CliPublished, IsStillCalledSeedToo)
{
    const Outcome table = cli("seed --tasks 2000 --workers 1");
    EXPECT_EQ(table.code, 0) << table.err;
    EXPECT_NE(table.out.find("published"), std::string::npos);
    EXPECT_NE(table.out.find("1.575"), std::string::npos);
    EXPECT_NE(cli("--help").out.find("published"), std::string::npos);
}

TEST(Cli, EveryCommandHasHelp)
{
    EXPECT_EQ(cli("--help").code, 0);
    for (const std::string& command : test::cliCommands().all()) {
        const Outcome help = cli(command + " --help");
        EXPECT_EQ(help.code, 0);
        EXPECT_NE(help.out.find("--json"), std::string::npos) << command;
    }
}

TEST(CliCompare, GivesEveryFigureWithItsInterval)
{
    const Outcome compare =
        cli("compare --guards mutex,call-once --fast-path both --workers 2 --repeats 2 "
            "--seconds 0.05 --json -");
    ASSERT_EQ(compare.code, 0) << compare.err;
    const Json json = Json::parse(compare.out);
    EXPECT_EQ(json.at("schema"), "lockscope.compare/1");
    EXPECT_EQ(json.at("complete"), true);
    ASSERT_GE(json.at("guards").size(), 2U);
    for (const Json& guard : json.at("guards")) {
        for (const char* key : {"guard",
                                "fast_path",
                                "workers",
                                "rounds",
                                "exact",
                                "wait_p99_ns",
                                "wait_max_ns",
                                "turn_max_ns"})
            EXPECT_TRUE(guard.contains(key)) << key;
        for (const measure::FigureRow& row : measure::figures())
            EXPECT_EQ(guard.contains(std::string(row.id)), row.ofComparison) << row.id;
        for (const char* key : {"throughput", "wait_mean_ns", "cpu_ns_per_call", "fairness"}) {
            EXPECT_LE(guard.at(key).at("low"), guard.at(key).at("mean")) << key;
            EXPECT_GE(guard.at(key).at("high"), guard.at(key).at("mean")) << key;
        }
    }
}

} // namespace
} // namespace lockscope
