// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/lane_vectors.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>

namespace lockscope::ui {

namespace {

constexpr double kBandsFrom = 8; // pixels: below, bands would be thinner than one

/// The edges of one state's band: shares of the lane's height from its bottom, by column.
struct Band
{
    std::vector<double> low;
    std::vector<double> high;
};

Band bandOf(const std::vector<LaneCell>& cells, const HiddenStates& hidden, std::size_t state)
{
    Band band;
    for (const LaneCell& cell : cells) {
        double low = 0;
        for (std::size_t below = 0; below < state; ++below)
            low += hidden[below] ? 0 : cell.shares.share[below];
        const bool drawn = cell.kind == LaneCell::Kind::Known && !hidden[state];
        band.low.push_back(low);
        band.high.push_back(low + (drawn ? cell.shares.share[state] : 0));
    }
    return band;
}

/// The columns [first, last) of a band as a polygon with steps.
QPolygonF outline(const QRectF& lane, const Band& band, std::size_t first, std::size_t last)
{
    const double step = lane.width() / static_cast<double>(band.low.size());
    const auto x = [&](std::size_t column) {
        return lane.left() + step * static_cast<double>(column);
    };
    const auto y = [&](double share) { return lane.bottom() - share * lane.height(); };
    QPolygonF polygon;
    const auto edge = [&](std::size_t column, double share, bool forward) {
        const QPointF a(x(column), y(share));
        const QPointF b(x(column + 1), y(share));
        if (!polygon.isEmpty() && polygon.last().y() == a.y())
            polygon.last() = forward ? b : a; // goes on at the same height
        else
            polygon << (forward ? a : b) << (forward ? b : a);
    };
    for (std::size_t column = first; column < last; ++column)
        edge(column, band.high[column], true);
    for (std::size_t column = last; column-- > first;)
        edge(column, band.low[column], false);
    return polygon;
}

void paintBand(QPainter& painter,
               const QRectF& lane,
               const Band& band,
               Pattern pattern,
               const PatternColors& colors)
{
    const std::size_t columns = band.low.size();
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.fill);
    for (std::size_t first = 0; first < columns;) {
        if (band.high[first] <= band.low[first]) {
            ++first;
            continue;
        }
        std::size_t last = first;
        while (last < columns && band.high[last] > band.low[last])
            ++last;
        painter.drawPolygon(outline(lane, band, first, last));
        first = last;
    }
    paintMarks(painter, pattern, colors.mark, lane, [&](double x, double y) {
        const double across = (x - lane.left()) / lane.width() * static_cast<double>(columns);
        if (across < 0 || across >= static_cast<double>(columns))
            return false;
        const auto column = static_cast<std::size_t>(across);
        const double share = (lane.bottom() - y) / lane.height();
        return share >= band.low[column] && share < band.high[column];
    });
}

Band unknownBand(const std::vector<LaneCell>& cells)
{
    Band band;
    for (const LaneCell& cell : cells) {
        band.low.push_back(0);
        band.high.push_back(cell.kind == LaneCell::Kind::Unknown ? 1 : 0);
    }
    return band;
}

/// The fill that stands for a cell in a thin lane; -1 for none.
int thinFill(const LaneCell& cell, const HiddenStates& hidden)
{
    if (cell.kind == LaneCell::Kind::Gap)
        return -1;
    if (cell.kind == LaneCell::Kind::Unknown)
        return hidden.unknown ? -1 : static_cast<int>(PatternTiles::kUnknown);
    const auto state = static_cast<std::size_t>(measure::dominantState(cell.shares));
    return hidden[state] ? -1 : static_cast<int>(state);
}

void paintThinLane(QPainter& painter,
                   const QRectF& lane,
                   const std::vector<LaneCell>& cells,
                   const HiddenStates& hidden,
                   const Theme& theme)
{
    const double step = lane.width() / static_cast<double>(cells.size());
    for (std::size_t first = 0; first < cells.size();) {
        const int fill = thinFill(cells[first], hidden);
        std::size_t last = first + 1;
        while (last < cells.size() && thinFill(cells[last], hidden) == fill)
            ++last;
        const QRectF rect(lane.left() + step * static_cast<double>(first),
                          lane.top(),
                          step * static_cast<double>(last - first),
                          lane.height());
        if (fill == static_cast<int>(PatternTiles::kUnknown))
            painter.fillRect(rect, unknownColors(theme).mark);
        else if (fill >= 0)
            painter.fillRect(rect, theme.state[static_cast<std::size_t>(fill)]);
        first = last;
    }
}

} // namespace

void paintLane(QPainter& painter,
               const QRectF& lane,
               const std::vector<LaneCell>& cells,
               const HiddenStates& hidden,
               const Theme& theme)
{
    if (cells.empty())
        return;
    if (lane.height() < kBandsFrom) {
        paintThinLane(painter, lane, cells, hidden, theme);
        return;
    }
    for (const auto state : measure::kStates)
        paintBand(painter,
                  lane,
                  bandOf(cells, hidden, static_cast<std::size_t>(state)),
                  patternOf(state),
                  stateColors(theme, state));
    if (!hidden.unknown)
        paintBand(painter, lane, unknownBand(cells), Pattern::CrossHatch, unknownColors(theme));
}

std::vector<LaneCell> laneCells(const std::deque<measure::SnapshotPtr>& snapshots,
                                LaneOf laneOf,
                                std::uint32_t lane,
                                const TimeWindow& window,
                                int columns)
{
    std::vector<LaneCell> cells;
    ColumnMix mix(snapshots, laneOf);
    for (int i = 0; i < columns; ++i) {
        const auto edge = [&](int column) {
            return window.begin() + window.span * column / columns;
        };
        mix.seek(edge(i), edge(i + 1));
        cells.push_back(mix.cell(lane));
    }
    return cells;
}

} // namespace lockscope::ui
