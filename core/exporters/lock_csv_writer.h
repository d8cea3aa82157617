// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exporters/data_writer.h"

#include <memory>
#include <ostream>

namespace lockscope::exporters {

/// The table of a watched program: a row for each lock, and condition, and snapshot in which it did
/// something.
[[nodiscard]] std::unique_ptr<DataWriter> makeLockCsvWriter(std::ostream& out);

} // namespace lockscope::exporters
