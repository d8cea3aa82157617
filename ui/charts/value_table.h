// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace lockscope::ui {

/// The values of a chart as a table that a spreadsheet takes. A plain value.
struct ValueTable
{
    using Row = std::vector<std::string>;

    Row heading;
    std::vector<Row> rows; ///< each as long as the heading

    [[nodiscard]] bool empty() const { return rows.empty(); }
    /// Lines of cells with tabs between them, the heading first; text is made fit for a
    /// spreadsheet.
    [[nodiscard]] std::string tabbed() const;
};

/// A number as a cell, so exact that it reads back as the same; empty for what is not known.
[[nodiscard]] std::string valueCell(std::optional<double> value);

} // namespace lockscope::ui
