// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/bad_input.h"

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace lockscope::io {

/// A text that is no table: what() is one sentence that names the line, what stands there and what
/// is allowed.
class TableError : public BadInput
{
public:
    using BadInput::BadInput;
};

/// Throws TableError: "line 3: GIVEN; allowed: ALLOWED".
[[noreturn]] void refuseLine(std::size_t line,
                             const std::string& given,
                             const std::string& allowed);

/// What stands in a field, in quotes for a sentence: short, and fit for a terminal.
[[nodiscard]] std::string quotedText(std::string_view field);

/// Bytes as a text, and what they were.
struct TableText
{
    std::string text; ///< without a byte order mark
    bool wasUtf16 = false; ///< and is UTF-8 now
};

/// The text of a file: UTF-8, another encoding that has ASCII in it, or UTF-16 with a byte order
/// mark, which is Excel's "Unicode text". Throws TableError for bytes that stand in no text: NUL,
/// other control characters than tab and line ends, UTF-16 without a mark, which are named as what
/// they are, with their line.
[[nodiscard]] TableText tableTextOf(std::string_view bytes);

} // namespace lockscope::io
