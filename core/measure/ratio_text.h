// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/batch_means.h"

#include <optional>
#include <string>
#include <string_view>

/// How a ratio of two measurements is said, in one place: no ratio is shown without how well it is
/// known.
namespace lockscope::measure {

/// What is said of a ratio whose interval holds 1, or that has no interval.
inline constexpr std::string_view kNoDifference = "no difference shown";

/// A ratio in words.
struct RatioText
{
    std::string value; ///< "3.36x"
    std::string interval; ///< "3.31-3.41"; empty when it is not known

    /// "3.36x (3.31-3.41)", or "3.36x (no interval)".
    [[nodiscard]] std::string whole() const;
};

/// True when all of the interval lies on one side of 1. False without an interval.
[[nodiscard]] bool showsDifference(const std::optional<Interval>& ratio);

/// The ratio with as many decimals as keep an end that is not 1 from reading as 1; what is above
/// 1000, or so small that it would read as 0, with three digits and an exponent.
[[nodiscard]] RatioText ratioText(const Interval& ratio);

/// "3.36x (3.31-3.41)", or kNoDifference.
[[nodiscard]] std::string ratioVerdict(const std::optional<Interval>& ratio);

} // namespace lockscope::measure
