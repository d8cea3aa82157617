// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/range_flag.h"

#include "core/io/limits.h"
#include "core/io/number_text.h"
#include "core/lab/lab_config.h"

#include <CLI/CLI.hpp>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace lockscope::common {

namespace {

using Time = measure::TimeRange::Time;

constexpr std::string_view kDots = "..";
constexpr const char* kAllowed =
    "FROM..UNTIL, a later time behind an earlier one, such as 5s..10s, "
    "..90s or 1.5min..; units are ms, s, min and h";

/// None of what is no time, below 0, or beyond what a recording can have.
std::optional<Time> timeOf(std::string_view text)
{
    using Unit = std::pair<std::string_view, double>;
    constexpr std::array kUnits{
        Unit{"ms", 1e6}, Unit{"min", 60e9}, Unit{"h", 3600e9}, Unit{"s", 1e9}, Unit{"", 1e9}};
    for (const auto& [unit, ns] : kUnits) {
        if (!text.ends_with(unit))
            continue;
        text.remove_suffix(unit.size());
        const auto number = io::numberOf<double>(text);
        if (!number || !(*number >= 0) || *number * ns > static_cast<double>(io::limits::kTimeNs))
            return std::nullopt;
        return Time(std::llround(*number * ns));
    }
    return std::nullopt;
}

} // namespace

CLI::Option* addRange(CLI::App& app, std::string& text, const std::string& about)
{
    return app.add_option("--range", text, about)->type_name("FROM..UNTIL");
}

measure::TimeRange parseRange(std::string_view text)
{
    const auto refusal = [text] { return lab::ConfigError("range", std::string(text), kAllowed); };
    const std::size_t dots = text.find(kDots);
    if (dots == std::string_view::npos)
        throw refusal();
    const std::string_view from = text.substr(0, dots);
    const std::string_view until = text.substr(dots + kDots.size());
    if (from.empty() && until.empty())
        throw refusal();
    const auto begin = from.empty() ? Time{0} : timeOf(from);
    const auto end = until.empty() ? Time::max() : timeOf(until);
    if (!begin || !end || *end <= *begin)
        throw refusal();
    return {*begin, *end};
}

} // namespace lockscope::common
