// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Text from elsewhere (recordings, streams, remote hosts, files, the names of files) is data.
/// Where it leaves the program it is made fit for the place that it goes to, by the function of
/// that place. Each takes any bytes, also what is no UTF-8, gives UTF-8, and may be called by any
/// thread.
namespace lockscope::io {

/// Characters that are not seen themselves but change what is: control characters (C0, DEL, C1),
/// line and paragraph separators, marks of the writing direction, the byte order mark.
[[nodiscard]] bool isControl(char32_t code);

/// For a terminal, on one line: what is a control character becomes visible (`\x1b`, `\n`,
/// `\u202e`), and so does a byte that is no UTF-8 (`\xff`).
[[nodiscard]] std::string forTerminal(std::string_view text);

/// A cell of a CSV file (RFC 4180: in quotes where it has to be). A text that a spreadsheet would
/// take for a formula (it begins with = + - @, a tab or a line's end) gets an apostrophe in front,
/// as OWASP advises for CSV injection; a number stays a number. Control characters are made visible
/// but for tabs and ends of lines.
[[nodiscard]] std::string forSpreadsheet(std::string_view text);
/// The same without quotes, for a cell of a table whose columns are parted by tabs: on one line.
[[nodiscard]] std::string forTabbedTable(std::string_view text);

/// For text and attributes of XML 1.0: `& < > " '` are escaped, and what may not stand there even
/// escaped (most of C0, U+FFFE, U+FFFF) is replaced by U+FFFD.
[[nodiscard]] std::string forXml(std::string_view text);
/// A whole document of XML that another has made, with what may not stand in one replaced.
[[nodiscard]] std::string validXml(std::string_view document);

/// JSON that says the same, with control characters beyond C0, which JSON allows as they are,
/// written as `\u009b`: so it may be looked at on a terminal. The JSON must be UTF-8.
[[nodiscard]] std::string forTerminalJson(std::string_view json);

/// On as many lines as before, with other control characters, and bytes that are no UTF-8, replaced
/// by U+FFFD: for formats that have no way to write them.
[[nodiscard]] std::string withoutControls(std::string_view text);

/// At most so many characters: of a longer text the beginning and "…".
[[nodiscard]] std::string shortened(std::string_view text, std::size_t most);

} // namespace lockscope::io
