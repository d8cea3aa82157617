// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/lane_labels.h"

#include "ui/charts/chart_axes.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QRectF>

#include <algorithm>
#include <cmath>

namespace lockscope::ui {

int labelStep(double laneHeight, double labelHeight)
{
    for (const int step : {1, 2, 4, 8, 16, 32, 64, 128})
        if (step * laneHeight >= labelHeight)
            return step;
    return 256;
}

double laneLabelWidth(const std::vector<std::uint32_t>& order, const ThreadNames& names)
{
    if (names.subject() == measure::Subject::Experiment)
        return 0;
    const QFontMetricsF metrics(plotFont());
    double widest = 0;
    for (const std::uint32_t worker : order)
        widest = std::max(widest, metrics.horizontalAdvance(names.label(worker)));
    return std::ceil(widest);
}

void paintLaneLabels(QPainter& painter,
                     const QRectF& lanes,
                     const LaneRows& rows,
                     const LaneLabels& labels)
{
    constexpr double kSpace = 6;
    const QFontMetricsF metrics(painter.font());
    const double width = lanes.left() - kSpace;
    for (int lane = 0; lane < rows.count; lane += labels.step) {
        const double middle = lanes.top() + rows.topOf(lane) + rows.height / 2;
        const double from = lanes.top() + (lane < rows.fixed ? 0 : rows.fixedEnd());
        if (middle < from || middle > lanes.bottom())
            continue;
        const QString label = labels.names.label(labels.order[static_cast<std::size_t>(lane)]);
        painter.drawText(QRectF(0, middle - metrics.height() / 2, width, metrics.height()),
                         Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(label, Qt::ElideMiddle, width));
    }
}

void paintPickedLane(
    QPainter& painter, const QRectF& lanes, const LaneRows& rows, int lane, const Theme& theme)
{
    painter.save();
    painter.setClipRect(lanes.adjusted(-4, lane < rows.fixed ? -1 : rows.fixedEnd() - 1, 1, 1));
    painter.setPen(QPen(theme.text, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(lanes.left() - 1,
                            lanes.top() + rows.topOf(lane),
                            lanes.width() + 1,
                            std::max(2.0, rows.height - 1)));
    painter.restore();
}

} // namespace lockscope::ui
