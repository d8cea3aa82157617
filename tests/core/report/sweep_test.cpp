// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/sweep_csv.h"
#include "core/report/sweep_json.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

namespace lockscope::report {
namespace {

using Json = nlohmann::ordered_json;
using study::Sweep;

measure::HostFacts thisHost()
{
    measure::HostFacts host;
    host.cpuModel = "A CPU";
    host.cpus = 4;
    return host;
}

/// Two guards on one CPU; the second has not been run yet.
Sweep someSweep()
{
    Sweep sweep;
    sweep.plan.config = lab::defaultConfig();
    sweep.plan.config.cpus = sweep.plan.config.workers = 1;
    sweep.plan.config.placement = lab::Placement::Spread;
    sweep.plan.contenders = {{"mutex", false}, {"mutex", true}};
    sweep.plan.cpus = {1};
    sweep.plan.workersPerCpu = 3;
    sweep.plan.repeats = 2;
    sweep.plan.maxRepeats = 7;
    sweep.plan.tolerance = 0.125;
    sweep.plan.length = std::chrono::milliseconds(1250);
    sweep.plan.seed = 18'000'000'000'000'000'000U;
    sweep.points = {{.cell = {{"mutex", false}, 1, 3}, .runs = {}},
                    {.cell = {{"mutex", true}, 1, 3}, .runs = {}}};
    sweep.points[0].runs = {
        {.throughput = 1e6 / 3, .waitMeanNs = 12.5, .cpuNsPerCall = 40, .states = {}},
        {.throughput = 4e5,
         .waitMeanNs = {},
         .cpuNsPerCall = {},
         .states = {},
         .waitsExact = false}};
    sweep.points[0].runs[0].states.emplace().share = {0.5, 0.25, 0.125, 0.125, 0, 0};
    sweep.ended = std::chrono::sys_days(std::chrono::year(2026) / 2 / 28) + std::chrono::hours(23)
        + std::chrono::minutes(5) + std::chrono::seconds(9);
    return sweep;
}

TEST(SweepJson, HasTheDocumentedFields)
{
    const Json json = toJson(someSweep(), thisHost());
    EXPECT_EQ(json["schema"], "lockscope.sweep/1");
    EXPECT_EQ(json["complete"], false);
    EXPECT_EQ(json["ended"], "2026-02-28T23:05:09Z");
    ASSERT_EQ(json["points"].size(), 1U) << "what was not run is no point";
    const Json& point = json["points"][0];
    EXPECT_EQ(point["guard"], "mutex");
    EXPECT_EQ(point["fast_path"], false);
    EXPECT_EQ(point["cpus"], 1);
    EXPECT_EQ(point["workers"], 3);
    EXPECT_LT(point["throughput"]["low"], point["throughput"]["mean"]);
    EXPECT_GT(point["throughput"]["high"], point["throughput"]["mean"]);
    EXPECT_EQ(point["wait_mean_ns"], 12.5);
    EXPECT_EQ(point["states"]["native"], 0.5);
    EXPECT_EQ(point["cpu_ns_per_call"], 40);
    EXPECT_EQ(point["repeats"], 2);
    EXPECT_EQ(point["exact"], false);
    EXPECT_TRUE(point["runs"][1]["wait_mean_ns"].is_null()) << "unknown is not 0";
    ASSERT_EQ(json["fits"].size(), 2U);
    EXPECT_EQ(json["fits"][1]["fast_path"], true);
    EXPECT_EQ(json["fits"][1]["fits"], false);
}

TEST(SweepJson, ReadsBackToTheSame)
{
    const Sweep sweep = someSweep();
    const Sweep read = readSweep(toJson(sweep, thisHost()).dump(), thisHost());
    EXPECT_EQ(read.plan.config, sweep.plan.config);
    EXPECT_EQ(read.plan.contenders, sweep.plan.contenders);
    EXPECT_EQ(read.plan.cpus, sweep.plan.cpus);
    EXPECT_EQ(read.plan.workers, sweep.plan.workers);
    EXPECT_EQ(read.plan.workersPerCpu, 3);
    EXPECT_EQ(read.plan.repeats, 2);
    EXPECT_EQ(read.plan.maxRepeats, 7);
    EXPECT_EQ(read.plan.tolerance, 0.125);
    EXPECT_EQ(read.plan.length, sweep.plan.length);
    EXPECT_EQ(read.plan.seed, sweep.plan.seed);
    ASSERT_EQ(read.points.size(), 1U);
    EXPECT_EQ(read.points[0].cell, sweep.points[0].cell);
    EXPECT_EQ(read.points[0].runs, sweep.points[0].runs);
    EXPECT_EQ(read.ended, sweep.ended);
}

TEST(SweepJson, KeepsWhatDisturbedEachRunAndSaysItOfPointAndSweep)
{
    Sweep sweep = someSweep();
    sweep.points[0].cpusUsable = 1;
    for (study::SweepRun& run : sweep.points[0].runs)
        run.quality = {.preemptedShare = 0.7,
                       .throttledShare = 0,
                       .load = 0.5,
                       .stolen = {},
                       .quotaCpus = {},
                       .otherLockscopes = 1,
                       .frequency = measure::FrequencyRange{.low = 800, .high = 3200}};
    const Json json = toJson(sweep, thisHost());
    EXPECT_EQ(json["points"][0]["runs"][0]["quality"]["load"], 0.5);
    EXPECT_FALSE(json["points"][0]["runs"][0]["quality"].contains("warnings"));
    EXPECT_EQ(json["points"][0]["quality"]["preempted_share"], 0.7);
    EXPECT_TRUE(json["points"][0]["quality"]["quota_cpus"].is_null());
    EXPECT_EQ(json["points"][0]["quality"]["warnings"].size(),
              2U); // 3 workers on a CPU: 0.7 is above 0.67 by too little
    EXPECT_EQ(json["quality"]["warnings"].size(), 3U) << json["quality"]; // and the clock rates
    EXPECT_EQ(readSweep(json.dump(), thisHost()).points[0].runs, sweep.points[0].runs);
}

TEST(SweepJson, OfAnEarlierVersionDoesNotKnowWhatDisturbedIt)
{
    Json json = toJson(someSweep(), thisHost());
    for (Json& run : json["points"][0]["runs"])
        run.erase("quality");
    json["host"].erase("cpu_quota");
    EXPECT_EQ(readSweep(json.dump(), thisHost()).points[0].quality(), measure::Quality{});
    EXPECT_FALSE(readHostSweep(json.dump()).host.cpuQuota);
}

TEST(SweepJson, KnowsTheQuotaOfItsHost)
{
    measure::HostFacts host = thisHost();
    for (const auto& quota : {std::optional(measure::CpuQuota{.cpus = 0.2}),
                              std::optional(measure::CpuQuota{}),
                              std::optional<measure::CpuQuota>()})
    {
        host.cpuQuota = quota;
        EXPECT_EQ(readHostSweep(toJson(someSweep(), host).dump()).host.cpuQuota, quota);
    }
    Json json = toJson(someSweep(), host);
    for (const Json& quota : {Json("half"), Json(0), Json(-1), Json(true)}) {
        json["host"]["cpu_quota"] = quota;
        EXPECT_THROW((void)readHostSweep(json.dump()), SweepFileError) << quota;
    }
}

TEST(SweepJson, OfAnEarlierVersionDoesNotKnowWhenItWasMeasured)
{
    Json json = toJson(someSweep(), thisHost());
    json.erase("ended");
    EXPECT_EQ(readSweep(json.dump(), thisHost()).ended, std::nullopt);
    json["ended"] = nullptr;
    EXPECT_EQ(readSweep(json.dump(), thisHost()).ended, std::nullopt);
}

TEST(SweepJson, ReadBackItIsNotCompleteWithoutAPointForEachCell)
{
    Sweep sweep = someSweep();
    sweep.plan.tolerance = 1;
    sweep.points[1].runs = sweep.points[0].runs;
    sweep.plan.maxRepeats = 2;
    EXPECT_TRUE(readSweep(toJson(sweep, thisHost()).dump(), thisHost()).complete());
    sweep.points[1].runs.clear(); // then the file has no point of it
    EXPECT_FALSE(readSweep(toJson(sweep, thisHost()).dump(), thisHost()).complete());
}

struct Defect
{
    const char* name;
    std::function<void(Json&)> make;
    const char* named; ///< must stand in the sentence
};

void PrintTo(const Defect& defect, std::ostream* out)
{
    *out << defect.name;
}

class SweepReaderRefuses : public testing::TestWithParam<Defect>
{};

TEST_P(SweepReaderRefuses, InOneSentenceThatNamesTheField)
{
    Json json = toJson(someSweep(), thisHost());
    GetParam().make(json);
    try {
        (void)readSweep(json.dump(), thisHost());
        FAIL() << "was read";
    } catch (const SweepFileError& error) {
        const std::string sentence = error.what();
        EXPECT_NE(sentence.find(GetParam().named), std::string::npos) << sentence;
        EXPECT_NE(sentence.find("allowed: "), std::string::npos) << sentence;
        EXPECT_EQ(sentence.find('\n'), std::string::npos) << sentence;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Sweep,
    SweepReaderRefuses,
    testing::Values(
        Defect{"a_list", [](Json& json) { json = Json::array(); }, "it is []"},
        Defect{"a_share_above_1",
               [](Json& json) { json["points"][0]["runs"][0]["quality"]["preempted_share"] = 1.5; },
               "points[0].runs[0].quality.preempted_share is 1.5"},
        Defect{"a_quality_that_is_a_text",
               [](Json& json) { json["points"][0]["runs"][0]["quality"] = "good"; },
               "quality"},
        Defect{"no_schema", [](Json& json) { json.erase("schema"); }, "schema is missing"},
        Defect{"another_schema",
               [](Json& json) { json["schema"] = "lockscope.run/1"; },
               "schema is \"lockscope.run/1\""},
        Defect{"another_cpu",
               [](Json& json) { json["host"]["cpu_model"] = "B CPU"; },
               "'B CPU' with 4 CPUs"},
        Defect{"more_cpus", [](Json& json) { json["host"]["cpus"] = 64; }, "with 64 CPUs"},
        Defect{"no_config", [](Json& json) { json.erase("config"); }, "config is missing"},
        Defect{
            "config_is_text", [](Json& json) { json["config"] = "mutex"; }, "config is \"mutex\""},
        Defect{"unknown_flag", [](Json& json) { json["config"]["colour"] = "red"; }, "colour"},
        Defect{"flag_out_of_range",
               [](Json& json) { json["config"]["native_ns"] = -1; },
               "--native-ns -1"},
        Defect{"no_contenders",
               [](Json& json) { json["config"]["contenders"] = Json::array(); },
               "--guards none"},
        Defect{"unknown_guard",
               [](Json& json) { json["config"]["contenders"][0]["guard"] = "x"; },
               "--guard x"},
        Defect{"cpu_count_0",
               [](Json& json) { json["config"]["cpus"][0] = 0; },
               "config.cpus[0] is 0"},
        Defect{"cpu_count_huge",
               [](Json& json) { json["config"]["cpus"][0] = 1e18; },
               "config.cpus[0]"},
        Defect{"repeats_is_half", [](Json& json) { json["repeats"] = 1.5; }, "repeats is 1.5"},
        Defect{
            "limit_below_repeats", [](Json& json) { json["max_repeats"] = 1; }, "max_repeats is 1"},
        Defect{
            "no_tolerance", [](Json& json) { json["tolerance"] = nullptr; }, "tolerance is null"},
        Defect{"length_0", [](Json& json) { json["seconds"] = 0; }, "seconds is 0"},
        Defect{"seed_negative", [](Json& json) { json["seed"] = -1; }, "seed is -1"},
        Defect{"ended_in_local_time",
               [](Json& json) { json["ended"] = "2026-02-28T23:05:09+01:00"; },
               "ended is \"2026-02-28T23:05:09+01:00\""},
        Defect{"ended_on_no_day",
               [](Json& json) { json["ended"] = "2026-02-30T23:05:09Z"; },
               "ended is \"2026-02-30"},
        Defect{"a_newer_version",
               [](Json& json) { json["schema"] = "lockscope.sweep/2"; },
               "schema is \"lockscope.sweep/2\""},
        Defect{"points_are_none", [](Json& json) { json["points"] = 7; }, "points is 7"},
        Defect{"a_point_twice",
               [](Json& json) { json["points"].push_back(json["points"][0]); },
               "points[1] is"},
        Defect{"a_point_of_no_contender",
               [](Json& json) { json["points"][0]["guard"] = "none"; },
               "a guard and fast path of config.contenders"},
        Defect{"point_without_runs",
               [](Json& json) { json["points"][0].erase("runs"); },
               "points[0].runs is missing"},
        Defect{"throughput_negative",
               [](Json& json) { json["points"][0]["runs"][1]["throughput"] = -5; },
               "points[0].runs[1].throughput is -5"},
        Defect{"throughput_null",
               [](Json& json) { json["points"][0]["runs"][0]["throughput"] = nullptr; },
               "throughput is null"},
        Defect{"wait_is_text",
               [](Json& json) { json["points"][0]["runs"][0]["wait_mean_ns"] = "long"; },
               "wait_mean_ns is \"long\""},
        Defect{"states_do_not_sum_to_1",
               [](Json& json) { json["points"][0]["runs"][0]["states"]["idle"] = 0.5; },
               "shares that sum to 1"},
        Defect{"a_state_is_missing",
               [](Json& json) { json["points"][0]["runs"][0]["states"].erase("idle"); },
               "states.idle is missing"},
        Defect{"exact_is_a_number",
               [](Json& json) { json["points"][0]["runs"][0]["exact"] = 1; },
               "exact is 1"},
        Defect{"too_many_runs",
               [](Json& json) {
                   const Json run = json["points"][0]["runs"][0];
                   for (int i = 0; i < study::kMaxRepeats; ++i)
                       json["points"][0]["runs"].push_back(run);
               },
               "points[0].runs is a list of"}),
    [](const auto& each) { return each.param.name; });

TEST(SweepReader, RefusesWhatWasCutShortAndWhatIsNoFile)
{
    const std::string whole = toJson(someSweep(), thisHost()).dump();
    for (const std::size_t length :
         {std::size_t{0}, std::size_t{1}, whole.size() / 2, whole.size() - 1})
        EXPECT_THROW((void)readSweep(whole.substr(0, length), thisHost()), SweepFileError)
            << length;
    const std::string deep(2'000'000, '[');
    EXPECT_THROW((void)readSweep(deep, thisHost()), SweepFileError) << "no stack for that";
    for (const char* path : {"/no/such/sweep.json", "/"})
        try {
            (void)readSweepFile(path, thisHost());
            ADD_FAILURE() << path << " was read";
        } catch (const SweepFileError& error) {
            EXPECT_TRUE(std::string(error.what()).starts_with(std::string(path) + ": "))
                << error.what();
        }
}

TEST(SweepCsv, HasALineForEachPointAndNothingForWhatIsUnknown)
{
    Sweep sweep = someSweep();
    for (study::SweepRun& run : sweep.points[0].runs)
        run.quality = {.preemptedShare = 0.7, .load = 0.4};
    sweep.points[1].runs = {
        {.throughput = 5e5, .waitMeanNs = {}, .cpuNsPerCall = {}, .states = {}}};
    std::istringstream lines(toCsv(sweep));
    std::string line;
    ASSERT_TRUE(std::getline(lines, line));
    EXPECT_EQ(line,
              "guard,fast_path,cpus,workers,repeats,throughput,throughput_low,throughput_high,wait_"
              "mean_ns,"
              "cpu_ns_per_call,exact,native,guard,blocked,callback,preempted,idle,preempted_share,"
              "throttled_share,load");
    ASSERT_TRUE(std::getline(lines, line));
    EXPECT_TRUE(line.starts_with("mutex,off,1,3,2,366666.6")) << line;
    EXPECT_TRUE(line.ends_with(",12.5,40,no,0.5,0.25,0.125,0.125,0,0,0.7,,0.4")) << line;
    ASSERT_TRUE(std::getline(lines, line));
    EXPECT_EQ(line, "mutex,on,1,3,1,500000,,,,,yes,,,,,,,,,");
    EXPECT_FALSE(std::getline(lines, line));
}

} // namespace
} // namespace lockscope::report
