// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/lane_raster.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace lockscope::ui {

namespace {

/// Lanes of fewer rows are dithered: a share of 1/6 would fall between their rows.
constexpr int kDitherBelow = 8;

/// Where between two rows a column looks at the mix; neighbours look far apart (Bayer's order).
double ditherOffset(std::int64_t column)
{
    constexpr std::array<double, 8> kOrder{0, 4, 2, 6, 1, 5, 3, 7};
    return (kOrder[static_cast<std::size_t>(column & 7)] + 0.5) / 8;
}

/// The column that an instant lies in, also before the clock's zero.
std::int64_t columnOf(std::int64_t ns, std::int64_t column)
{
    return ns >= 0 ? ns / column : -((-ns + column - 1) / column);
}

int ringIndex(std::int64_t column, int width)
{
    const auto rest = static_cast<int>(column % width);
    return rest < 0 ? rest + width : rest;
}

} // namespace

int LaneRows::top(int lane) const
{
    return static_cast<int>(std::lround(topOf(lane)));
}

std::optional<int> LaneRows::laneAt(double y) const
{
    if (count == 0 || y < 0)
        return std::nullopt;
    const int lane = static_cast<int>(std::floor((y < fixedEnd() ? y : y - first) / height));
    return lane < count ? std::optional(lane) : std::nullopt;
}

LaneRaster::LaneRaster(LaneOf laneOf)
    : m_laneOf(laneOf)
    , m_tiles(Theme::light())
    , m_empty(Theme::light().base.rgb())
{}

void LaneRaster::setTheme(const Theme& theme)
{
    m_tiles = PatternTiles(theme);
    m_empty = theme.base.rgb();
    m_valid = false;
}

void LaneRaster::setHidden(const HiddenStates& hidden)
{
    m_valid = m_valid && hidden == m_hidden;
    m_hidden = hidden;
}

void LaneRaster::setSize(const QSize& pixels)
{
    if (pixels == m_ring.size())
        return;
    m_ring = QImage(pixels, QImage::Format_RGB32);
    m_valid = false;
}

void LaneRaster::setRows(const LaneRows& rows)
{
    m_valid = m_valid && rows == m_rows;
    m_rows = rows;
}

void LaneRaster::setOrder(const std::vector<std::uint32_t>& order)
{
    m_valid = m_valid && order == m_order;
    m_order = order;
}

void LaneRaster::update(const std::deque<measure::SnapshotPtr>& snapshots, const TimeRange& range)
{
    m_columnsDrawn = 0;
    if (m_ring.isNull())
        return;
    if (snapshots.empty()) {
        m_ring.fill(m_empty);
        m_valid = false;
        return;
    }
    const std::int64_t dataEnd = snapshots.back()->time.count();
    const std::int64_t width = m_ring.width();
    const std::int64_t column = std::max<std::int64_t>(1, range.span().count() / width);
    const std::int64_t last = columnOf(range.end.count() - 1, column);
    const std::int64_t first = last - width + 1;
    m_valid = m_valid && column == m_column && dataEnd >= m_dataEnd;

    // Those that stand in the ring: without the one that the data had reached, when there are more.
    std::int64_t keptFrom = first;
    std::int64_t keptUntil = first;
    if (m_valid) {
        keptFrom = std::clamp(m_last - width + 1, first, last + 1);
        keptUntil = std::clamp(m_last + 1, first, last + 1);
        if (dataEnd > m_dataEnd)
            keptUntil = std::clamp(columnOf(m_dataEnd - 1, column), keptFrom, keptUntil);
    }
    ColumnMix mix(snapshots, m_laneOf);
    const auto draw = [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t k = begin; k < end; ++k) {
            mix.seek(std::chrono::nanoseconds(k * column),
                     std::chrono::nanoseconds((k + 1) * column));
            drawColumn(k, mix);
            ++m_columnsDrawn;
        }
    };
    draw(first, keptFrom);
    draw(keptUntil, last + 1);
    m_column = column;
    m_last = last;
    m_dataEnd = dataEnd;
    m_valid = true;
}

void LaneRaster::drawColumn(std::int64_t column, const ColumnMix& mix)
{
    const int x = ringIndex(column, m_ring.width());
    const int height = m_ring.height();
    const auto stride = m_ring.bytesPerLine() / static_cast<qsizetype>(sizeof(QRgb));
    auto* pixel = reinterpret_cast<QRgb*>(m_ring.bits()) + x;
    for (int y = 0; y < height; ++y, pixel += stride)
        *pixel = m_empty;
    const int fixedEnd = static_cast<int>(std::lround(m_rows.fixedEnd()));
    for (int lane = 0; lane < m_rows.count; ++lane) {
        const int top = m_rows.top(lane);
        const int end = static_cast<int>(std::lround(m_rows.topOf(lane) + m_rows.height));
        const Cell at{.x = x,
                      .top = top,
                      .bottom = end - (m_rows.spaced ? 1 : 0),
                      .from = std::max(top, lane < m_rows.fixed ? 0 : fixedEnd),
                      .to = std::min(end - (m_rows.spaced ? 1 : 0), height),
                      .column = column};
        if (at.to <= at.from)
            continue;
        const auto place = static_cast<std::size_t>(lane);
        drawCell(
            at,
            mix.cell(place < m_order.size() ? m_order[place] : static_cast<std::uint32_t>(lane)));
    }
}

void LaneRaster::drawUnknown(const Cell& at)
{
    const int patternX = static_cast<int>(at.column & (kPatternPeriod - 1));
    for (int y = at.from; y < at.to; ++y)
        reinterpret_cast<QRgb*>(m_ring.scanLine(y))[at.x] =
            m_tiles.at(PatternTiles::kUnknown, patternX, y);
}

void LaneRaster::drawCell(const Cell& at, const LaneCell& cell)
{
    if (cell.kind == LaneCell::Kind::Gap)
        return;
    const auto stride = m_ring.bytesPerLine() / static_cast<qsizetype>(sizeof(QRgb));
    auto* const pixels = reinterpret_cast<QRgb*>(m_ring.bits()) + at.x;
    const int patternX = static_cast<int>(at.column & (kPatternPeriod - 1));
    if (cell.kind == LaneCell::Kind::Unknown) {
        if (!m_hidden.unknown)
            drawUnknown(at);
        return;
    }
    const int rows = at.bottom - at.top;
    // Marks and dithering at once would only be noise.
    const bool dithered = rows < kDitherBelow;
    // Neighbouring lanes look at different places, or the dithering would stand in bars.
    const double offset = dithered ? ditherOffset(at.column + std::int64_t{3} * at.top) : 0.5;
    std::size_t state = 0;
    double reached = m_hidden[0] ? 0 : cell.shares.share[0];
    for (int row = 0; row < rows; ++row) {
        // Rounding of the shares must not leave a hole at the upper end of a full lane.
        const double quantile = (row + offset) / rows * (1 - 1e-5);
        while (state < measure::kStateCount && reached <= quantile)
            if (++state < measure::kStateCount && !m_hidden[state])
                reached += cell.shares.share[state];
        if (state == measure::kStateCount)
            return; // the rest belongs to hidden states
        const int y = at.bottom - 1 - row;
        if (y >= at.from && y < at.to)
            pixels[y * stride] = dithered ? m_tiles.fill(state) : m_tiles.at(state, patternX, y);
    }
}

void LaneRaster::paint(QPainter& painter, const QPointF& topLeft, double devicePixelRatio) const
{
    if (m_ring.isNull())
        return;
    const int width = m_ring.width();
    const int height = m_ring.height();
    const int oldest = ringIndex(m_last + 1, width);
    const QSizeF scale(1 / devicePixelRatio, 1 / devicePixelRatio);
    const auto piece = [&](int from, int columns, int at) {
        if (columns > 0)
            painter.drawImage(QRectF(topLeft.x() + at * scale.width(),
                                     topLeft.y(),
                                     columns * scale.width(),
                                     height * scale.height()),
                              m_ring,
                              QRectF(from, 0, columns, height));
    };
    piece(oldest, width - oldest, 0);
    piece(0, oldest, width - oldest);
}

QImage LaneRaster::image() const
{
    QImage whole(m_ring.size(), QImage::Format_RGB32);
    QPainter painter(&whole);
    paint(painter, {}, 1);
    return whole;
}

} // namespace lockscope::ui
