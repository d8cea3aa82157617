// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/outside_marks.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace lockscope::ui {

namespace {

constexpr double kArrowWidth = 9;
constexpr double kArrowHeight = 7;

} // namespace

std::vector<OutsideMark> outsideMarks(const std::deque<Sample>& samples,
                                      const ValueAxis& axis,
                                      const TimeWindow& window,
                                      const QColor& color)
{
    std::vector<OutsideMark> marks;
    const auto first = std::lower_bound(
        samples.begin(), samples.end(), window.begin(), [](const Sample& sample, auto time) {
            return sample.time < time;
        });
    for (auto sample = first; sample != samples.end() && sample->time <= window.end; ++sample) {
        if (!axis.cuts(sample->value))
            continue;
        const double x = window.xOf(sample->time);
        if (marks.empty() || x - marks.back().x >= kArrowWidth)
            marks.push_back({x, sample->value, color});
        else
            marks.back().value = std::max(marks.back().value, sample->value);
    }
    return marks;
}

const OutsideMark& largestOf(const std::vector<OutsideMark>& marks)
{
    return *std::max_element(
        marks.begin(), marks.end(), [](const OutsideMark& a, const OutsideMark& b) {
            return a.value < b.value;
        });
}

QRectF outsideFigurePlace(double x,
                          const QSizeF& size,
                          const QRectF& plot,
                          const std::vector<QRectF>& taken)
{
    constexpr double kAway = kArrowWidth / 2 + 1;
    constexpr int kRows = 5;
    for (int row = 0; row < kRows; ++row) {
        const double top = plot.top() + 1 + row * (size.height() + 1);
        for (const double left : {x + kAway, x - kAway - size.width()}) {
            const QRectF place(QPointF(left, top), size);
            const bool isFree =
                std::none_of(taken.begin(), taken.end(), [&place](const QRectF& other) {
                    return other.intersects(place);
                });
            if (isFree && plot.contains(place))
                return place;
        }
    }
    return {};
}

void paintOutsideMarks(QPainter& painter,
                       const std::vector<OutsideMark>& marks,
                       const QRectF& plot,
                       const std::vector<QRectF>& taken,
                       const QString& figure,
                       const Theme& theme)
{
    if (marks.empty())
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    for (const OutsideMark& mark : marks) {
        const double x = std::round(mark.x) + 0.5;
        const double base = plot.top() - 1;
        painter.setBrush(mark.color);
        painter.drawPolygon(QPolygonF{QPointF(x - kArrowWidth / 2, base),
                                      QPointF(x + kArrowWidth / 2, base),
                                      QPointF(x, base - kArrowHeight)});
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    const QFontMetricsF metrics(painter.font());
    const QSizeF size(std::ceil(metrics.horizontalAdvance(figure)) + 6,
                      std::ceil(metrics.height()));
    const QRectF place = outsideFigurePlace(largestOf(marks).x, size, plot, taken);
    if (!place.isEmpty()) {
        painter.fillRect(place, theme.base);
        painter.setPen(theme.text);
        painter.drawText(place, Qt::AlignCenter | Qt::TextDontClip, figure);
    }
    painter.restore();
}

} // namespace lockscope::ui
