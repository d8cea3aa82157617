// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPointF>

class QPainter;

namespace lockscope::ui {

/// Shapes that tell hosts apart where colour tells guards: in light, dark and without colours.
/// Dashes cannot, because they say that a line is the law or simulated.
inline constexpr int kHostMarkers = 12; ///< after which they begin anew
inline constexpr int kHereMarker = 0; ///< a filled circle: measured on this computer

/// Draws the marker of a number, 0 or more, with vector operations. From half of them on they are
/// hollow, on `base`.
void paintHostMarker(
    QPainter& painter, const QPointF& centre, int marker, const QColor& colour, const QColor& base);

} // namespace lockscope::ui
