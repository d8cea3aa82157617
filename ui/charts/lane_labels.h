// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/lane_raster.h"
#include "ui/models/thread_names.h"

#include <cstdint>
#include <vector>

class QPainter;
class QRectF;

/// What stands at the left of lanes: an experiment's workers by their numbers, a program's threads
/// by their names.
namespace lockscope::ui {

struct LaneLabels
{
    const std::vector<std::uint32_t>& order; ///< the worker of each lane
    const ThreadNames& names;
    int step; ///< every so many lanes have one
};

/// Every how many lanes a label has room.
[[nodiscard]] int labelStep(double laneHeight, double labelHeight);

/// Pixels that the widest label needs; 0 where numbers have room anyway.
[[nodiscard]] double laneLabelWidth(const std::vector<std::uint32_t>& order,
                                    const ThreadNames& names);

/// Draws them at the left of `lanes`, within its height, with the painter's pen.
void paintLaneLabels(QPainter& painter,
                     const QRectF& lanes,
                     const LaneRows& rows,
                     const LaneLabels& labels);

/// Draws the frame of the lane whose thread is picked.
void paintPickedLane(
    QPainter& painter, const QRectF& lanes, const LaneRows& rows, int lane, const Theme& theme);

} // namespace lockscope::ui
