// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/time_range.h"

#include <string>
#include <string_view>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace lockscope::common {

/// Adds --range, for a part of a run's time; `about` is what is done with it.
CLI::Option* addRange(CLI::App& app, std::string& text, const std::string& about);

/// What --range asks for, on the run's clock: `5s..10s`, `..90s`, `1.5min..`. Without a begin from
/// 0, without an end to measure::TimeRange::Time::max(). Numbers without a unit are seconds. Throws
/// lab::ConfigError.
[[nodiscard]] measure::TimeRange parseRange(std::string_view text);

} // namespace lockscope::common
