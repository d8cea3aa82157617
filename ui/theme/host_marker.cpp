// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/host_marker.h"

#include <QPainter>
#include <QPolygonF>

#include <array>
#include <cmath>
#include <numbers>

namespace lockscope::ui {

namespace {

constexpr double kRadius = 5; ///< of shapes with corners
constexpr double kDot = 3.5; ///< of the circle, as ever

/// Corners on a circle, the first straight up and turned by `turn`, in radians.
QPolygonF polygon(const QPointF& centre, int corners, double turn)
{
    QPolygonF shape;
    for (int i = 0; i < corners; ++i) {
        const double angle = turn + 2 * std::numbers::pi * i / corners;
        shape << centre + QPointF(kRadius * std::sin(angle), -kRadius * std::cos(angle));
    }
    return shape;
}

QPolygonF star(const QPointF& centre)
{
    constexpr int kPoints = 5;
    constexpr double kInner = 0.42;
    QPolygonF shape = polygon(centre, 2 * kPoints, 0);
    for (int i = 1; i < shape.size(); i += 2)
        shape[i] = centre + kInner * (shape[i] - centre);
    for (int i = 0; i < shape.size(); i += 2) // thin points look smaller
        shape[i] = centre + 1.25 * (shape[i] - centre);
    return shape;
}

} // namespace

void paintHostMarker(
    QPainter& painter, const QPointF& centre, int marker, const QColor& colour, const QColor& base)
{
    constexpr int kShapes = kHostMarkers / 2;
    constexpr double kQuarter = std::numbers::pi / 4;
    const int number = marker % kHostMarkers;
    const bool hollow = number >= kShapes;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    // A rim in the ground's colour keeps markers apart that lie on each other.
    painter.setPen(hollow ? QPen(colour, 1.8) : QPen(base, 0.8));
    painter.setBrush(hollow ? base : colour);
    switch (number % kShapes) {
    case 0:
        painter.drawEllipse(centre, hollow ? kDot + 0.5 : kDot, hollow ? kDot + 0.5 : kDot);
        break;
    case 1:
        painter.drawPolygon(polygon(centre, 4, kQuarter));
        break;
    case 2:
        painter.drawPolygon(polygon(centre, 3, 0));
        break;
    case 3:
        painter.drawPolygon(polygon(centre, 4, 0));
        break;
    case 4:
        painter.drawPolygon(polygon(centre, 3, std::numbers::pi));
        break;
    default:
        painter.drawPolygon(star(centre));
        break;
    }
    painter.restore();
}

} // namespace lockscope::ui
