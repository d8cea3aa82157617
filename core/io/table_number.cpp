// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/table_number.h"

#include "core/io/table_decoding.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

#include <fmt/format.h>

namespace lockscope::io {

namespace {

constexpr std::size_t kGroup = 3;

bool isDigits(std::string_view text)
{
    return !text.empty()
        && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// A number's parts: its sign is gone, its exponent aside.
std::string_view mantissaOf(std::string_view field)
{
    if (field.starts_with('+') || field.starts_with('-'))
        field.remove_prefix(1);
    return field.substr(0, field.find_first_of("eE"));
}

/// "1.004.500" with the mark '.': up to three digits, then groups of three.
bool isGrouped(std::string_view text, char mark)
{
    std::size_t end = text.find(mark);
    if (end == std::string_view::npos || end == 0 || end > kGroup || !isDigits(text.substr(0, end))
        || text.front() == '0')
        return false;
    while (end != std::string_view::npos) {
        text.remove_prefix(end + 1);
        end = text.find(mark);
        if (std::min(end, text.size()) != kGroup || !isDigits(text.substr(0, kGroup)))
            return false;
    }
    return true;
}

/// What a field says of its column.
enum class Evidence : std::uint8_t
{
    None, ///< a text, or a whole number
    Point, ///< a decimal point: 4.5
    PointOrGroups, ///< 1.934
    DecimalComma, ///< 12,2 and 1.004,5
    CommaOrGroups, ///< 1,934
    Grouped ///< 1,004.5 and 1,004,500
};

bool isExponent(std::string_view text)
{
    if (text.empty())
        return true;
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-'))
        text.remove_prefix(1);
    return isDigits(text);
}

Evidence evidenceOf(std::string_view field)
{
    const std::string_view number = mantissaOf(field);
    if (const std::size_t exponent = field.find_first_of("eE");
        exponent != std::string_view::npos && !isExponent(field.substr(exponent)))
        return Evidence::None;
    const std::size_t comma = number.find(',');
    const std::size_t point = number.find('.');
    const auto isFraction = [](std::string_view text) { return text.empty() || isDigits(text); };
    if (comma == std::string_view::npos) {
        if (point == std::string_view::npos || !looksLikeNumber(field))
            return Evidence::None;
        return isGrouped(number, '.') ? Evidence::PointOrGroups : Evidence::Point;
    }
    if (point == std::string_view::npos) {
        if (isGrouped(number, ','))
            return number.rfind(',') == comma ? Evidence::CommaOrGroups : Evidence::Grouped;
        return (comma == 0 || isDigits(number.substr(0, comma))) && number.size() > 1
                && isFraction(number.substr(comma + 1))
            ? Evidence::DecimalComma
            : Evidence::None;
    }
    if (number.rfind(',') < point && isGrouped(number.substr(0, point), ',')
        && isFraction(number.substr(point + 1)))
        return Evidence::Grouped;
    if (number.rfind('.') < comma && isGrouped(number.substr(0, comma), '.')
        && isFraction(number.substr(comma + 1)))
        return Evidence::DecimalComma;
    return Evidence::None;
}

/// Fields of a column by what they say, the first of each.
struct Found
{
    const NumberColumn::Field* point = nullptr;
    const NumberColumn::Field* pointOrGroups = nullptr;
    const NumberColumn::Field* decimalComma = nullptr;
    const NumberColumn::Field* commaOrGroups = nullptr;
    const NumberColumn::Field* grouped = nullptr;
    bool hasWhole = false; ///< a number without any mark
};

Found foundIn(const NumberColumn& column)
{
    Found found;
    const auto note = [](const NumberColumn::Field*& first, const NumberColumn::Field& field) {
        if (first == nullptr)
            first = &field;
    };
    for (const NumberColumn::Field& field : column.fields) {
        switch (evidenceOf(field.text)) {
        case Evidence::None:
            found.hasWhole = found.hasWhole || isDigits(mantissaOf(field.text));
            break;
        case Evidence::Point:
            note(found.point, field);
            break;
        case Evidence::PointOrGroups:
            note(found.pointOrGroups, field);
            break;
        case Evidence::DecimalComma:
            note(found.decimalComma, field);
            break;
        case Evidence::CommaOrGroups:
            note(found.commaOrGroups, field);
            break;
        case Evidence::Grouped:
            note(found.grouped, field);
            break;
        }
    }
    return found;
}

[[noreturn]] void refuseBothWays(const NumberColumn& column,
                                 const NumberColumn::Field& field,
                                 char mark)
{
    std::string groups = field.text;
    std::erase(groups, mark);
    std::string fraction = field.text;
    std::replace(fraction.begin(), fraction.end(), mark, '.');
    refuseLine(field.line,
               fmt::format("{} {} may be {} or {}",
                           column.name,
                           quotedText(field.text),
                           quotedText(groups),
                           quotedText(fraction)),
               "numbers without groups of thousands, with a decimal point");
}

[[noreturn]] void refuseTwoMarks(const NumberColumn& column,
                                 const NumberColumn::Field& a,
                                 const NumberColumn::Field& b)
{
    const NumberColumn::Field& later = a.line < b.line ? b : a;
    const NumberColumn::Field& earlier = a.line < b.line ? a : b;
    refuseLine(later.line,
               fmt::format("{} {} beside {} in line {}",
                           column.name,
                           quotedText(later.text),
                           quotedText(earlier.text),
                           earlier.line),
               "one decimal mark for all numbers");
}

std::string commaNote(const NumberColumn::Field& field, std::string_view meaning, NumberStyle style)
{
    return fmt::format("A comma in a number is read as {}: {} as {}.",
                       meaning,
                       quotedText(field.text),
                       numberIn(field.text, style).value_or(NAN));
}

ReadStyle decimalComma(const NumberColumn::Field& field)
{
    return {NumberStyle::DecimalComma,
            commaNote(field, "a decimal comma", NumberStyle::DecimalComma)};
}

} // namespace

ReadStyle numberStyleOf(const NumberColumn& column, char separator)
{
    const Found found = foundIn(column);
    const NumberColumn::Field* point = found.point != nullptr ? found.point : found.grouped;
    if (found.decimalComma != nullptr) {
        if (point != nullptr)
            refuseTwoMarks(column, *found.decimalComma, *point);
        return decimalComma(*found.decimalComma); // 1.934 is 1934 then
    }
    const NumberColumn::Field* grouped =
        found.grouped != nullptr ? found.grouped : found.commaOrGroups;
    if (point != nullptr && grouped != nullptr)
        return {NumberStyle::GroupedByCommas,
                commaNote(*grouped, "between thousands", NumberStyle::GroupedByCommas)};
    if (found.commaOrGroups != nullptr) {
        if (found.pointOrGroups != nullptr)
            refuseTwoMarks(column, *found.commaOrGroups, *found.pointOrGroups);
        // Where all have a comma the unit alone differs, and the law is the same.
        if (separator != ';' || found.hasWhole)
            refuseBothWays(column, *found.commaOrGroups, ',');
        return decimalComma(*found.commaOrGroups);
    }
    if (separator == ';' && found.pointOrGroups != nullptr && found.point == nullptr
        && found.hasWhole)
        refuseBothWays(column, *found.pointOrGroups, '.');
    return {};
}

std::optional<double> numberIn(std::string_view field, NumberStyle style)
{
    std::string changed;
    if (style != NumberStyle::Plain && field.find_first_of(",.") != std::string_view::npos) {
        const Evidence evidence = evidenceOf(field);
        changed = field;
        if (style == NumberStyle::DecimalComma) {
            if (evidence == Evidence::Point || evidence == Evidence::Grouped)
                return std::nullopt;
            std::erase(changed, '.');
            std::replace(changed.begin(), changed.end(), ',', '.');
        } else {
            if (evidence == Evidence::DecimalComma)
                return std::nullopt;
            std::erase(changed, ',');
        }
        if (evidence == Evidence::None)
            return std::nullopt;
        field = changed;
    }
    if (field.starts_with('+')) {
        field.remove_prefix(1);
        if (field.starts_with('-'))
            return std::nullopt;
    }
    double value = 0;
    const char* const last = field.data() + field.size();
    const auto [end, error] = std::from_chars(field.data(), last, value);
    if (end != last || error == std::errc::invalid_argument)
        return std::nullopt;
    if (error == std::errc::result_out_of_range)
        return field.find("e-") == std::string_view::npos
                && field.find("E-") == std::string_view::npos
            ? HUGE_VAL
            : 0.0;
    return value;
}

bool looksLikeNumber(std::string_view field)
{
    if (numberIn(field))
        return true;
    const Evidence evidence =
        field.find(',') == std::string_view::npos ? Evidence::None : evidenceOf(field);
    return evidence != Evidence::None;
}

} // namespace lockscope::io
