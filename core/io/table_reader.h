// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/table_decoding.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lockscope::io {

/// More in a row is no table of measurements.
inline constexpr std::size_t kMaxTableFields = 1000;

/// A row of a table, as long as the others.
struct TableRow
{
    std::size_t line = 0; ///< where it begins, from 1
    std::vector<std::string> fields; ///< without quotes, and without blanks around them
    bool firstIsQuoted = false;
};

/// Reads tables as spreadsheets, R, pandas and people write them, a row at a time:
/// - fields separated by commas, semicolons or tabs, or by blanks where the first line has none of
///   them; a line `sep=X` in front says by what;
/// - fields in quotes as RFC 4180 has them: separators and line ends within, quotes doubled;
/// - lines that end with \n, \r\n or \r; empty lines, and lines that begin with #, are skipped;
/// - a header may stand first. In front of its names may stand an empty one (pandas), or there may
///   be one name less than fields (R): the first column then holds the names of rows;
/// - text in UTF-8, or in UTF-16 with its mark.
///
/// What does not fit is refused, never guessed: a row with more fields than the header has names
/// (but for empty ones at its end), rows of unequal length without a header, quotes that are not
/// closed. One thread.
class TableReader
{
public:
    /// Reads as far as the header. `names` are columns that make a line with all of them a header
    /// even if it has numbers in it. Throws TableError.
    explicit TableReader(std::string_view bytes, std::span<const std::string_view> names = {});

    /// None after the last. Throws TableError.
    [[nodiscard]] std::optional<TableRow> next();

    /// The names of the columns, empty for one that has none; empty without a header.
    [[nodiscard]] const std::vector<std::string>& header() const { return m_header; }
    /// The position of the column of that name, in any case; none when there is none. Throws
    /// TableError when there are two.
    [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;

    /// ',', ';', '\t', another that `sep=` named, or ' ' for runs of blanks.
    [[nodiscard]] char separator() const { return m_separator; }

    /// How the table was read so far where that was a guess, a sentence each.
    [[nodiscard]] const std::vector<std::string>& notes() const { return m_notes; }

private:
    void takeSeparatorLine();
    [[nodiscard]] char likelySeparator() const;
    void skipToContent();
    [[nodiscard]] std::optional<TableRow> record();
    [[nodiscard]] std::optional<TableRow> anyRecord();
    void readBlanks();
    [[nodiscard]] std::string quotedField();
    [[nodiscard]] std::string plainField();
    [[nodiscard]] bool atLineEnd() const;
    void passLineEnd();
    [[nodiscard]] bool isBlank(char c) const;

    void fit(TableRow& row);
    void takeRowNames(const TableRow& row);
    void checkRowName(const TableRow& row);
    [[noreturn]] void refuseLength(const TableRow& row) const;

    std::string m_text;
    std::size_t m_at = 0;
    std::size_t m_line = 1;
    char m_separator = ',';
    std::vector<std::string> m_header;
    std::optional<TableRow> m_first; ///< the row that was read to see whether it is a header
    std::size_t m_width = 0; ///< fields of a row; 0 before the first
    std::size_t m_firstLine = 0; ///< the line that the width is of
    std::size_t m_rows = 0;
    bool m_hasRowNames = false;
    bool m_joinedTabs = false;
    std::vector<std::string> m_notes;
};

/// Whether two texts are the same in any case (of ASCII letters).
[[nodiscard]] bool sameName(std::string_view a, std::string_view b);

} // namespace lockscope::io
