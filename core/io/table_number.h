// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockscope::io {

/// What commas and points in the numbers of a column mean.
enum class NumberStyle : std::uint8_t
{
    Plain, ///< 1004.5: a decimal point, no comma
    DecimalComma, ///< 1004,5 and 1.004,5
    GroupedByCommas ///< 1,004.5
};

/// A column as it stands in the file.
struct NumberColumn
{
    struct Field
    {
        std::string text;
        std::size_t line;
    };
    std::vector<Field> fields;
    std::string name; ///< for sentences
};

struct ReadStyle
{
    NumberStyle style = NumberStyle::Plain;
    std::string note; ///< one sentence where that was a guess; empty where it was none
};

/// How the numbers of a column are written, from all of them together: "1,934" alone may be 1934 or
/// 1.934, beside "1,004.0" or "12,2" it is not. `separator` is the table's: between semicolons a
/// comma is a decimal comma, because that is what the semicolons are for. Texts that are no numbers
/// say nothing. Throws TableError where the column contradicts itself, or can be read both ways
/// with different laws.
[[nodiscard]] ReadStyle numberStyleOf(const NumberColumn& column, char separator);

/// A number of any size and sign, "nan" and "inf" included; none for a text, and for what is not
/// written so. Too large is infinity, too small is 0. In any locale.
[[nodiscard]] std::optional<double> numberIn(std::string_view field,
                                             NumberStyle style = NumberStyle::Plain);

/// Whether a field is a number in one of the styles.
[[nodiscard]] bool looksLikeNumber(std::string_view field);

} // namespace lockscope::io
