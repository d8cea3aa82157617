// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/number_text.h"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <limits>
#include <string>

#include <fmt/format.h>

namespace lockscope::common {

/// Reads a number flag, for Option::transform(): as io::numberOf() does, because CLI11 by itself
/// takes "010" for eight; refused in the words of the experiment's flags, by what was given and
/// what is allowed.
template<class Number>
[[nodiscard]] CLI::Validator between(Number low, Number high)
{
    const std::string range = fmt::format("{} to {}", low, high);
    return {[low, high, range](std::string& text) {
                const auto value = io::numberOf<Number>(text);
                if (!value || *value < low || *value > high)
                    return fmt::format("{} is not allowed; allowed: {}", text, range);
                text = fmt::format("{}", *value);
                return std::string();
            },
            range};
}

/// The same for a seed of random numbers, which may be any.
[[nodiscard]] inline CLI::Validator seedNumber()
{
    CLI::Validator any = between(std::uint64_t{0}, std::numeric_limits<std::uint64_t>::max());
    return any.description("");
}

} // namespace lockscope::common
