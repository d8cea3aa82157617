// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/json.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace lockscope::exporting {
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

TEST(ConfigJson, MissingFieldsKeepTheBase)
{
    lab::LabConfig base = lab::defaultConfig();
    base.guard = "none";
    EXPECT_EQ(configFromJson(Json::parse(R"({"fast_path": true})"), base).guard, "none");
}

TEST(ConfigJson, RefusesUnknownFieldsWrongTypesAndBadValues)
{
    const auto base = lab::defaultConfig();
    for (const char* bad : {R"({"colour": "red"})", R"({"workers": 1.5})", R"({"workers": null})",
                            R"({"workers": 0})", R"({"guard": 3})", R"({"fast_path": 1})", "[]",
                            R"({"workers": [1]})"})
        EXPECT_THROW((void)configFromJson(Json::parse(bad), base), lab::ConfigError) << bad;
}

TEST(RunJson, WhatCouldNotBeMeasuredIsNullAndNeverZero)
{
    measure::RunSummary summary;
    summary.elapsed = std::chrono::seconds(2);
    summary.totals = {.tasks = 10, .calls = 10, .callbacks = 10, .passes = 10};
    summary.waits.mean = 0;
    summary.threads.push_back({.index = 0, .tid = 7, .calls = 10, .waitSoFarNs = {}, .states = {}, .cpuNs = {},
                               .voluntarySwitches = {}, .involuntarySwitches = {}, .longestTurnNs = 900, .counts = {}});
    const Json json = toJson(summary, lab::defaultConfig());
    EXPECT_EQ(json["schema"], "lockscope.run/1");
    EXPECT_EQ(json["throughput"], 5.0);
    EXPECT_EQ(json["guard"]["wait_ns"]["mean"], 0.0);
    EXPECT_TRUE(json["guard"]["wait_ns"]["p99"].is_null());
    EXPECT_TRUE(json["states"].is_null());
    EXPECT_TRUE(json["threads"][0]["voluntary_switches"].is_null());
    EXPECT_TRUE(json["probe"]["ns_per_call"].is_null());
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

} // namespace
} // namespace lockscope::exporting
