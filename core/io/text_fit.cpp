// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/text_fit.h"

#include "core/io/utf8.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include <fmt/format.h>

namespace lockscope::io {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD"; // U+FFFD

/// Has `put` take each character and its bytes.
template<class Put>
std::string eachCharacter(std::string_view text, const Put& put)
{
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const Utf8Character character = characterAt(text, at);
        put(result, character, text.substr(at, character.size));
        at += character.size;
    }
    return result;
}

/// "\n", "\x1b" or "\u202e".
std::string visible(const Utf8Character& character)
{
    if (!character.valid)
        return fmt::format("\\x{:02x}", static_cast<unsigned>(character.code));
    switch (character.code) {
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        break;
    }
    return character.code < 0x80 ? fmt::format("\\x{:02x}", static_cast<unsigned>(character.code))
                                 : fmt::format("\\u{:04x}", static_cast<unsigned>(character.code));
}

bool isXml(const Utf8Character& character)
{
    if (!character.valid)
        return false;
    const char32_t code = character.code;
    return (code >= 0x20 || code == '\t' || code == '\n' || code == '\r') && code != 0xFFFE
        && code != 0xFFFF;
}

/// A decimal number, which a spreadsheet may take for what it is: -12.5e-3.
bool isNumber(std::string_view text)
{
    const auto digits = [&text] {
        const std::size_t before = text.size();
        while (!text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) != 0)
            text.remove_prefix(1);
        return before != text.size();
    };
    const auto pass = [&text](std::string_view any) {
        if (text.empty() || any.find(text.front()) == std::string_view::npos)
            return false;
        text.remove_prefix(1);
        return true;
    };
    pass("+-");
    bool some = digits();
    if (pass("."))
        some = digits() || some;
    if (some && pass("eE")) {
        pass("+-");
        some = digits();
    }
    return some && text.empty();
}

bool isFormula(std::string_view text)
{
    constexpr std::string_view kBegins = "=+-@\t\r\n";
    // The same signs in full width, which some spreadsheets take as well.
    constexpr std::array<std::string_view, 4> kWide{
        "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};
    if (text.empty() || isNumber(text))
        return false;
    return kBegins.find(text.front()) != std::string_view::npos
        || std::any_of(kWide.begin(), kWide.end(), [text](std::string_view sign) {
               return text.substr(0, sign.size()) == sign;
           });
}

} // namespace

bool isControl(char32_t code)
{
    constexpr std::array<std::pair<char32_t, char32_t>, 9> kControls{{{0x00, 0x1F},
                                                                      {0x7F, 0x9F},
                                                                      {0x061C, 0x061C},
                                                                      {0x200E, 0x200F},
                                                                      {0x2028, 0x202E},
                                                                      {0x2066, 0x2069},
                                                                      {0xFEFF, 0xFEFF},
                                                                      {0xFFF9, 0xFFFB},
                                                                      {0xE0000, 0xE007F}}};
    return std::any_of(kControls.begin(), kControls.end(), [code](const auto& range) {
        return code >= range.first && code <= range.second;
    });
}

std::string forTerminal(std::string_view text)
{
    return eachCharacter(
        text, [](std::string& result, const Utf8Character& character, std::string_view bytes) {
            if (!character.valid || isControl(character.code))
                result += visible(character);
            else
                result += bytes;
        });
}

std::string forSpreadsheet(std::string_view text)
{
    std::string fit = eachCharacter(
        isFormula(text) ? "'" + std::string(text) : std::string(text),
        [](std::string& result, const Utf8Character& character, std::string_view bytes) {
            const bool space =
                character.code == '\t' || character.code == '\r' || character.code == '\n';
            if (!character.valid || (isControl(character.code) && !space))
                result += visible(character);
            else
                result += bytes;
        });
    if (fit.find_first_of(",\"\r\n\t;") == std::string::npos)
        return fit;
    std::string quoted = "\"";
    for (const char c : fit) {
        if (c == '"')
            quoted += c;
        quoted += c;
    }
    return quoted + '"';
}

std::string forTabbedTable(std::string_view text)
{
    return (isFormula(text) ? "'" : "") + forTerminal(text);
}

std::string forXml(std::string_view text)
{
    return eachCharacter(
        text, [](std::string& result, const Utf8Character& character, std::string_view bytes) {
            if (!isXml(character)) {
                result += kReplacement;
                return;
            }
            switch (character.code) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            case '"':
                result += "&quot;";
                break;
            case '\'':
                result += "&#39;";
                break;
            default:
                result += bytes;
            }
        });
}

std::string validXml(std::string_view document)
{
    return eachCharacter(
        document, [](std::string& result, const Utf8Character& character, std::string_view bytes) {
            result += isXml(character) ? bytes : kReplacement;
        });
}

std::string forTerminalJson(std::string_view json)
{
    if (std::all_of(json.begin(), json.end(), [](char c) { return c >= 0 && c < 0x7F; }))
        return std::string(json);
    return eachCharacter(
        json, [](std::string& result, const Utf8Character& character, std::string_view bytes) {
            const char32_t code = character.code;
            if (!character.valid)
                result += kReplacement;
            else if (code < 0x7F || !isControl(code))
                result += bytes;
            else if (code < 0x10000)
                result += fmt::format("\\u{:04x}", static_cast<unsigned>(code));
            else // as a pair of surrogates
                result += fmt::format("\\u{:04x}\\u{:04x}",
                                      static_cast<unsigned>(0xD800 + ((code - 0x10000) >> 10U)),
                                      static_cast<unsigned>(0xDC00 + (code & 0x3FFU)));
        });
}

std::string withoutControls(std::string_view text)
{
    return eachCharacter(
        text, [](std::string& result, const Utf8Character& character, std::string_view bytes) {
            const bool control = isControl(character.code) && character.code != '\n';
            result += character.valid && !control ? bytes : kReplacement;
        });
}

std::string shortened(std::string_view text, std::size_t most)
{
    std::size_t count = 0;
    std::size_t fits = 0; // bytes that leave room for the dots
    for (std::size_t at = 0; at < text.size(); ++count) {
        if (count + 1 == most)
            fits = at;
        if (count == most)
            return std::string(text.substr(0, fits)) + "…";
        at += characterAt(text, at).size;
    }
    return std::string(text);
}

} // namespace lockscope::io
