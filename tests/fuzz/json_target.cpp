// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/json_target.h"

#include "core/io/checked_json.h"
#include "core/report/json.h"
#include "core/report/merge_json.h"
#include "core/report/sweep_json.h"
#include "core/simulation/machine_file.h"

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <nlohmann/json.hpp>

namespace lockscope::test {

namespace {

using Json = nlohmann::ordered_json;

void require(bool holds, const char* what)
{
    if (holds)
        return;
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

std::size_t depthOf(const Json& json)
{
    std::size_t deepest = 0;
    if (json.is_structured())
        for (const Json& each : json)
            deepest = std::max(deepest, 1 + depthOf(each));
    return deepest + (json.is_structured() && json.empty() ? 1 : 0);
}

void readMachineJson(const Json& json)
{
    try {
        const simulation::Machine machine = simulation::machineFromJson(json);
        require(simulation::machineFromJson(simulation::toJson(machine)) == machine,
                "a machine comes back the same");
    } catch (const lab::ConfigError&) { // a sentence
    }
}

void readSettings(const Json& json)
{
    if (!json.is_object()) // who reads settings says so first
        return;
    try {
        const lab::LabConfig config = report::configFromJson(json, lab::defaultConfig());
        require(report::configFromJson(report::toJson(config), lab::defaultConfig()) == config,
                "settings come back the same");
    } catch (const lab::ConfigError&) {
    }
}

void readSweeps(std::string_view text)
{
    try {
        for (const study::HostSweep& each : report::readHostSweeps(text)) {
            const Json once = report::toJson(each.sweep, each.host);
            const study::HostSweep again = report::readHostSweep(once.dump());
            require(report::toJson(again.sweep, again.host) == once, "a sweep comes back the same");
        }
    } catch (const report::SweepFileError&) {
    }
}

/// A small sweep of a machine of its own.
study::HostSweep sweepOfSeed(const std::string& model, double gamma)
{
    study::HostSweep made;
    made.name = model;
    made.host.cpuModel = model;
    made.host.cpus = 8;
    study::SweepPlan& plan = made.sweep.plan;
    plan.config = lab::defaultConfig();
    plan.config.cpus = plan.config.workers = 1;
    plan.contenders = {{"mutex", false}};
    plan.cpus = {1, 2, 4};
    plan.repeats = plan.maxRepeats = 1;
    for (const int cpus : plan.cpus) {
        study::SweepPoint& point = made.sweep.points.emplace_back();
        point.cell = {{"mutex", false}, cpus, cpus};
        point.runs.emplace_back().throughput = gamma * cpus / (1 + 0.1 * (cpus - 1));
    }
    return made;
}

} // namespace

void readForeignJson(std::span<const std::uint8_t> input)
{
    const std::string_view text(reinterpret_cast<const char*>(input.data()), input.size());
    // Small limits, so that inputs of a fuzzer's size reach them.
    const io::JsonLimits few{
        .bytes = 20'000, .values = 500, .members = 40, .depth = 8, .text = 300};
    try {
        const Json json = io::readJson(text, few);
        require(depthOf(json) <= few.depth, "no deeper than allowed");
        require(io::readJson(json.dump(), few) == json, "JSON comes back the same");
        require(Json::accept(text), "nothing is read that is no JSON");
        readMachineJson(json);
        readSettings(json);
    } catch (const io::JsonError&) {
    }
    readSweeps(text);
}

std::vector<std::string> jsonSeeds()
{
    std::vector<std::string> seeds;
    seeds.push_back(simulation::toJson(*simulation::findPreset("2x16")).dump());
    const study::HostSweep a = sweepOfSeed("Model A", 1e6);
    seeds.push_back(report::toJson(a.sweep, a.host).dump());
    seeds.push_back(report::toJson(study::mergeSweeps({a, sweepOfSeed("Model B", 3e6)})).dump());
    seeds.push_back(report::toJson(lab::defaultConfig()).dump());
    seeds.emplace_back(
        R"({"fast_path": true, "rate": 20, "ping": 1, "silence": 5, "stop": false})");
    seeds.emplace_back(
        "[[[[[[[[1e308,-0,0.5,18446744073709551615,\"\\u00e9\\ud834\\udd1e\"]]]]]]]]");
    return seeds;
}

} // namespace lockscope::test
