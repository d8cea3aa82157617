// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/legend.h"
#include "ui/charts/time_window.h"

#include <QRectF>

#include <chrono>
#include <functional>
#include <vector>

/// What stands on top of data: the markers of live changes and the read-out at the mouse.
namespace lockscope::ui {

/// A live change on a time axis.
struct Marker
{
    std::chrono::nanoseconds time{};
    QString label;
};

/// Where a marker's label stands; no row when there is no room for it.
struct MarkerPlace
{
    double x = 0; ///< of the line
    QRectF label; ///< empty when left out
};

inline constexpr int kMarkerRows = 2;

/// Finds a place for every marker in the window: labels in at most kMarkerRows rows from the top,
/// beside their lines, never on another label; the newest come first.
[[nodiscard]] std::vector<MarkerPlace> placeMarkers(
    const std::vector<Marker>& markers,
    const TimeWindow& window,
    const QRectF& plot,
    const std::function<QSizeF(const QString&)>& size);

/// Draws the markers' lines and labels with the painter's font.
void paintMarkers(QPainter& painter,
                  const std::vector<Marker>& markers,
                  const TimeWindow& window,
                  const QRectF& plot,
                  const Theme& theme);

/// A line of a read-out; the swatch is that of a legend entry.
struct ReadoutRow
{
    std::optional<LegendEntry> entry;
    QString label;
    QString value;
};

/// Draws the box of a read-out beside x, on the side where there is room, inside the plot.
void paintReadout(QPainter& painter,
                  const QRectF& plot,
                  const QPointF& at,
                  const QString& heading,
                  const std::vector<ReadoutRow>& rows,
                  const Theme& theme);

} // namespace lockscope::ui
