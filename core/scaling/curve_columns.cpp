// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scaling/curve_columns.h"

#include "core/io/table_number.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace lockscope::scaling {

namespace {

/// A column `throughput` stands beside one of these where there is no `n`.
constexpr std::array<std::string_view, 8> kNamesOfN{
    "cpus", "threads", "cores", "processors", "workers", "clients", "users", "concurrency"};

bool isWhole(std::string_view field)
{
    return !field.empty()
        && std::all_of(field.begin(), field.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string columnName(const io::TableReader& table, std::size_t column)
{
    const std::string name = column < table.header().size() ? table.header()[column] : "";
    return name.empty() ? fmt::format("{}", column + 1)
                        : fmt::format("{} ({})", column + 1, io::quotedText(name));
}

} // namespace

std::span<const std::string_view> CurveColumns::names()
{
    static constexpr std::array<std::string_view, 2> kNames{"n", "throughput"};
    return kNames;
}

CurveColumns::CurveColumns(const io::TableReader& table)
{
    if (table.header().empty())
        return;
    const auto throughput = table.column("throughput");
    auto n = table.column("n");
    if (throughput)
        for (std::size_t i = 0; !n && i < kNamesOfN.size(); ++i)
            n = table.column(kNamesOfN[i]);
    m_areNamed = n && throughput;
    m_n = n.value_or(table.header().size());
    m_throughput = throughput.value_or(table.header().size());
    if (!m_areNamed)
        takeLikely(table);
    const auto& header = table.header();
    constexpr std::array kOfASweep{"guard", "fast_path", "cpus"};
    if (m_areNamed && header.size() > kOfASweep.size()
        && std::equal(kOfASweep.begin(), kOfASweep.end(), header.begin()))
        m_isSweep = true;
}

/// The first two columns that have a name; beside one that is known, the one after it or else the
/// first.
void CurveColumns::takeLikely(const io::TableReader& table)
{
    const auto& header = table.header();
    const auto firstFrom = [&](std::size_t begin, std::size_t other) {
        for (std::size_t i = begin; i < header.size(); ++i)
            if (!header[i].empty() && i != other)
                return i;
        return header.size();
    };
    if (m_n == header.size())
        m_n = firstFrom(0, m_throughput);
    if (m_throughput == header.size())
        m_throughput = firstFrom(m_n + 1, m_n);
    if (m_throughput == header.size())
        m_throughput = firstFrom(0, m_n);
    if (std::max(m_n, m_throughput) >= header.size())
        throw io::TableError("the header names one column; allowed: two columns, n and throughput");
}

void CurveColumns::look(const io::TableRow& row, const io::TableReader& table)
{
    if (row.fields.size() < 2)
        io::refuseLine(row.line, "one column", "two columns, n and throughput");
    if (m_isSweep && row.fields[0].empty())
        io::refuseLine(row.line, "guard is missing", "the guard that the row is of");
    if (!table.header().empty())
        return;
    if (m_rows++ == 0) {
        m_width = row.fields.size();
        m_firstLine = row.line;
    }
    if (m_width < 3)
        return;
    const std::string& first = row.fields[0];
    const std::string& second = row.fields[1];
    const std::string& third = row.fields[2];
    const auto isCount = [&](std::size_t from) { return first == fmt::format("{}", from); };
    // Counted from 0 it is out of range as N, and refused anyway.
    m_firstCountsRows = m_firstCountsRows && isCount(m_rows);
    const auto size = [](const std::string& text) { return text.size(); };
    const bool isNotLess = size(m_lastSecond) < size(second)
        || (size(m_lastSecond) == size(second) && m_lastSecond <= second);
    m_secondIsLikeN = m_secondIsLikeN && isWhole(second) && isNotLess
        && (m_rows > 1 || second == "1" || second == "2");
    m_lastSecond = second;
    m_thirdIsNumber = m_thirdIsNumber && io::looksLikeNumber(third);
    m_noFractions = m_noFractions && isWhole(second) && isWhole(third);
}

void CurveColumns::refuseDoubtful(const io::TableReader& table) const
{
    constexpr const char* kAllowed =
        "two columns, or a header with the names n and throughput in front";
    if (m_width < 3)
        return;
    if (m_width == 3 && m_noFractions && table.separator() == ',')
        io::refuseLine(m_firstLine,
                       "three fields without a header (three columns, or a decimal comma?)",
                       kAllowed);
    if (m_rows >= 3 && m_firstCountsRows && m_secondIsLikeN && m_thirdIsNumber)
        io::refuseLine(
            m_firstLine,
            "three fields or more without a header (is n the first, or does that count rows?)",
            kAllowed);
}

std::string CurveColumns::curveOf(const io::TableRow& row) const
{
    if (!m_isSweep)
        return "";
    return row.fields[0] + (row.fields[1] == "on" ? " + fast path" : "");
}

std::string CurveColumns::note(const io::TableReader& table) const
{
    const std::size_t columns = std::max(m_width, table.header().size());
    if (columns <= 2 && (m_areNamed || table.header().empty()))
        return "";
    return fmt::format("Columns {} and {} are read as n and throughput{}.",
                       columnName(table, m_n),
                       columnName(table, m_throughput),
                       columns > 2 ? ", others are left out" : "");
}

} // namespace lockscope::scaling
