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
using scaling::Sweep;
using scaling::SweepPlan;
using scaling::SweepPoint;

namespace {

constexpr double kHighestRate = 1e15; // calls/s; no machine comes near
constexpr double kLongestTime = 1e15; // ns, eleven days

std::optional<double> timeOrNull(const SweepField& field)
{
    return field.isNull() ? std::nullopt : std::optional(field.number(0, kLongestTime));
}

std::optional<measure::StateShares> statesOrNull(const SweepField& field)
{
    if (field.isNull())
        return std::nullopt;
    measure::StateShares states;
    float sum = 0;
    for (const measure::State state : measure::kStates) {
        states[state] = static_cast<float>(field.at(std::string(stateName(state))).number(0, 1));
        sum += states[state];
    }
    constexpr float kRounding = 1e-3F;
    if (std::abs(sum - 1) > kRounding)
        field.refuseFor("shares that sum to 1");
    return states;
}

/// Files of earlier versions do not have it: then nothing is known.
measure::Quality qualityFrom(const SweepField& run)
{
    constexpr double kMostCpus = 1e6;
    constexpr double kFastest = 1e6; // MHz
    measure::Quality quality;
    if (!run.json().contains("quality") || run.at("quality").isNull())
        return quality;
    const SweepField field = run.at("quality");
    const auto number = [&field](const char* key, double most) {
        const SweepField value = field.at(key);
        return value.isNull() ? std::nullopt : std::optional(value.number(0, most));
    };
    quality.preemptedShare = number("preempted_share", 1);
    quality.throttledShare = number("throttled_share", 1);
    quality.load = number("load", kMostCpus);
    quality.stolen = number("stolen", kMostCpus);
    quality.quotaCpus = number("quota_cpus", kMostCpus);
    if (const SweepField others = field.at("other_lockscopes"); !others.isNull())
        quality.otherLockscopes = others.whole(0, std::numeric_limits<int>::max());
    if (const SweepField range = field.at("frequency_mhz"); !range.isNull())
        quality.frequency = measure::FrequencyRange{.low = range.at("low").number(0, kFastest),
                                                    .high = range.at("high").number(0, kFastest)};
    return quality;
}

lab::Contender contenderFrom(const SweepField& field)
{
    return {.guard = field.at("guard").text(), .fastPath = field.at("fast_path").yesOrNo()};
}

/// The flags of the experiment, those aside that a sweep has of its own.
lab::LabConfig configFrom(const SweepField& field, const lab::ConfigLimits& limits)
{
    Json flags = field.json();
    for (const char* own : {"cpus", "workers", "workers_per_cpu", "contenders"})
        flags.erase(own);
    lab::LabConfig base = lab::defaultConfig();
    base.cpus = base.workers = 1;
    return configFromJson(flags, base, limits);
}

SweepPlan planFrom(const SweepField& file, const lab::ConfigLimits& limits)
{
    SweepPlan plan;
    const SweepField config = file.at("config");
    for (const SweepField& field : config.at("contenders").items())
        plan.contenders.push_back(contenderFrom(field));
    for (const SweepField& field : config.at("cpus").items())
        plan.cpus.push_back(field.whole(1, limits.cpus));
    if (const SweepField workers = config.at("workers"); !workers.isNull())
        plan.workers = workers.whole(1, lab::kMaxWorkers);
    plan.workersPerCpu = config.at("workers_per_cpu").whole(1, lab::kMaxWorkers);
    plan.config = configFrom(config, limits);
    plan.repeats = file.at("repeats").whole(1, lab::kMaxRepeats);
    plan.maxRepeats = file.at("max_repeats").whole(plan.repeats, lab::kMaxRepeats);
    plan.tolerance = file.at("tolerance").number(scaling::kTightest, scaling::kLoosest);
    plan.length =
        std::chrono::milliseconds(std::lround(1000 * file.at("seconds").number(0.01, 3600)));
    plan.seed = file.at("seed").count();
    scaling::validate(plan, limits);
    return plan;
}

SweepPoint pointFrom(const SweepField& field, const lab::ConfigLimits& limits)
{
    SweepPoint point{.cell = {.contender = contenderFrom(field),
                              .cpus = field.at("cpus").whole(1, limits.cpus),
                              .workers = field.at("workers").whole(1, lab::kMaxWorkers)},
                     .runs = {},
                     .cpusUsable = limits.cpus};
    const auto runs = field.at("runs").items();
    if (runs.size() > lab::kMaxRepeats)
        refuseField("runs of a point",
                    fmt::format("a list of {}", runs.size()),
                    fmt::format("{}", lab::kMaxRepeats));
    for (const SweepField& run : runs)
        point.runs.push_back({.throughput = run.at("throughput").number(0, kHighestRate),
                              .waitMeanNs = timeOrNull(run.at("wait_mean_ns")),
                              .cpuNsPerCall = timeOrNull(run.at("cpu_ns_per_call")),
                              .states = statesOrNull(run.at("states")),
                              .waitsExact = run.at("exact").yesOrNo(),
                              .quality = qualityFrom(run)});
    return point;
}

/// None for null; otherwise what `read` takes of the field.
template<class Read>
auto optionalOf(const SweepField& field, const Read& read)
{
    return field.isNull() ? std::nullopt : std::optional(read(field));
}

/// Files of earlier versions do not say when they were measured: that is unknown, like null.
std::optional<std::chrono::sys_seconds> endOf(const SweepField& plan)
{
    const auto& json = plan.json();
    if (!json.contains("ended") || plan.at("ended").isNull())
        return std::nullopt;
    const SweepField field = plan.at("ended");
    const auto ended = timeFromUtcText(field.text());
    if (!ended)
        field.refuseFor("a time like 2026-11-23T10:52:24Z, or null");
    return ended;
}

/// Files of earlier versions do not have it: that is unknown, like null.
std::optional<measure::CpuQuota> quotaFrom(const SweepField& host)
{
    if (!host.json().contains("cpu_quota") || host.at("cpu_quota").isNull())
        return std::nullopt;
    const SweepField field = host.at("cpu_quota");
    if (field.json().is_string()) {
        if (field.text() != "none")
            field.refuseFor("a number of CPUs, \"none\" or null");
        return measure::CpuQuota{};
    }
    constexpr double kLeast = 1e-6;
    constexpr double kMost = 1e9;
    return measure::CpuQuota{.cpus = field.number(kLeast, kMost)};
}

} // namespace

measure::HostFacts hostFrom(const SweepField& field)
{
    constexpr int kMostCpus = io::limits::kCpus;
    const auto text = [&field](const char* key) {
        return optionalOf(field.at(key), [](const SweepField& value) { return value.text(); });
    };
    const auto number = [&field](const char* key) {
        return optionalOf(field.at(key),
                          [](const SweepField& value) { return value.whole(1, kMostCpus); });
    };
    measure::HostFacts host;
    host.cpuModel = text("cpu_model");
    host.cpus = field.at("cpus").whole(1, kMostCpus);
    host.cpusOnline = number("cpus_online");
    host.cpuQuota = quotaFrom(field);
    host.cores = number("cores");
    host.packages = number("packages");
    host.numaNodes = number("numa_nodes");
    host.memoryBytes =
        optionalOf(field.at("memory_bytes"), [](const SweepField& value) { return value.count(); });
    host.operatingSystem = text("operating_system");
    host.kernel = text("kernel");
    host.hypervisor = text("hypervisor");
    host.architecture = field.at("architecture").text();
    host.compiler = field.at("compiler").text();
    host.buildType = field.at("build_type").text();
    host.version = field.at("version").text();
    host.clock = field.at("clock").text();
    host.schedstat = field.at("schedstat").yesOrNo();
    return host;
}

Sweep sweepFrom(const SweepField& plan,
                const std::vector<SweepField>& points,
                const lab::ConfigLimits& limits)
{
    if (points.size() > io::limits::kSweepPoints)
        refuseField("points",
                    fmt::format("a list of {}", points.size()),
                    fmt::format("at most {}", io::limits::kSweepPoints));
    Sweep sweep{.plan = planFrom(plan, limits), .points = {}};
    sweep.ended = endOf(plan);
    const auto& contenders = sweep.plan.contenders;
    for (const SweepField& field : points) {
        SweepPoint point = pointFrom(field, limits);
        if (std::find(contenders.begin(), contenders.end(), point.cell.contender)
            == contenders.end())
            field.refuseFor("a guard and fast path of config.contenders");
        if (std::any_of(sweep.points.begin(),
                        sweep.points.end(),
                        [&point](const SweepPoint& other) { return other.cell == point.cell; }))
            field.refuseFor("each guard, fast path and number of CPUs once");
        sweep.points.push_back(std::move(point));
    }
    return sweep;
}

} // namespace lockscope::report
