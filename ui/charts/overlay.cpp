// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/overlay.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace lockscope::ui {

namespace {

constexpr double kFlagSpace = 3;
constexpr double kBehindPlot = 22; ///< pixels of the margin
constexpr double kPennant = 7;
constexpr double kCrowded = 8; ///< pixels to the next on both sides
constexpr double kFlagSides = 8; ///< beside its text

/// Whether it stands among many, as those of an experiment that swaps locks all the time.
bool isCrowded(const std::vector<MarkerPlace>& places, std::size_t i)
{
    return i > 0 && i + 1 < places.size() && places[i].x - places[i - 1].x < kCrowded
        && places[i + 1].x - places[i].x < kCrowded;
}

} // namespace

std::vector<MarkerPlace> placeMarkers(const std::vector<Marker>& markers,
                                      const TimeWindow& window,
                                      const QRectF& plot,
                                      const std::function<QSizeF(const QString&)>& size,
                                      int rows)
{
    std::vector<MarkerPlace> places;
    std::vector<QRectF> taken;
    const auto free = [&taken](const QRectF& rect) {
        return std::none_of(taken.begin(), taken.end(), [&rect](const QRectF& other) {
            return other.intersects(rect);
        });
    };
    // Behind the last line a flag may reach into the margin: there is nothing that it would hide.
    const double end = plot.right() + kBehindPlot;
    /// Where the next line is, of those that are so far away at least.
    const auto nextLine = [&places, end](double x, double away) {
        const auto next =
            std::find_if(places.rbegin(), places.rend(), [x, away](const MarkerPlace& place) {
                return place.x - x >= away;
            });
        return next == places.rend() ? end : next->x;
    };
    for (auto marker = markers.rbegin(); marker != markers.rend(); ++marker) {
        if (!window.contains(marker->time))
            continue;
        MarkerPlace place{std::round(window.xOf(marker->time)) + 0.5, {}};
        const QSizeF needed = size(marker->label);
        for (int row = 0; row < rows && place.label.isEmpty() && !marker->label.isEmpty(); ++row) {
            const double room =
                nextLine(place.x, row == 0 ? 0 : kLeastFlag + kFlagSpace) - place.x - kFlagSpace;
            const QRectF label(place.x,
                               plot.top() + 1 + row * (needed.height() + 2),
                               std::min(needed.width(), room),
                               needed.height());
            if (label.width() >= std::min(kLeastFlag, needed.width())
                && (row == 0 || label.bottom() <= plot.center().y())
                && free(label.adjusted(0, -1, kFlagSpace, 1)))
                place.label = label;
        }
        if (!place.label.isEmpty())
            taken.push_back(place.label);
        places.push_back(place);
    }
    std::reverse(places.begin(), places.end());
    return places;
}

std::vector<QRectF> paintMarkers(QPainter& painter,
                                 const std::vector<Marker>& markers,
                                 const TimeWindow& window,
                                 const QRectF& plot,
                                 const Theme& theme,
                                 int rows)
{
    std::vector<Marker> inside;
    std::copy_if(markers.begin(),
                 markers.end(),
                 std::back_inserter(inside),
                 [&window](const Marker& marker) { return window.contains(marker.time); });
    if (inside.empty())
        return {};
    painter.save();
    std::vector<QRectF> flags;
    const QFontMetricsF metrics(painter.font());
    const auto places = placeMarkers(
        inside,
        window,
        plot,
        [&metrics](const QString& label) {
            return QSizeF(std::ceil(metrics.horizontalAdvance(label)) + kFlagSides,
                          std::ceil(metrics.height()));
        },
        rows);
    painter.setPen(QPen(theme.accent, 1));
    for (std::size_t i = 0; i < places.size(); ++i) {
        const double x = places[i].x;
        const double bottom = isCrowded(places, i) && places[i].label.isEmpty()
            ? plot.top() + kPennant
            : plot.bottom();
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, bottom));
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
        const MarkerPlace& place = places[i];
        if (place.label.isEmpty()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.accent);
            painter.drawPolygon(QPolygonF{QPointF(place.x, plot.top()),
                                          QPointF(place.x + kPennant, plot.top() + kPennant / 2),
                                          QPointF(place.x, plot.top() + kPennant)});
            continue;
        }
        painter.setPen(QPen(theme.accent, 1));
        painter.setBrush(theme.base);
        painter.drawRect(place.label);
        const QString& whole = inside[i].label;
        const bool fits = metrics.horizontalAdvance(whole) + kFlagSides <= place.label.width() + 1;
        painter.drawText(
            place.label,
            Qt::AlignCenter | Qt::TextDontClip,
            fits ? whole
                 : metrics.elidedText(whole, Qt::ElideRight, place.label.width() - kFlagSides / 2));
        flags.push_back(place.label);
    }
    painter.restore();
    return flags;
}

void paintSelected(QPainter& painter,
                   const std::vector<NamedRange>& ranges,
                   const TimeWindow& window,
                   const QRectF& plot,
                   const Theme& theme)
{
    QRegion rest = plot.toAlignedRect();
    std::vector<std::pair<QRectF, QString>> shown;
    for (const auto& [range, name] : ranges) {
        if (range.end < window.begin() || range.begin > window.end)
            continue;
        const double from = std::max(plot.left(), std::round(window.xOf(range.begin)));
        const double until = std::min(plot.right(), std::round(window.xOf(range.end)));
        shown.emplace_back(QRectF(from, plot.top(), until - from, plot.height()), name);
        rest -= shown.back().first.toAlignedRect();
    }
    if (shown.empty())
        return;
    painter.save();
    QColor veil = theme.window;
    veil.setAlphaF(0.6F);
    for (const QRect& part : rest)
        painter.fillRect(QRectF(part).intersected(plot), veil);
    for (const auto& [area, name] : shown) {
        painter.setPen(QPen(theme.accent, 1));
        for (const double x : {area.left(), area.right()})
            painter.drawLine(QPointF(x + 0.5, area.top()), QPointF(x + 0.5, area.bottom()));
        if (name.isEmpty())
            continue;
        const QFontMetricsF metrics(painter.font());
        const QSizeF size(metrics.horizontalAdvance(name) + kFlagSides, metrics.height());
        const QRectF flag(QPointF(area.left() + 0.5, area.bottom() - size.height()), size);
        painter.fillRect(flag, theme.accent);
        painter.setPen(theme.base);
        painter.drawText(flag, Qt::AlignCenter, name);
    }
    painter.restore();
}

void paintPlace(QPainter& painter, double x, const QRectF& plot, const Theme& theme)
{
    constexpr double kHead = 5;
    const double at = std::round(x) + 0.5;
    QColor color = theme.text;
    color.setAlphaF(0.75F); // data have that colour, too
    painter.save();
    painter.setPen(QPen(color, 1));
    painter.drawLine(QPointF(at, plot.top()), QPointF(at, plot.bottom()));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(QPolygonF{
        {at - kHead, plot.top()}, {at + kHead, plot.top()}, {at, plot.top() + kHead * 1.4}});
    painter.restore();
}

QStringList labelsNear(double x, const std::vector<Marker>& markers, const TimeWindow& window)
{
    constexpr double kNear = 5;
    QStringList labels;
    for (const Marker& marker : markers)
        if (window.contains(marker.time) && std::abs(window.xOf(marker.time) - x) <= kNear)
            labels << marker.label;
    return labels;
}

} // namespace lockscope::ui
