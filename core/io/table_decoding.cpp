// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/table_decoding.h"

#include "core/io/text_fit.h"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

namespace lockscope::io {

namespace {

constexpr const char* kAllowedText = "a table as text, in UTF-8";

/// Of what stands at `end`: \n, \r\n and a lone \r end a line each.
std::size_t lineAt(std::string_view text, std::size_t end)
{
    std::size_t line = 1;
    for (std::size_t i = 0; i < end; ++i)
        if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')))
            ++line;
    return line;
}

void appendUtf8(std::string& text, std::uint32_t code)
{
    const auto put = [&text](std::uint32_t byte) { text += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0U | code >> 6U);
        put(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
        put(0xE0U | code >> 12U);
        put(0x80U | (code >> 6U & 0x3FU));
        put(0x80U | (code & 0x3FU));
    } else {
        put(0xF0U | code >> 18U);
        put(0x80U | (code >> 12U & 0x3FU));
        put(0x80U | (code >> 6U & 0x3FU));
        put(0x80U | (code & 0x3FU));
    }
}

/// `bytes` begin after the mark.
std::string fromUtf16(std::string_view bytes, bool bigEndian)
{
    constexpr std::uint32_t kReplacement = 0xFFFD;
    std::string text;
    const auto unit = [&](std::size_t i) {
        const auto high = static_cast<unsigned char>(bytes[bigEndian ? i : i + 1]);
        const auto low = static_cast<unsigned char>(bytes[bigEndian ? i + 1 : i]);
        return static_cast<std::uint32_t>(high << 8U | low);
    };
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        std::uint32_t code = unit(i);
        if (code >= 0xD800 && code < 0xDC00 && i + 3 < bytes.size() && unit(i + 2) >= 0xDC00
            && unit(i + 2) < 0xE000)
        {
            code = 0x10000 + ((code - 0xD800) << 10U) + (unit(i + 2) - 0xDC00);
            i += 2;
        } else if (code >= 0xD800 && code < 0xE000) {
            code = kReplacement;
        }
        appendUtf8(text, code);
    }
    if (bytes.size() % 2 != 0)
        refuseLine(lineAt(text, text.size()),
                   "UTF-16 text with half a character at its end",
                   kAllowedText);
    return text;
}

/// Whether every other of the first bytes is NUL, as in UTF-16 of Latin letters and digits.
bool looksLikeUtf16(std::string_view bytes)
{
    constexpr std::size_t kLooked = 64;
    const std::size_t size = std::min(bytes.size(), kLooked) & ~std::size_t{1};
    for (const std::size_t parity : {0U, 1U}) {
        std::size_t zeros = 0;
        for (std::size_t i = parity; i < size; i += 2)
            zeros += bytes[i] == '\0' ? 1U : 0U;
        if (size >= 4 && zeros == size / 2)
            return true;
    }
    return false;
}

void refuseBinary(std::string_view text)
{
    const auto odd = std::find_if(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t' && c != '\r' && c != '\n') || byte == 0x7F;
    });
    if (odd == text.end())
        return;
    const auto at = static_cast<std::size_t>(odd - text.begin());
    refuseLine(lineAt(text, at),
               *odd == '\0'
                   ? std::string("a NUL byte, which stands in no text")
                   : fmt::format("the control character 0x{:02x}, a byte that stands in no "
                                 "text",
                                 static_cast<unsigned char>(*odd)),
               kAllowedText);
}

} // namespace

void refuseLine(std::size_t line, const std::string& given, const std::string& allowed)
{
    throw TableError(fmt::format("line {}: {}; allowed: {}", line, given, allowed));
}

std::string quotedText(std::string_view field)
{
    constexpr std::size_t kLongest = 40;
    return "'" + forTerminal(shortened(field, kLongest)) + "'";
}

TableText tableTextOf(std::string_view bytes)
{
    constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
    TableText read;
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
        read.wasUtf16 = true;
        read.text = fromUtf16(bytes.substr(2), bytes.starts_with("\xFE\xFF"));
    } else if (looksLikeUtf16(bytes)) {
        refuseLine(1, "UTF-16 text without a byte order mark", kAllowedText);
    } else {
        read.text = bytes.starts_with(kUtf8Mark) ? bytes.substr(kUtf8Mark.size()) : bytes;
    }
    refuseBinary(read.text);
    return read;
}

} // namespace lockscope::io
