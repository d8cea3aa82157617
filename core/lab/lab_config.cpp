// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/lab_config.h"

#include "core/guards/registry.h"
#include "core/io/number_text.h"
#include "core/measure/topology.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h> // join
#include <hwloc.h>

namespace lockscope::lab {

namespace {

constexpr std::array<std::string_view, 3> kPlacementNames{"compact", "spread", "none"};

std::string list(std::span<const std::string_view> names)
{
    return fmt::format("one of {}", fmt::join(names, ", "));
}

/// The position of a name in its list; ConfigError when it is not there.
std::size_t indexOf(std::span<const std::string_view> names,
                    const std::string& field,
                    const std::string& name)
{
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
        throw ConfigError(field, name, list(names));
    return static_cast<std::size_t>(found - names.begin());
}

void checkRange(const std::string& field, std::int64_t value, std::int64_t low, std::int64_t high)
{
    if (value < low || value > high)
        throw ConfigError(field, fmt::format("{}", value), fmt::format("{} to {}", low, high));
}

void checkGuard(const LabConfig& config, const ConfigLimits& limits)
{
    const guards::GuardRow* row = guards::findGuard(config.guard);
    if (row == nullptr) {
        std::vector<std::string_view> ids;
        for (const auto& each : guards::registry())
            ids.push_back(each.id);
        throw ConfigError("guard", config.guard, list(ids));
    }
    if (const std::string whyNot = whyNotGuard(*row, limits); !whyNot.empty())
        throw ConfigError("guard", config.guard, fmt::format("an available guard. {}", whyNot));
}

constexpr std::array<std::string_view, 2> kOffOn{"off", "on"};

std::string onOff(bool on)
{
    return std::string(kOffOn[on ? 1 : 0]);
}

/// Texts by field, each turned into its value if it is there.
class Texts
{
public:
    explicit Texts(const ConfigTexts& texts)
        : m_texts(texts)
    {}

    void text(const std::string& field, std::string& into) const
    {
        if (const auto found = m_texts.find(field); found != m_texts.end())
            into = found->second;
    }

    template<class Take>
    void choice(const std::string& field, std::span<const std::string_view> names, Take take) const
    {
        if (const auto found = m_texts.find(field); found != m_texts.end())
            take(indexOf(names, field, found->second));
    }

    void onOff(const std::string& field, bool& into) const
    {
        choice(field, kOffOn, [&into](std::size_t i) { into = i == 1; });
    }

    template<class Number>
    void number(const std::string& field, Number& into) const
    {
        const auto found = m_texts.find(field);
        if (found == m_texts.end())
            return;
        const auto value = io::numberOf<Number>(found->second);
        if (!value)
            throw ConfigError(field, found->second, "a whole number of ordinary size");
        into = *value;
    }

private:
    const ConfigTexts& m_texts;
};

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
    : std::invalid_argument(fmt::format("--{} {}: not allowed; allowed: {}", field, given, allowed))
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
    checkGuard(config, limits);
    checkRange("cpus", config.cpus, 1, limits.cpus);
    checkRange("workers", config.workers, 1, limits.workers);
    checkRange("native-ns", config.nativeNs, 0, kMaxWorkNs);
    checkRange("callback-ns", config.callbackNs, 0, kMaxWorkNs);
    checkRange("critical-ns", config.criticalNs, 0, kMaxWorkNs);
    checkRange("init-delay-ms", config.initDelayMs, 0, kMaxInitDelayMs);
    if (config.workload == workload::Kind::Empty && (config.nativeNs > 0 || config.callbackNs > 0))
        throw ConfigError(config.nativeNs > 0 ? "native-ns" : "callback-ns",
                          fmt::format("{}", std::max(config.nativeNs, config.callbackNs)),
                          "0 with --workload empty");
    if (config.workload != workload::Kind::Custom && config.criticalNs > 0)
        throw ConfigError(
            "critical-ns", fmt::format("{}", config.criticalNs), "0 unless with --workload custom");
}

std::string_view placementName(Placement placement)
{
    return kPlacementNames[static_cast<std::size_t>(placement)];
}

std::span<const std::string_view> configFields()
{
    static constexpr std::array<std::string_view, 12> kFields{"guard",
                                                              "fast-path",
                                                              "cpus",
                                                              "workers",
                                                              "placement",
                                                              "workload",
                                                              "native-ns",
                                                              "callback-ns",
                                                              "critical-ns",
                                                              "task-source",
                                                              "padding",
                                                              "init-delay-ms"};
    return kFields;
}

LabConfig configFromTexts(const ConfigTexts& texts,
                          const LabConfig& base,
                          const ConfigLimits& limits)
{
    for (const auto& [field, text] : texts)
        (void)indexOf(configFields(), "config", field);

    LabConfig config = base;
    const Texts given(texts);
    given.choice("workload", workload::kKindNames, [&config](std::size_t i) {
        applyWorkloadPreset(config, static_cast<workload::Kind>(i));
    });
    given.text("guard", config.guard);
    given.onOff("fast-path", config.fastPath);
    given.number("cpus", config.cpus);
    if (config.cpus != base.cpus)
        config.workers = workersFor(config.cpus, base, limits.workers);
    given.number("workers", config.workers);
    given.choice("placement", kPlacementNames, [&config](std::size_t i) {
        config.placement = static_cast<Placement>(i);
    });
    given.number("native-ns", config.nativeNs);
    given.number("callback-ns", config.callbackNs);
    given.number("critical-ns", config.criticalNs);
    given.choice("task-source", workload::kTaskSourceNames, [&config](std::size_t i) {
        config.taskSource = static_cast<workload::TaskSourceKind>(i);
    });
    given.onOff("padding", config.padding);
    given.number("init-delay-ms", config.initDelayMs);
    validate(config, limits);
    return config;
}

measure::ConfigFacts configFacts(const LabConfig& config)
{
    return {{"guard", config.guard},
            {"fast_path", onOff(config.fastPath)},
            {"cpus", fmt::format("{}", config.cpus)},
            {"workers", fmt::format("{}", config.workers)},
            {"placement", std::string(placementName(config.placement))},
            {"workload", std::string(workload::name(config.workload))},
            {"native_ns", fmt::format("{}", config.nativeNs)},
            {"callback_ns", fmt::format("{}", config.callbackNs)},
            {"critical_ns", fmt::format("{}", config.criticalNs)},
            {"task_source", std::string(workload::name(config.taskSource))},
            {"padding", onOff(config.padding)},
            {"init_delay_ms", fmt::format("{}", config.initDelayMs)}};
}

std::string changeLabel(const LabConfig& from, const LabConfig& to)
{
    std::vector<std::string> parts;
    const auto add = [&parts](bool changed, std::string text) {
        if (changed)
            parts.push_back(std::move(text));
    };
    add(from.guard != to.guard, std::string(guards::findGuard(to.guard)->label));
    add(from.fastPath != to.fastPath, "fast path " + onOff(to.fastPath));
    add(from.cpus != to.cpus, fmt::format("{} CPU{}", to.cpus, to.cpus == 1 ? "" : "s"));
    add(from.workers != to.workers,
        fmt::format("{} worker{}", to.workers, to.workers == 1 ? "" : "s"));
    add(from.placement != to.placement, fmt::format("placement {}", placementName(to.placement)));
    add(from.workload != to.workload, std::string(workload::name(to.workload)));
    add(from.nativeNs != to.nativeNs, fmt::format("native {} ns", to.nativeNs));
    add(from.callbackNs != to.callbackNs, fmt::format("callback {} ns", to.callbackNs));
    add(from.criticalNs != to.criticalNs, fmt::format("critical {} ns", to.criticalNs));
    add(from.taskSource != to.taskSource,
        fmt::format("tasks from {}", workload::name(to.taskSource)));
    add(from.padding != to.padding, "padding " + onOff(to.padding));
    add(from.initDelayMs != to.initDelayMs, fmt::format("init delay {} ms", to.initDelayMs));
    return fmt::format("{}", fmt::join(parts, ", "));
}

} // namespace lockscope::lab
