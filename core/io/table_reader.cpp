// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/table_reader.h"

#include "core/io/table_number.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace lockscope::io {

namespace {

constexpr char kBlankRuns = ' ';

bool isEmpty(const std::string& field)
{
    return field.empty();
}

bool isHeader(const TableRow& row, std::span<const std::string_view> names)
{
    const auto& fields = row.fields;
    const auto isThere = [&fields](std::string_view name) {
        return std::any_of(fields.begin(), fields.end(), [name](const std::string& field) {
            return sameName(field, name);
        });
    };
    if (!names.empty() && std::all_of(names.begin(), names.end(), isThere))
        return true;
    // One number among texts is a mistake in the data; one text alone is no table.
    const auto empty = std::count_if(fields.begin(), fields.end(), isEmpty);
    return std::none_of(fields.begin(),
                        fields.end(),
                        [](const std::string& field) { return looksLikeNumber(field); })
        && static_cast<std::ptrdiff_t>(fields.size()) - empty >= 2;
}

} // namespace

bool sameName(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x))
            == std::tolower(static_cast<unsigned char>(y));
    });
}

TableReader::TableReader(std::string_view bytes, std::span<const std::string_view> names)
{
    TableText read = tableTextOf(bytes);
    m_text = std::move(read.text);
    if (read.wasUtf16)
        m_notes.emplace_back(
            "The file is UTF-16 text, as Excel's \"Unicode Text\" is: read as such.");
    skipToContent();
    takeSeparatorLine();
    m_first = record();
    if (!m_first || !isHeader(*m_first, names))
        return;
    m_header = std::move(m_first->fields);
    m_width = m_header.size();
    m_firstLine = m_first->line;
    m_first = record();
    if (m_first && m_first->fields.size() == m_width + 1)
        takeRowNames(*m_first);
}

std::optional<std::size_t> TableReader::column(std::string_view name) const
{
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < m_header.size(); ++i) {
        if (!sameName(m_header[i], name))
            continue;
        if (found)
            refuseLine(m_firstLine,
                       fmt::format("two columns have the name {}", quotedText(name)),
                       "a name of its own for each column");
        found = i;
    }
    return found;
}

/// "sep=;" in front, with or without quotes: Excel's way to say it.
void TableReader::takeSeparatorLine()
{
    const std::string_view rest = std::string_view(m_text).substr(m_at);
    const std::size_t end = std::min(rest.find_first_of("\r\n"), rest.size());
    std::string_view line = rest.substr(0, end);
    if (line.size() >= 2 && line.front() == '"' && line.back() == '"')
        line = line.substr(1, line.size() - 2);
    constexpr std::string_view kSays = "sep=";
    if (line.size() == kSays.size() + 1 && sameName(line.substr(0, kSays.size()), kSays)) {
        m_separator = line.back();
        constexpr std::string_view kSeparators = ",;\t |:&/~^";
        if (kSeparators.find(m_separator) == std::string_view::npos)
            refuseLine(m_line,
                       fmt::format("fields separated by {}", quotedText(line.substr(kSays.size()))),
                       "commas, semicolons, tabs, blanks, or one of | : & / ~ ^");
        m_at += end;
        skipToContent();
        return;
    }
    m_separator = likelySeparator();
}

/// By the first record: a comma beside semicolons or tabs is a decimal comma, or stands in a name.
char TableReader::likelySeparator() const
{
    bool quoted = false;
    bool tab = false;
    bool comma = false;
    for (std::size_t i = m_at; i < m_text.size(); ++i) {
        const char c = m_text[i];
        if (c == '"')
            quoted = !quoted;
        if (quoted)
            continue;
        if (c == ';')
            return ';';
        if (c == '\n' || c == '\r')
            break;
        tab = tab || c == '\t';
        comma = comma || c == ',';
    }
    return tab ? '\t' : comma ? ',' : kBlankRuns;
}

bool TableReader::isBlank(char c) const
{
    return c == ' ' || (c == '\t' && m_separator != '\t');
}

bool TableReader::atLineEnd() const
{
    return m_at == m_text.size() || m_text[m_at] == '\n' || m_text[m_at] == '\r';
}

void TableReader::passLineEnd()
{
    if (m_at == m_text.size())
        return;
    m_at += m_text.compare(m_at, 2, "\r\n") == 0 ? 2 : 1;
    ++m_line;
}

void TableReader::readBlanks()
{
    while (m_at < m_text.size() && isBlank(m_text[m_at]))
        ++m_at;
}

/// Past empty lines and those that begin with #, to the beginning of a line.
void TableReader::skipToContent()
{
    while (m_at < m_text.size()) {
        const std::size_t first = m_text.find_first_not_of(" \t", m_at);
        const std::size_t at = std::min(first, m_text.size());
        if (at < m_text.size() && m_text[at] != '#' && m_text[at] != '\n' && m_text[at] != '\r')
            return;
        m_at = std::min(m_text.find_first_of("\r\n", at), m_text.size());
        passLineEnd();
    }
}

/// m_at stands at the quote.
std::string TableReader::quotedField()
{
    const std::size_t begin = m_line;
    std::string field;
    for (++m_at; m_at < m_text.size(); ++m_at) {
        const char c = m_text[m_at];
        if (c == '"') {
            if (m_text.compare(m_at, 2, "\"\"") != 0)
                break;
            ++m_at;
        }
        if (c == '\n' || (c == '\r' && m_text.compare(m_at, 2, "\r\n") != 0))
            ++m_line;
        field += c;
    }
    if (m_at == m_text.size())
        refuseLine(begin, "a quote that is not closed", "quotes in pairs, doubled within a field");
    ++m_at;
    const std::size_t after = m_at;
    readBlanks();
    const bool parted = m_separator == kBlankRuns && m_at > after;
    if (!atLineEnd() && !parted && m_text[m_at] != m_separator)
        refuseLine(m_line,
                   fmt::format("text after the quotes of {}", quotedText(field)),
                   "a separator there, or quotes doubled within a field");
    return field;
}

std::string TableReader::plainField()
{
    const std::size_t begin = m_at;
    while (!atLineEnd() && m_text[m_at] != m_separator
           && !(m_separator == kBlankRuns && isBlank(m_text[m_at])))
        ++m_at;
    std::string_view field = std::string_view(m_text).substr(begin, m_at - begin);
    while (!field.empty() && isBlank(field.back()))
        field.remove_suffix(1);
    return std::string(field);
}

/// The next record that has anything in it, of any length; none at the end.
std::optional<TableRow> TableReader::record()
{
    std::optional<TableRow> row = anyRecord();
    while (row && std::all_of(row->fields.begin(), row->fields.end(), isEmpty))
        row = anyRecord(); // spreadsheets write lines of nothing but separators
    return row;
}

std::optional<TableRow> TableReader::anyRecord()
{
    skipToContent();
    if (m_at == m_text.size())
        return std::nullopt;
    TableRow row;
    row.line = m_line;
    for (;;) {
        readBlanks();
        if (m_separator == kBlankRuns && atLineEnd())
            break;
        const bool quoted = !atLineEnd() && m_text[m_at] == '"';
        if (row.fields.empty())
            row.firstIsQuoted = quoted;
        std::string field = quoted ? quotedField() : plainField();
        if (row.fields.size() == kMaxTableFields)
            refuseLine(row.line, fmt::format("more than {} fields", kMaxTableFields), "fewer");
        row.fields.push_back(std::move(field));
        if (m_separator == kBlankRuns)
            continue;
        if (atLineEnd())
            break;
        ++m_at; // the separator
    }
    passLineEnd();
    return row;
}

std::optional<TableRow> TableReader::next()
{
    std::optional<TableRow> row = m_first ? std::exchange(m_first, std::nullopt) : record();
    if (!row)
        return row;
    fit(*row);
    ++m_rows;
    return row;
}

/// Makes a row as long as the others, or refuses it.
void TableReader::fit(TableRow& row)
{
    if (m_width == 0) {
        while (row.fields.size() > 2 && row.fields.back().empty())
            row.fields.pop_back();
        m_width = row.fields.size();
        m_firstLine = row.line;
        return;
    }
    if (m_hasRowNames)
        checkRowName(row);
    auto& fields = row.fields;
    if (fields.size() > m_width) {
        if (std::all_of(
                fields.begin() + static_cast<std::ptrdiff_t>(m_width), fields.end(), isEmpty)) {
            fields.resize(m_width);
            return;
        }
        const auto empty = std::count_if(fields.begin(), fields.end(), isEmpty);
        if (m_separator != '\t' || fields.size() - static_cast<std::size_t>(empty) != m_width)
            refuseLength(row);
        std::erase_if(fields, isEmpty);
        if (!std::exchange(m_joinedTabs, true))
            m_notes.emplace_back("Tabs beside each other are read as one, where a row has more "
                                 "fields otherwise than the table has columns.");
    }
    if (fields.size() < m_width) {
        if (m_header.empty())
            refuseLength(row);
        fields.resize(m_width); // the last columns may be left out where they are known by name
    }
}

/// R leaves out the name of the column that holds the names of rows. Nobody else does: between
/// commas a field too many is a decimal comma, unless the first is in quotes.
void TableReader::takeRowNames(const TableRow& row)
{
    const std::string& first = row.fields.front();
    const bool isName =
        row.firstIsQuoted || (m_separator != ',' && (first == "1" || !looksLikeNumber(first)));
    if (!isName || std::any_of(row.fields.begin(), row.fields.end(), isEmpty))
        return; // an empty field too many is not a column's
    m_hasRowNames = true;
    m_header.emplace(m_header.begin());
    ++m_width;
    m_notes.emplace_back("The header has one name less than there are columns: the first column is "
                         "read as names of rows, as R writes them.");
}

void TableReader::checkRowName(const TableRow& row)
{
    const std::string& name = row.fields.front();
    const bool mayBeAnyNumber = row.firstIsQuoted && m_separator != ',';
    if (mayBeAnyNumber || !looksLikeNumber(name) || name == fmt::format("{}", m_rows + 1))
        return;
    refuseLine(
        row.line,
        fmt::format("{} in the column without a name", quotedText(name)),
        fmt::format("row names that count from 1, or a header that names all {} columns", m_width));
}

void TableReader::refuseLength(const TableRow& row) const
{
    const std::size_t fields = row.fields.size();
    const std::string given =
        fmt::format("{} field{}, but {} {}",
                    fields,
                    fields == 1 ? "" : "s",
                    m_header.empty() ? fmt::format("line {} has", m_firstLine) : "the header names",
                    m_width);
    if (m_separator == ',' && fields > m_width)
        refuseLine(row.line,
                   given + " (a decimal comma, where commas separate the fields?)",
                   "a decimal point, or semicolons or tabs between the fields");
    refuseLine(row.line, given, "as many in each line");
}

} // namespace lockscope::io
