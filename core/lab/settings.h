// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

/// The settings of an experiment, a row for each field of LabConfig. Texts, ranges, the sentences
/// of errors, JSON, flags, the facts in a recording and the window's controls follow from the rows.
/// The defaults are LabConfig's own.
namespace lockscope::lab {

/// The id of a row of the registry of guards.
struct GuardSetting
{
    std::string LabConfig::*member;
};

struct SwitchSetting
{
    bool LabConfig::*member;
    std::string_view on; ///< beside the box in the window: "on cache lines of its own"
};

struct ChoiceWords
{
    std::string_view label; ///< in the window's list: "custom: times below"
    std::string_view about; ///< one sentence
};
struct ChoiceSetting
{
    std::span<const std::string_view> names; ///< in texts and files
    std::span<const ChoiceWords> words; ///< as many
    std::size_t (*get)(const LabConfig& config);
    void (*set)(LabConfig& config, std::size_t choice);
};

struct NumberSetting
{
    std::variant<int LabConfig::*, std::int64_t LabConfig::*> member;
    std::int64_t low;
    std::int64_t high; ///< unless there is a limit
    int ConfigLimits::*limit = nullptr; ///< where the range ends depends on the machine
    std::string_view unit{}; ///< "ns"
    std::string_view things{}; ///< what it counts, in the singular: "worker"
};

struct Setting
{
    std::string_view id; ///< its flag without dashes in front: "fast-path"
    std::string_view help; ///< what --help says: "the atomic check that skips ..."
    std::string_view title; ///< beside its control; "&" is in front of the letter of its key
    std::string_view about; ///< of its control: one sentence
    std::string_view change; ///< what a marker says of a new value, which stands for "{}"
    std::variant<GuardSetting, SwitchSetting, ChoiceSetting, NumberSetting> value;
    /// A number that other settings may leave without an effect: then it has to be 0.
    bool (*hasEffect)(const LabConfig& config) = nullptr;
    std::string_view without{}; ///< what is allowed then: "0 with --workload empty"
    bool isSimulated = true; ///< false: a simulated machine knows nothing but 0
};

/// In the order of files and of --help. A setting comes before those that it brings values for: a
/// workload before its times, CPUs before workers.
[[nodiscard]] std::span<const Setting> settings();
/// Null for another text.
[[nodiscard]] const Setting* settingNamed(std::string_view id);

/// Its key in files: "fast_path".
[[nodiscard]] std::string keyOf(const Setting& setting);

/// What it is in a configuration: a guard's id or the name of a choice, on or off, a number.
using SettingValue = std::variant<std::string, bool, std::int64_t>;
[[nodiscard]] SettingValue valueOf(const Setting& setting, const LabConfig& config);
/// The same as the flag takes it: "mutex", "on", "8".
[[nodiscard]] std::string textOf(const Setting& setting, const LabConfig& config);
/// The other way; a workload brings its times. Throws ConfigError for what is no value of its kind;
/// whether it is in its range is for check() to say.
void setFromText(const Setting& setting, const std::string& text, LabConfig& config);

struct NumberRange
{
    std::int64_t low;
    std::int64_t high;
};
[[nodiscard]] NumberRange rangeOf(const NumberSetting& number, const ConfigLimits& limits);

/// Throws ConfigError when its value is out of its range, names something unknown, or has no
/// effect.
void check(const Setting& setting, const LabConfig& config, const ConfigLimits& limits);

/// What a flag takes: "ID", "on|off", "compact|spread|none", "N".
[[nodiscard]] std::string typeText(const Setting& setting);
/// What --help says, with unit and range.
[[nodiscard]] std::string helpText(const Setting& setting, const ConfigLimits& limits);
/// What a marker says of its value: "fast path on", "8 workers".
[[nodiscard]] std::string changeText(const Setting& setting, const LabConfig& config);

} // namespace lockscope::lab
