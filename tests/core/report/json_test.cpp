// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/json.h"
#include "tests/support/changed_settings.h"
#include "tests/support/member_count.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace lockscope::report {
namespace {

using Json = nlohmann::ordered_json;

TEST(ConfigJson, ReadsBackToTheSame)
{
    lab::LabConfig config = lab::defaultConfig();
    config.fastPath = true;
    config.padding = false;
    config.workers = 9;
    EXPECT_EQ(configFromJson(toJson(config), lab::defaultConfig()), config);
}

TEST(ConfigJson, HasEverySettingAndReadsItBack)
{
    const lab::LabConfig config = test::everySettingChanged();
    const Json json = toJson(config);
    EXPECT_EQ(json.size(), lab::settings().size());
    EXPECT_EQ(configFromJson(json, lab::LabConfig(), test::kLargeMachine), config);
    for (const lab::Setting& setting : lab::settings()) {
        Json alone = Json::object();
        alone[lab::keyOf(setting)] = json.at(lab::keyOf(setting));
        lab::LabConfig base;
        base.workload = workload::Kind::Custom;
        EXPECT_EQ(valueOf(setting, configFromJson(alone, base, test::kLargeMachine)),
                  valueOf(setting, config))
            << setting.id;
        alone[lab::keyOf(setting)] = Json::array();
        EXPECT_THROW((void)configFromJson(alone, base), lab::ConfigError) << setting.id;
    }
}

TEST(ConfigJson, WritesTheSameTextAsEver)
{
    lab::LabConfig config;
    config.guard = "mutex";
    EXPECT_EQ(toJson(config).dump(),
              R"({"guard":"mutex","fast_path":false,"cpus":1,"workers":1,"placement":"compact",)"
              R"("workload":"cgo","native_ns":0,"callback_ns":0,"critical_ns":0,)"
              R"("task_source":"none","padding":true,"init_delay_ms":0})");
}

TEST(ConfigJson, MissingFieldsKeepTheBase)
{
    lab::LabConfig base = lab::defaultConfig();
    base.guard = "none";
    EXPECT_EQ(configFromJson(Json::parse(R"({"fast_path": true})"), base).guard, "none");
}

TEST(ConfigJson, RefusesUnknownFieldsWrongTypesAndBadValues)
{
    const auto base = lab::defaultConfig();
    for (const char* bad : {R"({"colour": "red"})",
                            R"({"workers": 1.5})",
                            R"({"workers": null})",
                            R"({"workers": 0})",
                            R"({"guard": 3})",
                            R"({"fast_path": 1})",
                            "[]",
                            R"({"workers": [1]})"})
        EXPECT_THROW((void)configFromJson(Json::parse(bad), base), lab::ConfigError) << bad;
}

TEST(HostJson, HasEveryFactAndReadsItBack)
{
    const measure::HostFacts host{.cpuModel = "A CPU",
                                  .cpus = 2,
                                  .cpusOnline = 4,
                                  .cpuQuota = measure::CpuQuota{.cpus = 1.5},
                                  .cores = 3,
                                  .packages = 5,
                                  .numaNodes = 6,
                                  .memoryBytes = 7'000'000'000,
                                  .operatingSystem = "A system",
                                  .kernel = "6.1",
                                  .hypervisor = "KVM",
                                  .architecture = "x86_64",
                                  .compiler = "GCC",
                                  .buildType = "Release",
                                  .version = "1.2",
                                  .clock = "tsc",
                                  .schedstat = true};
    const Json json = toJson(host);
    EXPECT_EQ(json.dump(),
              R"({"cpu_model":"A CPU","cpus":2,"cpus_online":4,"cpu_quota":1.5,"cores":3,)"
              R"("packages":5,"numa_nodes":6,"memory_bytes":7000000000,)"
              R"("operating_system":"A system","kernel":"6.1","hypervisor":"KVM",)"
              R"("architecture":"x86_64","compiler":"GCC","build_type":"Release",)"
              R"("version":"1.2","clock":"tsc","schedstat":true})");
    EXPECT_EQ(json.size(), test::memberCount<measure::HostFacts>());
    EXPECT_EQ(toJson(hostFrom(io::CheckedValue(json))), json);
    EXPECT_EQ(toJson(hostFrom(io::CheckedValue(Json::object()))), toJson(measure::HostFacts()))
        << "what is missing is unknown";
    for (const auto& [key, value] : json.items()) {
        Json wrong = json;
        wrong[key] = Json::array();
        EXPECT_THROW((void)hostFrom(io::CheckedValue(wrong)), io::ValueError) << key;
    }
    Json limitless = json;
    limitless["cpu_quota"] = "none";
    EXPECT_EQ(hostFrom(io::CheckedValue(limitless)).cpuQuota, measure::CpuQuota{});
}

TEST(RunJson, WhatCouldNotBeMeasuredIsNullAndNeverZero)
{
    measure::RunSummary summary;
    summary.elapsed = std::chrono::seconds(2);
    summary.totals = {.tasks = 10, .calls = 10, .callbacks = 10, .passes = 10};
    summary.waits.mean = 0;
    summary.threads.push_back({.index = 0,
                               .tid = 7,
                               .calls = 10,
                               .waitSoFarNs = {},
                               .states = {},
                               .cpuNs = {},
                               .voluntarySwitches = {},
                               .involuntarySwitches = {},
                               .longestTurnNs = 900,
                               .counts = {}});
    const Json json = toJson(summary, lab::defaultConfig());
    EXPECT_EQ(json["schema"], "lockscope.run/1");
    EXPECT_EQ(json["throughput"], 5.0);
    EXPECT_EQ(json["guard"]["wait_ns"]["mean"], 0.0);
    EXPECT_TRUE(json["guard"]["wait_ns"]["p99"].is_null());
    EXPECT_TRUE(json["states"].is_null());
    EXPECT_TRUE(json["threads"][0]["voluntary_switches"].is_null());
    EXPECT_TRUE(json["probe"]["ns_per_call"].is_null());
    EXPECT_EQ(json["probe"]["reason"], "it was not measured");
    EXPECT_TRUE(json["host"]["cpu_model"].is_null());
}

TEST(RunJson, StatesAreByName)
{
    measure::RunSummary summary;
    summary.states.emplace();
    (*summary.states)[measure::State::Blocked] = 1;
    const Json states = toJson(summary, lab::defaultConfig())["states"];
    EXPECT_EQ(states.size(), measure::kStateCount);
    EXPECT_EQ(states["blocked"], 1.0);
    EXPECT_EQ(states["native"], 0.0);
}

TEST(GuardsJson, HasARowForEachGuardWithItsTraits)
{
    const Json json = toJson(guards::registry());
    EXPECT_EQ(json["guards"].size(), guards::registry().size());
    EXPECT_EQ(json["guards"][0]["id"], "mutex");
    EXPECT_EQ(json["guards"][0]["traits"]["blocks"], true);
    EXPECT_TRUE(json["guards"][0]["why_not"].is_null());
}

TEST(RunJson, AProbeCostThatIsNoiseIsNullWithItsReason)
{
    const auto probeOf = [](double low, double median, double high) {
        measure::RunSummary summary;
        summary.probe = measure::ProbeCost{.nsPerCall = median,
                                           .nsPerCallLow = low,
                                           .nsPerCallHigh = high,
                                           .share = 0.01,
                                           .pairs = 15};
        return toJson(summary, lab::defaultConfig()).at("probe");
    };
    const Json told = probeOf(1.1, 1.3, 1.6);
    EXPECT_EQ(told.at("ns_per_call"), 1.3);
    EXPECT_EQ(told.at("share"), 0.01);
    EXPECT_TRUE(told.at("reason").is_null());
    for (const Json& noise : {probeOf(-9000, 40, 10098.8),
                              probeOf(-0.4, 0.1, 0.3),
                              probeOf(0.2, 40, 10098.8),
                              probeOf(-3, -2, -1)})
    {
        EXPECT_TRUE(noise.at("ns_per_call").is_null()) << noise.dump();
        EXPECT_TRUE(noise.at("share").is_null());
        EXPECT_NE(noise.at("reason").get<std::string>().find("15 pairs of runs"),
                  std::string::npos);
        EXPECT_TRUE(noise.at("ns_per_call_high").is_number()) << "what was measured is kept";
    }
    EXPECT_EQ(probeOf(-9000, 40, 10098.8).at("reason"),
              "15 pairs of runs with and without it differ by -9000.0 to 10098.8 ns a call");
}

} // namespace
} // namespace lockscope::report
