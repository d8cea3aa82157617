// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/legend.h"

#include <QPointF>
#include <QRectF>
#include <QString>

#include <optional>
#include <vector>

class QPainter;

namespace lockscope::ui {

/// A line of a read-out; the swatch is that of a legend entry.
struct ReadoutRow
{
    std::optional<LegendEntry> entry;
    QString label;
    QString value;
};

/// How large the parts of a read-out are, in pixels.
struct ReadoutSizes
{
    double line = 0; ///< height
    double heading = 0; ///< width
    double column = 0; ///< width of a row: swatch, label and value
};

/// Where a read-out stands, and how its rows are shared out.
struct ReadoutLayout
{
    QRectF box;
    int columns = 1;
    int perColumn = 0; ///< lines, the last of which may say how many rows are left out
    int shown = 0; ///< rows; fewer than all only where no column more has room
};

inline constexpr double kReadoutPadding = 7;
inline constexpr double kReadoutColumnSpace = 16;

/// Places a read-out of so many rows beside `at`, on the side of the plot where there is room. It
/// is never outside `room`: in a low one the rows stand in several columns.
[[nodiscard]] ReadoutLayout layOutReadout(
    const QRectF& plot, const QRectF& room, const QPointF& at, int rows, const ReadoutSizes& sizes);

/// Where a read-out is wanted: layOutReadout() places it.
struct ReadoutPlace
{
    QRectF plot;
    QRectF room;
    QPointF at;
};

/// Draws the box of a read-out.
void paintReadout(QPainter& painter,
                  const ReadoutPlace& wanted,
                  const QString& heading,
                  const std::vector<ReadoutRow>& rows,
                  const Theme& theme);

} // namespace lockscope::ui
