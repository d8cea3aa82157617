// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/lane_raster.h"
#include "ui/charts/time_window.h"
#include "ui/models/lane_path.h"
#include "ui/theme/theme.h"

#include <cstdint>
#include <vector>

class QPainter;
class QRectF;

namespace lockscope::ui {

/// Where lanes stand: within `lanes`, whose left edge is the window's.
struct LanePathPlace
{
    const LaneRows& rows;
    const std::vector<std::uint32_t>& order; ///< the worker of each lane
    const TimeWindow& window;
};

/// Draws one path along the lanes, in their middle, with a step where it goes to another one: wide
/// where its thread holds up others. It has an edge in the colour behind the plot, so that it
/// stands out from every state, and takes no more than a part of a lane. Where a thread has no lane
/// it is left out, and pieces that are less than a pixel long are drawn as the steps between them.
void paintLanePath(QPainter& painter,
                   const QRectF& lanes,
                   const LanePathPlace& place,
                   const LanePath& path,
                   const Theme& theme);

} // namespace lockscope::ui
