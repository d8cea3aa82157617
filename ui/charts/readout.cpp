// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/readout.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace lockscope::ui {

namespace {

constexpr double kSwatch = 22;
constexpr double kStateSwatch = 14;
constexpr double kLabelSpace = 12; ///< between a label and its value
constexpr double kBesidePlace = 10;

ReadoutSizes measureReadout(const QFontMetricsF& metrics,
                            const QString& heading,
                            const std::vector<ReadoutRow>& rows)
{
    double labels = 0;
    double values = 0;
    for (const ReadoutRow& row : rows) {
        labels = std::max(labels,
                          metrics.horizontalAdvance(row.label)
                              + (row.entry ? kSwatch + kReadoutPadding : 0));
        values = std::max(values, metrics.horizontalAdvance(row.value));
    }
    return {.line = metrics.height() + 1,
            .heading = metrics.horizontalAdvance(heading),
            .column = labels + kLabelSpace + values};
}

void paintRow(QPainter& painter, const QRectF& line, const ReadoutRow& row, const Theme& theme)
{
    double indent = 0;
    if (row.entry) {
        const double swatch = row.entry->state ? kStateSwatch : kSwatch;
        paintSwatch(
            painter, QRectF(line.left(), line.top(), swatch, line.height()), *row.entry, theme);
        indent = swatch + kReadoutPadding;
    }
    painter.setPen(theme.text);
    painter.drawText(line.adjusted(indent, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, row.label);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, row.value);
}

} // namespace

ReadoutLayout layOutReadout(
    const QRectF& plot, const QRectF& room, const QPointF& at, int rows, const ReadoutSizes& sizes)
{
    ReadoutLayout layout;
    const auto fitting = [](double length, double each) {
        return std::max(1, static_cast<int>(std::floor(length / each)));
    };
    const int lines = fitting(room.height() - 2 * kReadoutPadding - sizes.line, sizes.line);
    const int most = fitting(room.width() - 2 * kReadoutPadding + kReadoutColumnSpace,
                             sizes.column + kReadoutColumnSpace);
    layout.columns = std::clamp((rows + lines - 1) / lines, 1, most);
    layout.perColumn = std::min(lines, (rows + layout.columns - 1) / layout.columns);
    const int places = layout.columns * layout.perColumn;
    layout.shown = rows <= places ? rows : places - 1; // the last place tells of the others
    const double width =
        std::max(layout.columns * (sizes.column + kReadoutColumnSpace) - kReadoutColumnSpace,
                 sizes.heading)
        + 2 * kReadoutPadding;
    const double height = sizes.line * (layout.perColumn + 1) + 2 * kReadoutPadding;
    const double right = at.x() + kBesidePlace;
    const double left = at.x() - kBesidePlace - width;
    const double x = right + width <= plot.right() || left < room.left() ? right : left;
    // In the plot where that is high enough, else over the axis below it, too.
    const double lowest = std::max(plot.bottom(), std::min(plot.top() + height, room.bottom()));
    const double y = std::min(std::max(at.y() - height / 2, plot.top()), lowest - height);
    layout.box =
        QRectF(std::floor(std::max(room.left(), std::min(x, room.right() - std::ceil(width)))),
               std::floor(std::max(room.top(), y)),
               std::ceil(width),
               std::ceil(height));
    return layout;
}

void paintReadout(QPainter& painter,
                  const ReadoutPlace& wanted,
                  const QString& heading,
                  const std::vector<ReadoutRow>& rows,
                  const Theme& theme)
{
    painter.save();
    const ReadoutSizes sizes = measureReadout(QFontMetricsF(painter.font()), heading, rows);
    const int count = static_cast<int>(rows.size());
    const ReadoutLayout layout = layOutReadout(wanted.plot, wanted.room, wanted.at, count, sizes);
    painter.setPen(QPen(theme.grid.darker(theme.dark ? 70 : 120), 1));
    QColor pane = theme.window;
    pane.setAlphaF(0.88F); // what it covers can still be made out
    painter.setBrush(pane);
    painter.drawRect(layout.box.adjusted(0.5, 0.5, -0.5, -0.5));

    const QPointF corner = layout.box.topLeft() + QPointF(kReadoutPadding, kReadoutPadding);
    painter.setPen(theme.faintText);
    painter.drawText(QRectF(corner, QSizeF(layout.box.width(), sizes.line)),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     heading);
    // One column is as wide as the box, which the heading may have made wider.
    const double width =
        layout.columns == 1 ? layout.box.width() - 2 * kReadoutPadding : sizes.column;
    const auto lineOf = [&](int place) {
        const int column = place / layout.perColumn;
        const int line = place % layout.perColumn + 1; // below the heading
        return QRectF(corner.x() + column * (sizes.column + kReadoutColumnSpace),
                      corner.y() + line * sizes.line,
                      width,
                      sizes.line);
    };
    for (int i = 0; i < layout.shown; ++i)
        paintRow(painter, lineOf(i), rows[static_cast<std::size_t>(i)], theme);
    if (layout.shown < count) {
        painter.setPen(theme.faintText);
        painter.drawText(
            lineOf(layout.shown),
            Qt::AlignLeft | Qt::AlignVCenter,
            QCoreApplication::translate("Readout", "and %1 more").arg(count - layout.shown));
    }
    painter.restore();
}

} // namespace lockscope::ui
