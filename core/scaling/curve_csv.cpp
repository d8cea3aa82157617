// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scaling/curve_csv.h"

#include "core/io/table_number.h"
#include "core/scaling/curve_columns.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace lockscope::scaling {

namespace {

constexpr double kLargestN = 1e9;
constexpr double kLargestThroughput = 1e30;
constexpr const char* kTable = "a CSV file with columns n and throughput";

/// A column's texts, and then its numbers.
class CurveNumbers
{
public:
    CurveNumbers(std::string name, double largest)
        : m_largest(largest)
    {
        m_column.name = std::move(name);
    }

    void add(std::string text, std::size_t line)
    {
        if (text.empty())
            io::refuseLine(
                line, fmt::format("{} is missing", m_column.name), "two columns, n and throughput");
        m_column.fields.push_back({std::move(text), line});
    }

    /// Decides how they are written; a note where that was a guess.
    void decide(char separator, std::vector<std::string>& notes)
    {
        const io::ReadStyle read = io::numberStyleOf(m_column, separator);
        m_style = read.style;
        if (!read.note.empty())
            notes.push_back(read.note);
    }

    [[nodiscard]] double at(std::size_t row) const
    {
        const auto& field = m_column.fields[row];
        const std::string allowed =
            fmt::format("a number greater than 0, at most {:g}, with a decimal point", m_largest);
        const auto value = io::numberIn(field.text, m_style);
        if (!value)
            io::refuseLine(
                field.line,
                fmt::format("{} {} is not a number", m_column.name, io::quotedText(field.text)),
                allowed);
        if (!(*value > 0 && *value <= m_largest))
            io::refuseLine(
                field.line,
                fmt::format("{} {} is out of range", m_column.name, io::quotedText(field.text)),
                allowed);
        return *value;
    }

    [[nodiscard]] std::size_t size() const { return m_column.fields.size(); }

private:
    io::NumberColumn m_column;
    double m_largest;
    io::NumberStyle m_style = io::NumberStyle::Plain;
};

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

/// Sorts, and says what of it was not as it stood.
void tidy(CurveFile& file)
{
    const auto byN = [](const CurvePoint& a, const CurvePoint& b) { return a.n < b.n; };
    if (!std::is_sorted(file.curve.begin(), file.curve.end(), byN)) {
        std::stable_sort(file.curve.begin(), file.curve.end(), byN);
        file.notes.emplace_back("N was not in order: sorted.");
    }
    if (std::string note = repeatsNote(file.curve); !note.empty())
        file.notes.push_back(std::move(note));
}

std::vector<CurveFile> curvesIn(io::TableReader& table)
{
    CurveColumns columns(table);
    CurveNumbers n("n", kLargestN);
    CurveNumbers throughput("throughput", kLargestThroughput);
    std::vector<std::string> names; // of the rows' curves
    while (std::optional<io::TableRow> row = table.next()) {
        columns.look(*row, table);
        if (names.size() == kMaxCurvePoints)
            io::refuseLine(row->line, fmt::format("more than {} points", kMaxCurvePoints), "fewer");
        names.push_back(columns.curveOf(*row));
        n.add(std::move(row->fields[columns.n()]), row->line);
        throughput.add(std::move(row->fields[columns.throughput()]), row->line);
    }
    if (names.empty())
        throw io::TableError("no data; allowed: lines with n and throughput, such as '4, 1200'");
    columns.refuseDoubtful(table);

    std::vector<std::string> notes = table.notes();
    if (std::string note = columns.note(table); !note.empty())
        notes.push_back(std::move(note));
    n.decide(table.separator(), notes);
    throughput.decide(table.separator(), notes);

    std::vector<CurveFile> files;
    std::map<std::string, std::size_t> byName; // in the order of their first rows
    for (std::size_t row = 0; row < names.size(); ++row) {
        const auto [place, isNew] = byName.emplace(names[row], files.size());
        if (isNew)
            files.push_back({.curve = {}, .notes = notes, .name = names[row]});
        files[place->second].curve.push_back({n.at(row), throughput.at(row)});
    }
    for (CurveFile& file : files)
        tidy(file);
    if (files.size() == 1)
        files.front().name.clear();
    return files;
}

} // namespace

std::vector<CurveFile> readCurves(std::string_view text)
{
    if (text.size() > kMaxCurveBytes)
        throw CurveError(
            fmt::format("larger than {} MB; allowed: {}", kMaxCurveBytes / 1'000'000, kTable));
    try {
        io::TableReader table(text, CurveColumns::names());
        return curvesIn(table);
    } catch (const io::TableError& error) {
        throw CurveError(error.what());
    }
}

std::vector<CurveFile> readCurvesFile(const std::filesystem::path& path, io::InputKind kind)
{
    std::string text;
    try {
        text = io::readInput(path, kMaxCurveBytes, kind);
    } catch (const io::InputError& error) {
        throw CurveError(fmt::format("{}; allowed: {}", error.what(), kTable));
    }
    try {
        return readCurves(text);
    } catch (const CurveError& error) {
        throw CurveError(fmt::format("{}, {}", io::inputName(path), error.what()));
    }
}

} // namespace lockscope::scaling
