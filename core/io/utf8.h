// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace lockscope::io {

/// A character at some place of a text, or one byte that is no part of any.
struct Utf8Character
{
    char32_t code = 0; ///< the byte itself when it is not valid
    std::size_t size = 1; ///< bytes
    bool valid = false;
};

/// The character that begins at `at`, which is within the text. RFC 3629: no surrogates, no
/// overlong forms, up to U+10FFFF. Any thread.
[[nodiscard]] inline Utf8Character characterAt(std::string_view text, std::size_t at)
{
    const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at);
    if (first < 0x80)
        return {.code = first, .size = 1, .valid = true};
    const Utf8Character broken{.code = first, .size = 1, .valid = false};
    const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() - at < size)
        return broken;
    constexpr unsigned kPayloadBits = 6;
    char32_t code = first & (0x7FU >> size);
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(at + i) & 0xC0U) != 0x80)
            return broken;
        code = code << kPayloadBits | (byte(at + i) & 0x3FU);
    }
    const bool overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (overlong || surrogate || code > 0x10FFFF)
        return broken;
    return {.code = code, .size = size, .valid = true};
}

[[nodiscard]] inline bool isUtf8(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const Utf8Character character = characterAt(text, at);
        if (!character.valid)
            return false;
        at += character.size;
    }
    return true;
}

} // namespace lockscope::io
