// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/lane_edges.h"

#include <QPainter>
#include <QPainterPath>
#include <QPolygonF>

#include <algorithm>
#include <cmath>
#include <optional>

namespace lockscope::ui {

namespace {

constexpr std::size_t kMostEdges = 100; // more would be a black spot
constexpr double kArrowHead = 5; ///< pixels

/// The middle of a thread's lane; none where it has none.
std::optional<double> laneOf(std::uint32_t worker,
                             const QRectF& lanes,
                             const LaneRows& rows,
                             const std::vector<std::uint32_t>& order)
{
    const auto found = std::find(order.begin(), order.end(), worker);
    if (found == order.end())
        return std::nullopt;
    return lanes.top() + rows.topOf(static_cast<int>(found - order.begin())) + rows.height / 2;
}

/// A bow to the side where there is room, so that edges of neighbours can be told apart.
void paintEdge(QPainter& painter, const QPointF& from, const QPointF& to, double side)
{
    constexpr double kWidest = 60;
    const double bow = side * std::min(kWidest, 12 + std::abs(to.y() - from.y()) / 3);
    QPainterPath path(from);
    path.cubicTo(from + QPointF(bow, 0), to + QPointF(bow, 0), to);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
    painter.setBrush(painter.pen().color());
    painter.drawPolygon(QPolygonF({to,
                                   to + QPointF(side * kArrowHead, -kArrowHead),
                                   to + QPointF(side * kArrowHead, kArrowHead)}));
    painter.drawEllipse(from, 2, 2);
}

} // namespace

void paintEdges(QPainter& painter, const LaneEdges& edges, double x, const Theme& theme)
{
    const QRectF& lanes = edges.lanes;
    const std::vector<Blocked>& blocked = edges.blocked;
    painter.save();
    painter.setClipRect(lanes);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.text, 1.4));
    const double side = x > lanes.center().x() ? -1 : 1;
    for (std::size_t i = 0; i < blocked.size() && i < kMostEdges; ++i) {
        const auto owner = edges.of.names.withTid(blocked[i].ownerTid);
        const auto from = laneOf(blocked[i].waiter, lanes, edges.rows, edges.of.order);
        const auto to = owner ? laneOf(*owner, lanes, edges.rows, edges.of.order) : std::nullopt;
        if (from && to)
            paintEdge(painter, {x, *from}, {x, *to}, side);
    }
    painter.restore();
}

} // namespace lockscope::ui
