// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/lane_labels.h"
#include "ui/models/range_blocking.h"
#include "ui/theme/theme.h"

#include <vector>

namespace lockscope::ui {

/// Who waits for whom among lanes that stand in `lanes`, within its height.
struct LaneEdges
{
    const QRectF& lanes;
    const LaneRows& rows;
    const LaneLabels& of;
    const std::vector<Blocked>& blocked;
};

/// Draws that at an instant, which is at `x`: an arrow from the lane of each thread that waits to
/// that of the thread that holds what it wants.
void paintEdges(QPainter& painter, const LaneEdges& edges, double x, const Theme& theme);

} // namespace lockscope::ui
