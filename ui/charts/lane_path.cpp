// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/lane_path.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <unordered_map>

namespace lockscope::ui {

namespace {

constexpr double kWide = 3.4; ///< pixels, where it holds up others
constexpr double kNarrow = 1.6;
constexpr double kEdge = 2.2; ///< on both sides together
constexpr double kOfLane = 0.5; ///< no more, where lanes are thin
constexpr double kLeast = 1.2;

/// The lines of a path, in pixels.
struct PathLines
{
    QPainterPath all;
    QPainterPath held;
};

PathLines linesOf(const QRectF& lanes, const LanePathPlace& place, const LanePath& path)
{
    std::unordered_map<std::uint32_t, double> middles;
    for (std::size_t lane = 0; lane < place.order.size(); ++lane)
        middles.emplace(place.order[lane],
                        lanes.top() + place.rows.topOf(static_cast<int>(lane))
                            + place.rows.height / 2);
    PathLines lines;
    std::optional<QPointF> at;
    for (const LanePathPiece& piece : *path) {
        if (piece.end < place.window.begin() || piece.begin > place.window.end)
            continue;
        const auto middle = middles.find(piece.worker);
        if (middle == middles.end()) {
            at.reset();
            continue;
        }
        const double from = std::max(place.window.xOf(piece.begin), lanes.left() - kWide);
        const double to = std::min(place.window.xOf(piece.end), lanes.right() + kWide);
        const double y = middle->second;
        if (at && at->y() == y && to - at->x() < 1) // as good as nothing
            continue;
        if (at)
            lines.all.lineTo(from, y);
        else
            lines.all.moveTo(from, y);
        lines.all.lineTo(to, y);
        if (piece.held) {
            lines.held.moveTo(from, y);
            lines.held.lineTo(to, y);
        }
        at = QPointF(to, y);
    }
    return lines;
}

QPen penOf(const QColor& colour, double width)
{
    return {colour, width, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin};
}

} // namespace

void paintLanePath(QPainter& painter,
                   const QRectF& lanes,
                   const LanePathPlace& place,
                   const LanePath& path,
                   const Theme& theme)
{
    if (!path || path->empty())
        return;
    const PathLines lines = linesOf(lanes, place, path);
    const double most = std::max(kLeast, place.rows.height * kOfLane);
    const double wide = std::min(kWide, most);
    const double narrow = std::min(kNarrow, most);
    const double edge = std::min(kEdge, most);
    painter.save();
    painter.setClipRect(lanes, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.strokePath(lines.all, penOf(theme.base, narrow + edge));
    painter.strokePath(lines.held, penOf(theme.base, wide + edge));
    painter.strokePath(lines.all, penOf(theme.text, narrow));
    painter.strokePath(lines.held, penOf(theme.text, wide));
    painter.restore();
}

} // namespace lockscope::ui
