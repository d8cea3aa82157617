// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recording/difference.h"
#include "ui/pictures/exporter.h"

#include <vector>

namespace lockscope::ui {

class ChartPair;
class DifferenceTable;

/// What is said under the pictures of a comparison: verdict, both ranges, hosts and marks.
[[nodiscard]] PictureFacts differenceFacts(const recording::Difference& difference);

/// Pictures of a comparison as it is shown: the table and below it the pairs, which get the names
/// of the ranges. The views outlive the exporter.
[[nodiscard]] Exporter differenceExporter(const recording::Difference& difference,
                                          const DifferenceTable& table,
                                          const std::vector<ChartPair*>& pairs,
                                          const Theme& theme);

} // namespace lockscope::ui
