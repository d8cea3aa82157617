// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scaling/curve.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

namespace lockscope::scaling {

namespace {

constexpr std::size_t kMaxLines = 1'000'000;
constexpr std::size_t kMaxLine = 10'000; // bytes: a longer one is no line of numbers

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view kBlank = " \t\r";
    const auto first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

/// The first two values of a line, as they stand there.
std::array<std::string_view, 2> columnsOf(std::string_view line)
{
    const auto mark = line.find_first_of(",;\t");
    const char separator = mark == std::string_view::npos ? ' ' : line[mark];
    const auto end = line.find(separator);
    if (end == std::string_view::npos)
        return {trimmed(line), {}};
    std::string_view rest = line.substr(end + 1);
    if (separator == ' ')
        rest = trimmed(rest);
    return {trimmed(line.substr(0, end)), trimmed(rest.substr(0, rest.find(separator)))};
}

std::string_view unquoted(std::string_view text)
{
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
        return text.substr(1, text.size() - 2);
    return text;
}

std::optional<double> numberIn(std::string_view text)
{
    text = unquoted(text);
    if (!text.empty() && text.front() == '+')
        text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::result_out_of_range)
        return HUGE_VAL;
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// A value as it can be shown in a sentence.
std::string shown(std::string_view text)
{
    constexpr std::size_t kMost = 40;
    std::string result;
    for (const char c : text.substr(0, kMost))
        result += c >= ' ' && c <= '~' ? c : '?';
    return text.empty() ? "nothing" : "'" + result + (text.size() > kMost ? "...'" : "'");
}

double valueIn(std::string_view text, std::string_view column, const std::string& where)
{
    const auto value = numberIn(text);
    if (!value || !std::isfinite(*value) || *value <= 0)
        throw CurveError(fmt::format("{}: {} for {}; allowed: a number greater than 0", where, shown(text), column));
    return *value;
}

bool isHeader(const std::array<std::string_view, 2>& columns)
{
    return !columns[1].empty() && !numberIn(columns[0]) && !numberIn(columns[1]);
}

} // namespace

Curve readCurve(std::istream& input, const std::string& name)
{
    Curve curve;
    std::string line;
    bool first = true; // of the lines that count
    for (std::size_t number = 1; std::getline(input, line); ++number) {
        if (number > kMaxLines || line.size() > kMaxLine)
            throw CurveError(fmt::format("{}, line {}: too long; allowed: {} lines of {} bytes", name, number,
                                         kMaxLines, kMaxLine));
        std::string_view text = line;
        if (number == 1 && text.starts_with("\xef\xbb\xbf")) // UTF-8's mark
            text.remove_prefix(3);
        text = trimmed(text.substr(0, text.find('#')));
        if (text.empty())
            continue;
        const auto columns = columnsOf(text);
        if (std::exchange(first, false) && isHeader(columns))
            continue;
        const std::string where = fmt::format("{}, line {}", name, number);
        curve.push_back({.n = valueIn(columns[0], "n", where),
                         .throughput = valueIn(columns[1], "throughput", where)});
    }
    if (input.bad())
        throw CurveError(fmt::format("{}: cannot be read to its end", name));
    if (curve.empty())
        throw CurveError(fmt::format("{}: no points; allowed: lines of n and throughput", name));
    std::stable_sort(curve.begin(), curve.end(),
                     [](const CurvePoint& a, const CurvePoint& b) { return a.n < b.n; });
    return curve;
}

} // namespace lockscope::scaling
