// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_window.h"
#include "ui/charts/value_axis.h"
#include "ui/models/decimation.h"
#include "ui/theme/theme.h"

#include <QColor>
#include <QRectF>
#include <QString>

#include <deque>
#include <vector>

class QPainter;

/// What says that a value lies above a chart's range: an arrow over the plot where it would stand,
/// and the figure of the largest.
namespace lockscope::ui {

struct OutsideMark
{
    double x = 0; ///< pixel
    double value = 0;
    QColor color; ///< of its line
};

/// A mark for each of the samples that the axis cuts, within the window; where they are closer than
/// an arrow is wide, one for the largest of them.
[[nodiscard]] std::vector<OutsideMark> outsideMarks(const std::deque<Sample>& samples,
                                                    const ValueAxis& axis,
                                                    const TimeWindow& window,
                                                    const QColor& color);

/// Where the figure of the largest goes: beside its arrow, below the plot's upper edge, on nothing
/// that is taken; empty when there is no room.
[[nodiscard]] QRectF outsideFigurePlace(double x,
                                        const QSizeF& size,
                                        const QRectF& plot,
                                        const std::vector<QRectF>& taken);

/// Draws arrows above the plot, and the figure of the largest with the painter's font.
void paintOutsideMarks(QPainter& painter,
                       const std::vector<OutsideMark>& marks,
                       const QRectF& plot,
                       const std::vector<QRectF>& taken,
                       const QString& figure,
                       const Theme& theme);

/// The largest of them; there is one.
[[nodiscard]] const OutsideMark& largestOf(const std::vector<OutsideMark>& marks);

} // namespace lockscope::ui
