// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <system_error>
#include <type_traits>

namespace lockscope::io {

/// A number as a person types it: decimal whatever it begins with ("010" is ten, "0x10" is none),
/// perhaps with a sign, all of the text. None when it is none, is not finite or does not fit the
/// type.
template<class Number>
[[nodiscard]] std::optional<Number> numberOf(std::string_view text)
{
    if (text.starts_with('+') && !text.starts_with("+-"))
        text.remove_prefix(1);
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    if constexpr (std::is_floating_point_v<Number>)
        if (!std::isfinite(value))
            return std::nullopt;
    return value;
}

} // namespace lockscope::io
