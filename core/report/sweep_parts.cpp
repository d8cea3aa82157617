// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/sweep_parts.h"

#include "core/io/limits.h"
#include "core/report/json.h"
#include "core/report/utc_text.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include <fmt/format.h>

namespace lockscope::report {

using Json = nlohmann::ordered_json;
using io::CheckedValue;
using study::Sweep;
using study::SweepPlan;
using study::SweepPoint;

namespace {

constexpr double kHighestRate = 1e15; // calls/s; no machine comes near
constexpr double kLongestTime = 1e15; // ns, eleven days

std::optional<double> timeOrNull(const CheckedValue& field)
{
    return field.unlessNull([](const CheckedValue& time) { return time.number(0, kLongestTime); });
}

std::optional<measure::StateShares> statesOrNull(const CheckedValue& field)
{
    if (field.isNull())
        return std::nullopt;
    measure::StateShares states;
    float sum = 0;
    for (const measure::State state : measure::kStates) {
        states[state] = static_cast<float>(field.at(stateName(state)).number(0, 1));
        sum += states[state];
    }
    constexpr float kRounding = 1e-3F;
    if (std::abs(sum - 1) > kRounding)
        field.refuse("shares that sum to 1");
    return states;
}

/// Files of earlier versions do not have it: then nothing is known.
measure::Quality qualityFrom(const CheckedValue& run)
{
    constexpr double kMostCpus = 1e6;
    constexpr double kFastest = 1e6; // MHz
    measure::Quality quality;
    const CheckedValue field = run.find("quality");
    if (field.isNull())
        return quality;
    const auto number = [&field](std::string_view key, double most) {
        return field.at(key).unlessNull(
            [most](const CheckedValue& value) { return value.number(0, most); });
    };
    quality.preemptedShare = number("preempted_share", 1);
    quality.throttledShare = number("throttled_share", 1);
    quality.load = number("load", kMostCpus);
    quality.stolen = number("stolen", kMostCpus);
    quality.quotaCpus = number("quota_cpus", kMostCpus);
    if (const CheckedValue others = field.at("other_lockscopes"); !others.isNull())
        quality.otherLockscopes = others.whole(0, std::numeric_limits<int>::max());
    if (const CheckedValue range = field.at("frequency_mhz"); !range.isNull())
        quality.frequency = measure::FrequencyRange{.low = range.at("low").number(0, kFastest),
                                                    .high = range.at("high").number(0, kFastest)};
    return quality;
}

study::Contender contenderFrom(const CheckedValue& field)
{
    return {.guard = field.at("guard").text(), .fastPath = field.at("fast_path").yesOrNo()};
}

/// The flags of the experiment, those aside that a sweep has of its own.
lab::LabConfig configFrom(const CheckedValue& field, const lab::ConfigLimits& limits)
{
    Json flags = field.json();
    for (const char* own : {"cpus", "workers", "workers_per_cpu", "contenders"})
        flags.erase(own);
    lab::LabConfig base = lab::defaultConfig();
    base.cpus = base.workers = 1;
    return configFromJson(flags, base, limits);
}

SweepPlan planFrom(const CheckedValue& file, const lab::ConfigLimits& limits)
{
    SweepPlan plan;
    const CheckedValue config = file.at("config");
    for (const CheckedValue& field : config.at("contenders").items())
        plan.contenders.push_back(contenderFrom(field));
    for (const CheckedValue& field : config.at("cpus").items())
        plan.cpus.push_back(field.whole(1, limits.cpus));
    if (const CheckedValue workers = config.at("workers"); !workers.isNull())
        plan.workers = workers.whole(1, lab::kMaxWorkers);
    plan.workersPerCpu = config.at("workers_per_cpu").whole(1, lab::kMaxWorkers);
    plan.config = configFrom(config, limits);
    plan.repeats = file.at("repeats").whole(1, study::kMaxRepeats);
    plan.maxRepeats = file.at("max_repeats").whole(plan.repeats, study::kMaxRepeats);
    plan.tolerance = file.at("tolerance").number(study::kTightest, study::kLoosest);
    plan.length =
        std::chrono::milliseconds(std::lround(1000 * file.at("seconds").number(0.01, 3600)));
    plan.seed = file.at("seed").count();
    study::validate(plan, limits);
    return plan;
}

SweepPoint pointFrom(const CheckedValue& field, const lab::ConfigLimits& limits)
{
    SweepPoint point{.cell = {.contender = contenderFrom(field),
                              .cpus = field.at("cpus").whole(1, limits.cpus),
                              .workers = field.at("workers").whole(1, lab::kMaxWorkers)},
                     .runs = {},
                     .cpusUsable = limits.cpus};
    for (const CheckedValue& run : field.at("runs").items(study::kMaxRepeats))
        point.runs.push_back({.throughput = run.at("throughput").number(0, kHighestRate),
                              .waitMeanNs = timeOrNull(run.at("wait_mean_ns")),
                              .cpuNsPerCall = timeOrNull(run.at("cpu_ns_per_call")),
                              .states = statesOrNull(run.at("states")),
                              .waitsExact = run.at("exact").yesOrNo(),
                              .quality = qualityFrom(run)});
    return point;
}

/// Files of earlier versions do not say when they were measured: that is unknown, like null.
std::optional<std::chrono::sys_seconds> endOf(const CheckedValue& plan)
{
    const CheckedValue field = plan.find("ended");
    if (field.isNull())
        return std::nullopt;
    const auto ended = timeFromUtcText(field.text());
    if (!ended)
        field.refuse("a time like 2026-11-23T10:52:24Z, or null");
    return ended;
}

} // namespace

Sweep sweepFrom(const CheckedValue& plan,
                const std::vector<CheckedValue>& points,
                const lab::ConfigLimits& limits)
{
    if (points.size() > io::limits::kSweepPoints)
        throw io::ValueError("points",
                             fmt::format("a list of {}", points.size()),
                             fmt::format("at most {}", io::limits::kSweepPoints));
    Sweep sweep{.plan = planFrom(plan, limits), .points = {}};
    sweep.ended = endOf(plan);
    const auto& contenders = sweep.plan.contenders;
    for (const CheckedValue& field : points) {
        SweepPoint point = pointFrom(field, limits);
        if (std::find(contenders.begin(), contenders.end(), point.cell.contender)
            == contenders.end())
            field.refuse("a guard and fast path of config.contenders");
        if (std::any_of(sweep.points.begin(),
                        sweep.points.end(),
                        [&point](const SweepPoint& other) { return other.cell == point.cell; }))
            field.refuse("each guard, fast path and number of CPUs once");
        sweep.points.push_back(std::move(point));
    }
    return sweep;
}

} // namespace lockscope::report
