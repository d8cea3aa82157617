// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/state_pattern.h"

#include <QPainter>

#include <cmath>

namespace lockscope::ui {

namespace {

QColor mixed(const QColor& color, const QColor& with, double share)
{
    const auto channel = [share](int a, int b) {
        return static_cast<int>(std::lround(a * (1 - share) + b * share));
    };
    return {channel(color.red(), with.red()),
            channel(color.green(), with.green()),
            channel(color.blue(), with.blue())};
}

/// Walks along one line of marks and draws the stretches that lie inside.
void strokeInside(QPainter& painter,
                  QPointF from,
                  QPointF step,
                  int steps,
                  const std::function<bool(double, double)>& inside)
{
    bool drawing = false;
    QPointF begin;
    for (int i = 0; i <= steps; ++i) {
        const QPointF point = from + step * i;
        const bool now = i < steps && inside(point.x(), point.y());
        if (now && !drawing)
            begin = point;
        else if (!now && drawing)
            painter.drawLine(begin, from + step * (i - 1));
        drawing = now;
    }
}

/// The first multiple of `spacing` at or below a coordinate: marks stand on a grid of their own.
int gridBelow(double value, int spacing)
{
    return static_cast<int>(std::floor(value / spacing)) * spacing;
}

/// Families of marks within bounds, wherever `inside` says so.
struct MarkStrokes
{
    QPainter& painter;
    const QRectF& bounds;
    const std::function<bool(double, double)>& inside;

    void diagonals(int direction, int spacing) const
    {
        const double reach = direction * bounds.height();
        const int steps = static_cast<int>(bounds.height()) + 1;
        const double last = std::max(bounds.right(), bounds.right() + reach);
        const double first = std::min(bounds.left(), bounds.left() + reach);
        for (int x = gridBelow(first, spacing); x < last + spacing; x += spacing)
            strokeInside(painter, QPointF(x, bounds.top()), QPointF(-direction, 1), steps, inside);
    }

    void verticals(int spacing) const
    {
        const int steps = static_cast<int>(bounds.height()) + 1;
        for (int x = gridBelow(bounds.left(), spacing); x < bounds.right(); x += spacing)
            strokeInside(painter, QPointF(x + 0.5, bounds.top()), QPointF(0, 1), steps, inside);
    }

    void horizontals(int spacing) const
    {
        const int steps = static_cast<int>(bounds.width()) + 1;
        for (int y = gridBelow(bounds.top(), spacing); y < bounds.bottom(); y += spacing)
            strokeInside(painter, QPointF(bounds.left(), y + 0.5), QPointF(1, 0), steps, inside);
    }

    /// Two dots a period, set off against each other.
    void dots(const QColor& color) const
    {
        constexpr int kApart = kPatternPeriod / 2;
        for (int y = gridBelow(bounds.top(), kApart); y < bounds.bottom(); y += kApart) {
            const int shift = (y / kApart) % 2 == 0 ? 0 : kApart;
            for (int x = gridBelow(bounds.left(), kPatternPeriod) + shift; x < bounds.right();
                 x += kPatternPeriod)
                if (inside(x + 1, y + 1))
                    painter.fillRect(QRectF(x + 1, y + 1, 1, 1), color);
        }
    }
};

} // namespace

Pattern patternOf(measure::State state)
{
    switch (state) {
    case measure::State::Native:
        return Pattern::Solid;
    case measure::State::Guard:
        return Pattern::DiagonalUp;
    case measure::State::Blocked:
        return Pattern::Vertical;
    case measure::State::Callback:
        return Pattern::Horizontal;
    case measure::State::Preempted:
        return Pattern::DiagonalDown;
    case measure::State::Idle:
        return Pattern::Dots;
    }
    return Pattern::CrossHatch;
}

bool hasMark(Pattern pattern, int x, int y)
{
    constexpr int kMask = kPatternPeriod - 1;
    constexpr int kHalf = kPatternPeriod / 2;
    switch (pattern) {
    case Pattern::Solid:
        return false;
    case Pattern::DiagonalUp:
        return ((x + y) & kMask) < 2;
    case Pattern::DiagonalDown:
        return ((x - y) & kMask) < 2;
    case Pattern::Vertical:
        return (x & (kHalf - 1)) == 0;
    case Pattern::Horizontal:
        return (y & (kHalf - 1)) == 0;
    case Pattern::Dots:
        return ((x & kMask) == 1 && (y & kMask) == 1)
            || ((x & kMask) == 1 + kHalf && (y & kMask) == 1 + kHalf);
    case Pattern::CrossHatch:
        return ((x + y) & (kHalf - 1)) == 0 || ((x - y) & (kHalf - 1)) == 0;
    }
    return false;
}

PatternColors stateColors(const Theme& theme, measure::State state)
{
    const QColor fill = theme.state[static_cast<std::size_t>(state)];
    // Marks must be seen, but a lane full of them must still read as its colour.
    const bool light = fill.lightnessF() > 0.35F;
    return {fill, mixed(fill, light ? QColor(Qt::black) : QColor(Qt::white), 0.2)};
}

PatternColors unknownColors(const Theme& theme)
{
    return {theme.base, mixed(theme.base, theme.faintText, 0.45)};
}

PatternTiles::PatternTiles(const Theme& theme)
{
    const auto fill = [this](std::size_t index, Pattern pattern, const PatternColors& colors) {
        m_fills[index] = colors.fill.rgb();
        for (int y = 0; y < kPatternPeriod; ++y)
            for (int x = 0; x < kPatternPeriod; ++x)
                m_pixels[index][pixelIndex(x, y)] =
                    (hasMark(pattern, x, y) ? colors.mark : colors.fill).rgb();
    };
    for (const auto state : measure::kStates)
        fill(static_cast<std::size_t>(state), patternOf(state), stateColors(theme, state));
    fill(kUnknown, Pattern::CrossHatch, unknownColors(theme));
}

void paintMarks(QPainter& painter,
                Pattern pattern,
                const QColor& color,
                const QRectF& bounds,
                const std::function<bool(double x, double y)>& inside)
{
    const MarkStrokes strokes{painter, bounds, inside};
    painter.save();
    painter.setPen(QPen(color, pattern == Pattern::CrossHatch ? 0.8 : 1.2));
    switch (pattern) {
    case Pattern::Solid:
        break;
    case Pattern::DiagonalUp:
        strokes.diagonals(1, kPatternPeriod);
        break;
    case Pattern::DiagonalDown:
        strokes.diagonals(-1, kPatternPeriod);
        break;
    case Pattern::Vertical:
        strokes.verticals(kPatternPeriod / 2);
        break;
    case Pattern::Horizontal:
        strokes.horizontals(kPatternPeriod / 2);
        break;
    case Pattern::Dots:
        strokes.dots(color);
        break;
    case Pattern::CrossHatch:
        strokes.diagonals(1, kPatternPeriod / 2);
        strokes.diagonals(-1, kPatternPeriod / 2);
        break;
    }
    painter.restore();
}

void paintStateRect(QPainter& painter,
                    Pattern pattern,
                    const PatternColors& colors,
                    const QRectF& rect)
{
    painter.fillRect(rect, colors.fill);
    paintMarks(painter, pattern, colors.mark, rect, [&rect](double x, double y) {
        return rect.contains(x, y);
    });
}

} // namespace lockscope::ui
