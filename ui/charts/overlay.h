// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_window.h"
#include "ui/models/time_range.h"
#include "ui/theme/theme.h"

#include <QRectF>
#include <QStringList>

#include <chrono>
#include <functional>
#include <vector>

class QPainter;

/// What stands on top of data: the markers of live changes, and the place that is played.
namespace lockscope::ui {

/// A live change on a time axis.
struct Marker
{
    std::chrono::nanoseconds time{};
    QString label;
};

/// Where a marker's flag stands: over the time that it tells of, its left edge on its own line.
struct MarkerPlace
{
    double x = 0; ///< of the line
    QRectF label; ///< empty when there is no room for it; narrower than its text when shortened
};

inline constexpr int kMarkerRows = 3;
inline constexpr double kLeastFlag = 30; ///< pixels: what is narrower says nothing

/// Finds a place for every marker in the window. A flag stands to the right of its line and ends
/// before the next, shortened if need be. Where the next line is too close for that the flag goes
/// into a row below, where it may pass lines that are as close; never onto another flag, and no
/// further down than `rows`, or the middle of the plot. The newest come first.
[[nodiscard]] std::vector<MarkerPlace> placeMarkers(
    const std::vector<Marker>& markers,
    const TimeWindow& window,
    const QRectF& plot,
    const std::function<QSizeF(const QString&)>& size,
    int rows = kMarkerRows);

/// Draws the markers' lines and flags with the painter's font; a line whose flag has no room wears
/// a pennant, to be hovered, and where there are many side by side that is all of it: the data stay
/// in sight. Returns where flags stand.
std::vector<QRectF> paintMarkers(QPainter& painter,
                                 const std::vector<Marker>& markers,
                                 const TimeWindow& window,
                                 const QRectF& plot,
                                 const Theme& theme,
                                 int rows = kMarkerRows);

/// A selected range, and the letter that stands for it where there are two.
struct NamedRange
{
    TimeRange range;
    QString name;
};

/// Has all that is not selected step back, if anything is, and draws where ranges begin and end,
/// each with its name at its lower left corner.
void paintSelected(QPainter& painter,
                   const std::vector<NamedRange>& ranges,
                   const TimeWindow& window,
                   const QRectF& plot,
                   const Theme& theme);

/// Draws the line at which a recording is played, with a head at its upper end.
void paintPlace(QPainter& painter, double x, const QRectF& plot, const Theme& theme);

/// The labels of the markers that stand within a few pixels of x, oldest first.
[[nodiscard]] QStringList labelsNear(double x,
                                     const std::vector<Marker>& markers,
                                     const TimeWindow& window);

} // namespace lockscope::ui
