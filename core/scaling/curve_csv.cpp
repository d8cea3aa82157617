// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scaling/curve_csv.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iostream>
#include <optional>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace lockscope::scaling {

namespace {

constexpr std::string_view kBlanks = " \t\r";
constexpr double kLargestN = 1e9;
constexpr double kLargestThroughput = 1e30;

/// The two columns by position.
struct Columns
{
    std::size_t n = 0;
    std::size_t throughput = 1;
};

std::string_view trimmed(std::string_view text)
{
    const std::size_t begin = text.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

/// A field without the quotes that spreadsheets put around it.
std::string_view unquoted(std::string_view field)
{
    field = trimmed(field);
    if (field.size() >= 2 && field.front() == '"' && field.back() == '"')
        field = trimmed(field.substr(1, field.size() - 2));
    return field;
}

/// Fields of a line, separated by semicolons, or else by commas, or else by blanks: a comma beside
/// semicolons is no separator but, in some countries, a decimal comma.
std::vector<std::string_view> fieldsOf(std::string_view line)
{
    std::vector<std::string_view> fields;
    const char separator = line.find(';') != std::string_view::npos ? ';' : ',';
    if (line.find(separator) != std::string_view::npos) {
        std::size_t end = line.find(separator);
        for (; end != std::string_view::npos; end = line.find(separator)) {
            fields.push_back(unquoted(line.substr(0, end)));
            line.remove_prefix(end + 1);
        }
        fields.push_back(unquoted(line));
        return fields;
    }
    while (!line.empty()) {
        const std::size_t end = std::min(line.find_first_of(kBlanks), line.size());
        fields.push_back(unquoted(line.substr(0, end)));
        line = trimmed(line.substr(end));
    }
    return fields;
}

/// A number of any size and sign, "nan" and "inf" included; none for a text.
std::optional<double> numberIn(std::string_view field)
{
    if (field.starts_with('+'))
        field.remove_prefix(1);
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

/// What stands in a field, for a sentence: short, and without what a terminal would obey.
std::string shown(std::string_view field)
{
    constexpr std::size_t kLongest = 40;
    std::string text(field.substr(0, kLongest));
    for (char& c : text)
        if (std::iscntrl(static_cast<unsigned char>(c)) != 0)
            c = '?';
    return fmt::format("'{}{}'", text, field.size() > kLongest ? "..." : "");
}

[[noreturn]] void refuse(int line, const std::string& given, const std::string& allowed)
{
    throw CurveError(fmt::format("line {}: {}; allowed: {}", line, given, allowed));
}

double numberAt(const std::vector<std::string_view>& fields,
                std::size_t column,
                std::string_view name,
                double largest,
                int line)
{
    const std::string allowed =
        fmt::format("a number greater than 0, at most {:g}, with a decimal point", largest);
    if (column >= fields.size() || fields[column].empty())
        refuse(line, fmt::format("{} is missing", name), "two columns, n and throughput");
    const auto value = numberIn(fields[column]);
    if (!value)
        refuse(line, fmt::format("{} {} is not a number", name, shown(fields[column])), allowed);
    if (!(*value > 0 && *value <= largest))
        refuse(line, fmt::format("{} {} is out of range", name, shown(fields[column])), allowed);
    return *value;
}

bool isNamed(std::string_view field, std::string_view name)
{
    return std::equal(field.begin(), field.end(), name.begin(), name.end(), [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == b;
    });
}

/// A header has a text in both columns; one number among two texts is a mistake in the data.
bool isHeader(const std::vector<std::string_view>& fields)
{
    const auto isText = [](std::string_view field) { return !field.empty() && !numberIn(field); };
    return fields.size() >= 2 && isText(fields[0]) && isText(fields[1]);
}

Columns columnsOf(const std::vector<std::string_view>& header)
{
    const auto position = [&header](std::string_view name) {
        const auto found =
            std::find_if(header.begin(), header.end(), [name](std::string_view field) {
                return isNamed(field, name);
            });
        return static_cast<std::size_t>(found - header.begin());
    };
    const Columns named{position("n"), position("throughput")};
    return std::max(named.n, named.throughput) < header.size() ? named : Columns{};
}

void refuseBinary(std::string_view text)
{
    const auto odd = std::find_if(text.begin(), text.end(), [](char c) {
        return std::iscntrl(static_cast<unsigned char>(c)) != 0
            && std::strchr("\t\r\n", c) == nullptr;
    });
    if (odd != text.end() || text.find('\0') != std::string_view::npos)
        throw CurveError(fmt::format("line {}: a byte that stands in no text; allowed: a CSV file "
                                     "with columns n and throughput, in UTF-8",
                                     1 + std::count(text.begin(), odd, '\n')));
}

std::string repeatsNote(const Curve& curve)
{
    std::size_t repeated = 0;
    for (std::size_t i = 1; i < curve.size(); ++i)
        repeated += curve[i].n == curve[i - 1].n ? 1U : 0U;
    return repeated == 0
        ? ""
        : fmt::format("{} of {} points repeat an N: taken as repeated measurements, all of them "
                      "count.",
                      repeated,
                      curve.size());
}

} // namespace

CurveFile readCurve(std::string_view text)
{
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text.size() > kMaxCurveBytes)
        throw CurveError(
            fmt::format("larger than {} MB; allowed: a CSV file with columns n and throughput",
                        kMaxCurveBytes / 1'000'000));
    if (text.starts_with(kByteOrderMark))
        text.remove_prefix(kByteOrderMark.size());
    refuseBinary(text);

    CurveFile file;
    Columns columns;
    bool first = true;
    bool further = false;
    for (int line = 1; !text.empty(); ++line) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view content = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (content.empty() || content.front() == '#')
            continue;
        const auto fields = fieldsOf(content);
        if (std::exchange(first, false) && isHeader(fields)) {
            columns = columnsOf(fields);
            continue;
        }
        if (fields.size() < 2)
            refuse(line, "one column", "two columns, n and throughput");
        const double n = numberAt(fields, columns.n, "n", kLargestN, line);
        const double throughput =
            numberAt(fields, columns.throughput, "throughput", kLargestThroughput, line);
        if (file.curve.size() == kMaxCurvePoints)
            refuse(line, fmt::format("more than {} points", kMaxCurvePoints), "fewer");
        file.curve.push_back({n, throughput});
        further = further || fields.size() > 2;
    }
    if (file.curve.empty())
        throw CurveError("no data; allowed: lines with n and throughput, such as '4, 1200'");

    const auto byN = [](const CurvePoint& a, const CurvePoint& b) { return a.n < b.n; };
    if (further)
        file.notes.push_back(
            fmt::format("Columns {} and {} are read as n and throughput, others are left out.",
                        columns.n + 1,
                        columns.throughput + 1));
    if (!std::is_sorted(file.curve.begin(), file.curve.end(), byN)) {
        std::stable_sort(file.curve.begin(), file.curve.end(), byN);
        file.notes.emplace_back("N was not in order: sorted.");
    }
    if (std::string note = repeatsNote(file.curve); !note.empty())
        file.notes.push_back(std::move(note));
    return file;
}

CurveFile readCurveFile(const std::filesystem::path& path)
{
    const bool standardInput = path == "-";
    const std::string name = standardInput ? "standard input" : path.string();
    std::ifstream opened;
    if (!standardInput) {
        std::error_code ignored; // opening says better what is wrong
        if (std::filesystem::is_directory(path, ignored))
            throw CurveError(name
                             + ": a folder; allowed: a CSV file with columns n and throughput");
        opened.open(path, std::ios::binary);
        if (!opened)
            throw CurveError(fmt::format(
                "{}: cannot be read ({}); allowed: a CSV file with columns n and throughput",
                name,
                std::strerror(errno)));
    }
    // One byte more than is allowed, so that a file that is too large is seen to be, and not read
    // to its end.
    std::string text(kMaxCurveBytes + 1, '\0');
    std::istream& in = standardInput ? std::cin : opened;
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    try {
        return readCurve(text);
    } catch (const CurveError& error) {
        throw CurveError(fmt::format("{}, {}", name, error.what()));
    }
}

} // namespace lockscope::scaling
