// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/lab_config.h"

#include "core/guards/registry.h"
#include "core/lab/settings.h"
#include "core/measure/topology.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h> // join
#include <hwloc.h>

namespace lockscope::lab {

namespace {

std::string allIds()
{
    std::vector<std::string_view> ids;
    for (const Setting& setting : settings())
        ids.push_back(setting.id);
    return fmt::format("{}", fmt::join(ids, ", "));
}

/// Workers that keep the base's workers per CPU.
int workersFor(int cpus, const LabConfig& base, int most)
{
    const std::int64_t perCpu = std::max(1, base.workers / std::max(1, base.cpus));
    return static_cast<int>(std::clamp<std::int64_t>(cpus * perCpu, 1, most));
}

} // namespace

ConfigError::ConfigError(const std::string& field,
                         const std::string& given,
                         const std::string& allowed)
    : BadInput(fmt::format("--{} {}: not allowed; allowed: {}", field, given, allowed))
    , m_field(field)
{}

void applyWorkloadPreset(LabConfig& config, workload::Kind kind)
{
    // cgo: what brings the uncontended call to the 400 ns that a real cgo task takes (10,000,000
    // tasks of the published experiment on one worker of Go 1.19.8: 4.0 s). custom: a callback
    // short enough for the guard to show on two CPUs.
    constexpr std::int64_t kCgoNativeNs = 225;
    constexpr std::int64_t kCustomCallbackNs = 48;
    config.workload = kind;
    config.nativeNs = kind == workload::Kind::Cgo ? kCgoNativeNs : 0;
    config.callbackNs = kind == workload::Kind::Custom ? kCustomCallbackNs : 0;
    config.criticalNs = 0;
}

LabConfig defaultConfig()
{
    LabConfig config;
    config.cpus = availableCpus();
    config.workers = std::min(config.cpus, kMaxWorkers);
    applyWorkloadPreset(config, workload::Kind::Cgo);
    return config;
}

int availableCpus()
{
    return std::max(1, hwloc_get_nbobjs_by_type(measure::topology(), HWLOC_OBJ_PU));
}

ConfigLimits labLimits()
{
    return {.cpus = availableCpus()};
}

std::string whyNotGuard(const guards::GuardRow& row, const ConfigLimits& limits)
{
    if (limits.guardsInstalled && !row.available)
        return std::string(row.whyNot);
    if (limits.guards
        && std::find(limits.guards->begin(), limits.guards->end(), row.id) == limits.guards->end())
        return "The program on that host was built without it";
    return {};
}

void validate(const LabConfig& config, const ConfigLimits& limits)
{
    for (const Setting& setting : settings())
        check(setting, config, limits);
}

std::string_view placementName(Placement placement)
{
    return kPlacementNames[static_cast<std::size_t>(placement)];
}

LabConfig configFromTexts(const ConfigTexts& texts,
                          const LabConfig& base,
                          const ConfigLimits& limits)
{
    for (const auto& [field, text] : texts)
        if (settingNamed(field) == nullptr)
            throw ConfigError("config", field, fmt::format("one of {}", allIds()));

    LabConfig config = base;
    for (const Setting& setting : settings()) {
        const auto given = texts.find(std::string(setting.id));
        if (given != texts.end())
            setFromText(setting, given->second, config);
        if (setting.id == "cpus" && config.cpus != base.cpus)
            config.workers = workersFor(config.cpus, base, limits.workers);
    }
    validate(config, limits);
    return config;
}

measure::ConfigFacts configFacts(const LabConfig& config)
{
    measure::ConfigFacts facts;
    for (const Setting& setting : settings())
        facts.emplace_back(keyOf(setting), textOf(setting, config));
    return facts;
}

std::string changeLabel(const LabConfig& from, const LabConfig& to)
{
    std::vector<std::string> parts;
    for (const Setting& setting : settings())
        if (valueOf(setting, from) != valueOf(setting, to))
            parts.push_back(changeText(setting, to));
    return fmt::format("{}", fmt::join(parts, ", "));
}

} // namespace lockscope::lab
