// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/value_table.h"

#include "core/io/text_fit.h"

#include <fmt/format.h>

namespace lockscope::ui {

namespace {

void append(std::string& text, const ValueTable::Row& row)
{
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (i > 0)
            text += '\t';
        text += io::forTabbedTable(row[i]);
    }
    text += '\n';
}

} // namespace

std::string ValueTable::tabbed() const
{
    std::string text;
    append(text, heading);
    for (const Row& row : rows)
        append(text, row);
    return text;
}

std::string valueCell(std::optional<double> value)
{
    return value ? fmt::format("{}", *value) : std::string();
}

} // namespace lockscope::ui
