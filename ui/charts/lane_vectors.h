// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/lane_raster.h"
#include "ui/charts/time_window.h"

#include <QRectF>

#include <vector>

namespace lockscope::ui {

/// Draws one lane with vector operations, for exports: `cells` are equal columns from the left to
/// the right edge of `lane`. A tall lane shows the mix as bands with their marks; a thin one has a
/// rectangle for each run of columns with the same dominant state.
void paintLane(QPainter& painter,
               const QRectF& lane,
               const std::vector<LaneCell>& cells,
               const HiddenStates& hidden,
               const Theme& theme);

/// Cells of a lane over a window, in as many columns.
[[nodiscard]] std::vector<LaneCell> laneCells(const std::deque<measure::SnapshotPtr>& snapshots,
                                              LaneOf laneOf,
                                              std::uint32_t lane,
                                              const TimeWindow& window,
                                              int columns);

} // namespace lockscope::ui
