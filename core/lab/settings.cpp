// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/settings.h"

#include "core/guards/registry.h"
#include "core/io/number_text.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h> // join

namespace lockscope::lab {

namespace {

constexpr std::array<std::string_view, 2> kOffOn{"off", "on"};

constexpr std::array<ChoiceWords, kPlacementNames.size()> kPlacementWords{{
    {"compact", "Each worker pinned to a CPU; neighbours first: cores of one package, siblings"},
    {"spread", "Each worker pinned to a CPU; far CPUs first: packages, then cores"},
    {"none", "Any worker on any of the CPUs; the kernel chooses"},
}};

constexpr std::array<ChoiceWords, workload::kKindNames.size()> kWorkloadWords{{
    {"cgo: C calls back",
     "The faithful call: a C function, the runtime's stub, the guard, and a callback that copies "
     "two 32-byte blocks."},
    {"empty: the guard alone", "The guard and an empty callback: what the guard itself costs."},
    {"custom: times below",
     "Busy work outside the guard, in the callback and under the lock, as set below."},
}};

constexpr std::array<ChoiceWords, workload::kTaskSourceNames.size()> kTaskSourceWords{{
    {"channel",
     "One shared bounded queue, as in the published experiment: a bottleneck of its own"},
    {"counter", "One shared atomic counter"},
    {"none", "Every worker on its own, so that the guard is seen alone"},
}};

bool hasWorkOutside(const LabConfig& config)
{
    return config.workload != workload::Kind::Empty;
}

bool hasWorkUnderLock(const LabConfig& config)
{
    return config.workload == workload::Kind::Custom;
}

constexpr std::array kSettings{
    Setting{.id = "guard",
            .help = "what every call must pass (the guards command lists them)",
            .title = "Guard",
            .about = "What every call must pass",
            .change = "{}",
            .value = GuardSetting{&LabConfig::guard}},
    Setting{.id = "fast-path",
            .help = "the atomic check that skips the lock once initialised",
            .title = "Fast path",
            .about = "The atomic check that skips the lock once initialisation is done",
            .change = "fast path {}",
            .value = SwitchSetting{&LabConfig::fastPath, "skips the lock"}},
    Setting{.id = "cpus",
            .help = "CPUs that the workers may use",
            .title = "CPUs",
            .about = "CPUs that the workers may use",
            .change = "{}",
            .value = NumberSetting{.member = &LabConfig::cpus,
                                   .low = 1,
                                   .high = 1,
                                   .limit = &ConfigLimits::cpus,
                                   .things = "CPU"}},
    Setting{.id = "workers",
            .help = "threads that make calls",
            .title = "Workers",
            .about = "Threads that make calls",
            .change = "{}",
            .value = NumberSetting{.member = &LabConfig::workers,
                                   .low = 1,
                                   .high = kMaxWorkers,
                                   .limit = &ConfigLimits::workers,
                                   .things = "worker"}},
    Setting{
        .id = "placement",
        .help = "how workers are put on CPUs",
        .title = "&Placement",
        .about = "How workers are put on CPUs",
        .change = "placement {}",
        .value = ChoiceSetting{
            .names = kPlacementNames,
            .words = kPlacementWords,
            .get =
                [](const LabConfig& config) { return static_cast<std::size_t>(config.placement); },
            .set = [](LabConfig& config,
                      std::size_t choice) { config.placement = static_cast<Placement>(choice); }}},
    Setting{.id = "workload",
            .help = "what a call does beside passing the guard",
            .title = "&Workload",
            .about = "What a call does beside passing the guard",
            .change = "{}",
            .value = ChoiceSetting{.names = workload::kKindNames,
                                   .words = kWorkloadWords,
                                   .get =
                                       [](const LabConfig& config) {
                                           return static_cast<std::size_t>(config.workload);
                                       },
                                   .set =
                                       [](LabConfig& config, std::size_t choice) {
                                           applyWorkloadPreset(config,
                                                               static_cast<workload::Kind>(choice));
                                       }}},
    Setting{.id = "native-ns",
            .help = "busy work on the native side of a call",
            .title = "&Native",
            .about = "Busy work of each call outside the guard",
            .change = "native {}",
            .value =
                NumberSetting{
                    .member = &LabConfig::nativeNs, .low = 0, .high = kMaxWorkNs, .unit = "ns"},
            .hasEffect = &hasWorkOutside,
            .without = "0 with --workload empty"},
    Setting{.id = "callback-ns",
            .help = "busy work in the callback",
            .title = "Call&back",
            .about = "Busy work in the callback, after the guard",
            .change = "callback {}",
            .value =
                NumberSetting{
                    .member = &LabConfig::callbackNs, .low = 0, .high = kMaxWorkNs, .unit = "ns"},
            .hasEffect = &hasWorkOutside,
            .without = "0 with --workload empty"},
    Setting{.id = "critical-ns",
            .help = "busy work under the lock, workload custom",
            .title = "Under loc&k",
            .about = "Busy work while the guard's lock is held; the fast path skips it with the "
                     "lock",
            .change = "critical {}",
            .value =
                NumberSetting{
                    .member = &LabConfig::criticalNs, .low = 0, .high = kMaxWorkNs, .unit = "ns"},
            .hasEffect = &hasWorkUnderLock,
            .without = "0 unless with --workload custom"},
    Setting{.id = "task-source",
            .help = "where workers take their tasks from",
            .title = "&Task source",
            .about = "Where workers take their tasks from",
            .change = "tasks from {}",
            .value = ChoiceSetting{.names = workload::kTaskSourceNames,
                                   .words = kTaskSourceWords,
                                   .get =
                                       [](const LabConfig& config) {
                                           return static_cast<std::size_t>(config.taskSource);
                                       },
                                   .set =
                                       [](LabConfig& config, std::size_t choice) {
                                           config.taskSource =
                                               static_cast<workload::TaskSourceKind>(choice);
                                       }}},
    Setting{.id = "padding",
            .help = "guard state on cache lines of its own",
            .title = "Padd&ing",
            .about = "Keeps the guard's flag, context and lock on separate cache lines. Go pads "
                     "neither.",
            .change = "padding {}",
            .value = SwitchSetting{&LabConfig::padding, "on cache lines of its own"}},
    Setting{.id = "init-delay-ms",
            .help = "initialise the runtime so late",
            .title = "Init &delay",
            .about = "The runtime initialises so long after the first call may begin; callers wait "
                     "for it",
            .change = "init delay {}",
            .value = NumberSetting{.member = &LabConfig::initDelayMs,
                                   .low = 0,
                                   .high = kMaxInitDelayMs,
                                   .unit = "ms"},
            .isSimulated = false},
};

std::int64_t numberIn(const LabConfig& config, const NumberSetting& number)
{
    return std::visit([&config](auto member) { return std::int64_t{config.*member}; },
                      number.member);
}

/// The position of a name in its list; ConfigError when it is not there.
std::size_t indexOf(std::span<const std::string_view> names,
                    std::string_view id,
                    const std::string& name)
{
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
        throw ConfigError(std::string(id), name, fmt::format("one of {}", fmt::join(names, ", ")));
    return static_cast<std::size_t>(found - names.begin());
}

void checkGuard(const Setting& setting, const LabConfig& config, const ConfigLimits& limits)
{
    const std::string field(setting.id);
    const guards::GuardRow* row = guards::findGuard(config.guard);
    if (row == nullptr) {
        std::vector<std::string_view> ids;
        for (const auto& each : guards::registry())
            ids.push_back(each.id);
        throw ConfigError(field, config.guard, fmt::format("one of {}", fmt::join(ids, ", ")));
    }
    if (const std::string whyNot = whyNotGuard(*row, limits); !whyNot.empty())
        throw ConfigError(field, config.guard, fmt::format("an available guard. {}", whyNot));
}

void checkNumber(const Setting& setting, std::int64_t value, const NumberRange& range)
{
    if (value < range.low || value > range.high)
        throw ConfigError(std::string(setting.id),
                          fmt::format("{}", value),
                          fmt::format("{} to {}", range.low, range.high));
}

/// Does what belongs to the kind of setting that it is.
template<class... Each>
struct ByKind : Each...
{
    using Each::operator()...;
};
template<class... Each>
ByKind(Each...) -> ByKind<Each...>;

} // namespace

std::span<const Setting> settings()
{
    return kSettings;
}

const Setting* settingNamed(std::string_view id)
{
    const auto found = std::find_if(
        kSettings.begin(), kSettings.end(), [id](const Setting& each) { return each.id == id; });
    return found == kSettings.end() ? nullptr : &*found;
}

std::string keyOf(const Setting& setting)
{
    std::string key(setting.id);
    std::replace(key.begin(), key.end(), '-', '_');
    return key;
}

SettingValue valueOf(const Setting& setting, const LabConfig& config)
{
    return std::visit(
        ByKind{
            [&](const GuardSetting& guard) -> SettingValue { return config.*guard.member; },
            [&](const SwitchSetting& toggle) -> SettingValue { return config.*toggle.member; },
            [&](const ChoiceSetting& choice) -> SettingValue {
                return std::string(choice.names[choice.get(config)]);
            },
            [&](const NumberSetting& number) -> SettingValue { return numberIn(config, number); }},
        setting.value);
}

std::string textOf(const Setting& setting, const LabConfig& config)
{
    return std::visit(ByKind{[](const std::string& text) { return text; },
                             [](bool on) { return std::string(kOffOn[on ? 1 : 0]); },
                             [](std::int64_t number) { return fmt::format("{}", number); }},
                      valueOf(setting, config));
}

void setFromText(const Setting& setting, const std::string& text, LabConfig& config)
{
    const auto numberInto = [&](auto member) {
        const auto value = io::numberOf<std::decay_t<decltype(config.*member)>>(text);
        if (!value)
            throw ConfigError(std::string(setting.id), text, "a whole number of ordinary size");
        config.*member = *value;
    };
    std::visit(ByKind{[&](const GuardSetting& guard) { config.*guard.member = text; },
                      [&](const SwitchSetting& toggle) {
                          config.*toggle.member = indexOf(kOffOn, setting.id, text) == 1;
                      },
                      [&](const ChoiceSetting& choice) {
                          choice.set(config, indexOf(choice.names, setting.id, text));
                      },
                      [&](const NumberSetting& number) { std::visit(numberInto, number.member); }},
               setting.value);
}

NumberRange rangeOf(const NumberSetting& number, const ConfigLimits& limits)
{
    return {.low = number.low,
            .high = number.limit != nullptr ? std::int64_t{limits.*number.limit} : number.high};
}

void check(const Setting& setting, const LabConfig& config, const ConfigLimits& limits)
{
    if (std::holds_alternative<GuardSetting>(setting.value))
        checkGuard(setting, config, limits);
    const auto* number = std::get_if<NumberSetting>(&setting.value);
    if (number == nullptr)
        return;
    const std::int64_t value = numberIn(config, *number);
    checkNumber(setting, value, rangeOf(*number, limits));
    if (value != 0 && setting.hasEffect != nullptr && !setting.hasEffect(config))
        throw ConfigError(
            std::string(setting.id), fmt::format("{}", value), std::string(setting.without));
}

std::string typeText(const Setting& setting)
{
    return std::visit(ByKind{[](const GuardSetting&) { return std::string("ID"); },
                             [](const SwitchSetting&) { return std::string("on|off"); },
                             [](const ChoiceSetting& choice) {
                                 return fmt::format("{}", fmt::join(choice.names, "|"));
                             },
                             [](const NumberSetting&) { return std::string("N"); }},
                      setting.value);
}

std::string helpText(const Setting& setting, const ConfigLimits& limits)
{
    const auto* number = std::get_if<NumberSetting>(&setting.value);
    if (number == nullptr)
        return std::string(setting.help);
    const NumberRange range = rangeOf(*number, limits);
    return fmt::format("{}{}{}, {} to {}",
                       setting.help,
                       number->unit.empty() ? "" : ", ",
                       number->unit,
                       range.low,
                       range.high);
}

std::string changeText(const Setting& setting, const LabConfig& config)
{
    std::string value = textOf(setting, config);
    if (const auto* number = std::get_if<NumberSetting>(&setting.value)) {
        if (!number->things.empty())
            value += fmt::format(" {}{}", number->things, value == "1" ? "" : "s");
        else
            value += fmt::format(" {}", number->unit);
    } else if (std::holds_alternative<GuardSetting>(setting.value)) {
        const guards::GuardRow* row = guards::findGuard(value);
        value = row != nullptr ? std::string(row->label) : value;
    }
    return fmt::format(fmt::runtime(setting.change), value);
}

} // namespace lockscope::lab
