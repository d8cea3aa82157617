// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/settings.h"

#include <string>
#include <variant>

/// Values of settings other than those that they have, for tests that go over the rows.
namespace lockscope::test {

/// Another value that the setting may have: another choice, on instead of off, a number below.
[[nodiscard]] inline std::string anotherValue(const lab::Setting& setting,
                                              const lab::LabConfig& config)
{
    const std::string now = textOf(setting, config);
    if (std::holds_alternative<lab::GuardSetting>(setting.value))
        return now == "none" ? "mutex" : "none";
    if (std::holds_alternative<lab::SwitchSetting>(setting.value))
        return now == "on" ? "off" : "on";
    if (const auto* choice = std::get_if<lab::ChoiceSetting>(&setting.value))
        return std::string(choice->names[(choice->get(config) + 1) % choice->names.size()]);
    const auto range = rangeOf(std::get<lab::NumberSetting>(setting.value), {.cpus = 64});
    const std::string high = std::to_string(range.high);
    return now == high ? std::to_string(range.high - 1) : high;
}

/// One in which every setting is another than in LabConfig's own defaults.
[[nodiscard]] inline lab::LabConfig everySettingChanged()
{
    lab::LabConfig config;
    for (const lab::Setting& setting : lab::settings())
        setFromText(setting,
                    setting.id == "workload" ? "custom" // the one that has all the times
                                             : anotherValue(setting, lab::LabConfig()),
                    config);
    return config;
}

/// Limits within which it is allowed everywhere.
inline const lab::ConfigLimits kLargeMachine{.cpus = 64};

} // namespace lockscope::test
