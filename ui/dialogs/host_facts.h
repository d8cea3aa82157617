// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/source.h"

#include <QString>

#include <optional>
#include <utility>
#include <vector>

namespace lockscope::ui {

using Fact = std::pair<QString, QString>;

/// Names and values as an HTML table.
[[nodiscard]] QString factsTable(const std::vector<Fact>& facts);

/// The machine, what measuring costs there and which hardware counters it has, as an HTML table; a
/// sentence while nothing is known.
[[nodiscard]] QString machineTable(const std::optional<measure::SourceInfo>& facts);

} // namespace lockscope::ui
