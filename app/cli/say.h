// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/text_fit.h"

#include <cstdio>
#include <string_view>
#include <tuple>
#include <type_traits>

#include <fmt/format.h>

namespace lockscope::cli {

/// A text as it may reach a terminal, on one line; anything else as it is.
template<class T>
[[nodiscard]] auto fitForTerminal(const T& value)
{
    if constexpr (std::is_convertible_v<const T&, std::string_view>)
        return io::forTerminal(std::string_view(value));
    else
        return value;
}

/// Formats with every text among the arguments made fit for a terminal: it may come from a
/// recording or a file. Ends of lines belong into the format.
template<class... Args>
[[nodiscard]] std::string lineOf(fmt::format_string<Args...> format, Args&&... args)
{
    const auto fit = std::make_tuple(fitForTerminal(args)...);
    return std::apply(
        [&format](const auto&... each) {
            return fmt::vformat(format, fmt::make_format_args(each...));
        },
        fit);
}

/// Prints to standard output; all that a command says to people goes through here.
template<class... Args>
void say(fmt::format_string<Args...> format, Args&&... args)
{
    const std::string text = lineOf(format, std::forward<Args>(args)...);
    std::fwrite(text.data(), 1, text.size(), stdout);
}

/// Prints to standard error.
template<class... Args>
void sayAside(fmt::format_string<Args...> format, Args&&... args)
{
    const std::string text = lineOf(format, std::forward<Args>(args)...);
    std::fwrite(text.data(), 1, text.size(), stderr);
}

} // namespace lockscope::cli
