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
    return QColor(channel(color.red(), with.red()),
                  channel(color.green(), with.green()),
                  channel(color.blue(), with.blue()));
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
                m_pixels[index][static_cast<std::size_t>(y * kPatternPeriod + x)] =
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
    const double period = kPatternPeriod;
    const auto snap = [](double value, double to) { return std::floor(value / to) * to; };
    painter.save();
    const int across = static_cast<int>(bounds.width()) + 1;
    const int down = static_cast<int>(bounds.height()) + 1;
    const auto diagonals = [&](double direction, double spacing) {
        const double reach = direction * bounds.height();
        const double first = snap(std::min(bounds.left(), bounds.left() + reach), spacing);
        const double last = std::max(bounds.right(), bounds.right() + reach);
        for (double x = first; x < last + spacing; x += spacing)
            strokeInside(painter, {x, bounds.top()}, {-direction, 1}, down, inside);
    };
    painter.setPen(QPen(color, pattern == Pattern::CrossHatch ? 0.8 : 1.2));
    switch (pattern) {
    case Pattern::Solid:
        break;
    case Pattern::DiagonalUp:
        diagonals(1, period);
        break;
    case Pattern::DiagonalDown:
        diagonals(-1, period);
        break;
    case Pattern::Vertical:
        for (double x = snap(bounds.left(), period / 2); x < bounds.right(); x += period / 2)
            strokeInside(painter, {x + 0.5, bounds.top()}, {0, 1}, down, inside);
        break;
    case Pattern::Horizontal:
        for (double y = snap(bounds.top(), period / 2); y < bounds.bottom(); y += period / 2)
            strokeInside(painter, {bounds.left(), y + 0.5}, {1, 0}, across, inside);
        break;
    case Pattern::Dots:
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        for (double y = snap(bounds.top(), period); y < bounds.bottom(); y += period)
            for (double x = snap(bounds.left(), period); x < bounds.right(); x += period)
                for (const QPointF at : {QPointF(x + 1, y + 1), QPointF(x + 5, y + 5)})
                    if (inside(at.x(), at.y()))
                        painter.drawRect(QRectF(at.x(), at.y(), 1, 1));
        break;
    case Pattern::CrossHatch:
        diagonals(1, period / 2);
        diagonals(-1, period / 2);
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
