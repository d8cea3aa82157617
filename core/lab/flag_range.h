// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <string>

namespace lockscope::lab {

/// A check for a number flag that refuses in the words of the experiment's flags: what was given and
/// what is allowed.
template <class Number>
[[nodiscard]] CLI::Validator between(Number low, Number high)
{
    const std::string range = fmt::format("{} to {}", low, high);
    return {[low, high, range](std::string& text) {
                Number value {};
                const bool read = CLI::detail::lexical_cast(text, value);
                return read && value >= low && value <= high
                    ? std::string()
                    : fmt::format("{} is not allowed; allowed: {}", text, range);
            },
            range};
}

} // namespace lockscope::lab
