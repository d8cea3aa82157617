// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exporters/data_writer.h"

#include <iosfwd>
#include <memory>
#include <span>
#include <string_view>

namespace lockscope::exporters {

/// A format of another tool: one row. The command line, the window and the tests go over the rows.
struct DataFormat
{
    std::string_view id; ///< on the command line: "csv"
    std::string_view suffix; ///< what a file's name ends with, dot included: ".pb.gz"
    std::string_view description; ///< one line for a list to choose from
    bool forTerminal; ///< it is text, and nothing that would set a terminal astray
    std::unique_ptr<DataWriter> (*make)(std::ostream& out); ///< the stream must outlive the writer
};

[[nodiscard]] std::span<const DataFormat> dataFormats();

/// The format of that name; null for another text.
[[nodiscard]] const DataFormat* formatNamed(std::string_view id);

} // namespace lockscope::exporters
