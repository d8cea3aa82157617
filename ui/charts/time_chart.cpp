// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/time_chart.h"

#include "ui/charts/canvas.h"
#include "ui/words/foreign_text.h"
#include "ui/words/units.h"

#include <QPaintEngine>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace lockscope::ui {

namespace {

/// Draws a line of many points. Qt's raster engine takes 2.5 ms to outline a polyline of 700 points
/// that is wider than a pixel, and a tenth of that or less for the same as single strokes or as
/// hairlines; devices that keep vectors get the line as one.
void strokeLine(QPainter& painter, const QPolygonF& line, const QPen& pen)
{
    if (painter.paintEngine()->type() != QPaintEngine::Raster) {
        painter.drawPolyline(line);
        return;
    }
    if (pen.style() == Qt::SolidLine) {
        QList<QLineF> strokes;
        strokes.reserve(line.size());
        for (qsizetype i = 1; i < line.size(); ++i)
            strokes.append(QLineF(line[i - 1], line[i]));
        painter.drawLines(strokes);
        return;
    }
    // Dashes must run on from point to point; two hairlines make up for the width.
    QPen hairline = pen;
    hairline.setWidthF(1);
    painter.setPen(hairline);
    const double apart = pen.widthF() - 1;
    painter.translate(0, -apart / 2);
    painter.drawPolyline(line);
    painter.translate(0, apart);
    painter.drawPolyline(line);
    painter.translate(0, -apart / 2);
}

} // namespace

TimeChart::TimeChart(HoverLink* hover, QWidget* parent)
    : ChartView(parent)
    , m_hover(hover)
{
    connect(m_hover, &HoverLink::timeChanged, this, [this] { overlayChanged(); });
}

void TimeChart::refresh(const measure::History& history)
{
    const HistoryMirror::Step step = m_mirror.follow(history);
    if (step.restarted) {
        clear();
        m_markers.clear();
    }
    const auto& snapshots = m_mirror.snapshots();
    if (!snapshots.empty()) {
        const auto oldest = snapshots.front()->time;
        forgetBefore(oldest);
        std::erase_if(m_markers, [oldest](const Marker& marker) { return marker.time < oldest; });
    }
    for (std::size_t i = step.restarted ? 0 : step.firstNew; i < snapshots.size(); ++i) {
        add(*snapshots[i], m_mirror.startsRun(i));
        for (const auto& change : snapshots[i]->changes)
            m_markers.push_back({change.time, shownText(change.label, 60)});
    }
    updateScales();
    updateHeader();
    // The picture moved under a mouse that stands still, so the instant under it is another.
    if (canvas()->mouse())
        mouseMoved();
    dataChanged();
}

void TimeChart::setStretch(std::chrono::nanoseconds begin, std::chrono::nanoseconds span)
{
    m_range = TimeWindow{begin + span, span};
    m_range->fromBegin = true;
    dataChanged();
}

std::chrono::nanoseconds TimeChart::axisSpan() const
{
    return m_mirror.empty() ? m_mirror.span()
                            : TimeWindow::fittingSpan(m_mirror.covered(), m_mirror.span());
}

TimeWindow TimeChart::window(const QRectF& plot) const
{
    TimeWindow window = m_range.value_or(TimeWindow{m_mirror.end(), axisSpan()});
    window.left = plot.left();
    window.width = plot.width();
    return window;
}

void TimeChart::paintMarkersOn(QPainter& painter, const QRectF& plot) const
{
    paintMarkers(painter, m_markers, window(plot), plot, theme());
}

std::vector<Tick> TimeChart::xTicks(const QRectF& plot) const
{
    return window(plot).ticks();
}

void TimeChart::paintOverlay(QPainter& painter, const QRectF& plot) const
{
    const auto time = m_hover->time();
    const TimeWindow shownWindow = window(plot);
    if (!time || !shownWindow.contains(*time))
        return;
    const double x = std::round(shownWindow.xOf(*time)) + 0.5;
    painter.setPen(QPen(theme().accent, 1, Qt::DashLine));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));

    const QString heading =
        QString::number(shownWindow.axisSeconds(*time), 'f', 2) + QStringLiteral(" s");
    const QPointF at(x, canvas()->mouse() ? canvas()->mouse()->y() : plot.center().y());
    std::vector<ReadoutRow> rows{{{}, tr("no data here"), {}}};
    if (const auto snapshot = m_mirror.at(*time)) {
        paintHoverPoints(painter, *snapshot, shownWindow, plot);
        rows = readout(*snapshot, at);
    }
    for (const QString& change : labelsNear(x, m_markers, shownWindow))
        rows.push_back({{}, tr("change"), change});
    paintReadout(painter, plot, at, heading, rows, theme());
}

void TimeChart::paintHoverPoints(QPainter& /*painter*/,
                                 const measure::Snapshot& /*snapshot*/,
                                 const TimeWindow& /*window*/,
                                 const QRectF& /*plot*/) const
{}

QString TimeChart::emptyText() const
{
    if (!m_mirror.empty())
        return {};
    return m_range ? tr("nothing to show") : tr("waiting for data");
}

void TimeChart::mouseMoved()
{
    const auto mouse = canvas()->mouse();
    const QRectF plot = plotArea();
    if (mouse && plot.contains(*mouse) && !m_mirror.empty())
        m_hover->setTime(window(plot).timeAt(mouse->x()));
    else
        m_hover->setTime(std::nullopt);
}

void forgetBefore(std::deque<Sample>& samples, std::chrono::nanoseconds begin)
{
    while (!samples.empty() && samples.front().time < begin)
        samples.pop_front();
}

void paintTrace(QPainter& painter,
                const std::deque<Sample>& samples,
                const PlotMap& map,
                const QPen& pen)
{
    const TimeWindow& window = map.window;
    constexpr double kPixelsPerColumn = 2; // two samples each: one point a pixel
    const auto column = std::chrono::nanoseconds(static_cast<std::int64_t>(
        static_cast<double>(window.span.count()) * kPixelsPerColumn / std::max(1.0, window.width)));
    const auto reduced = decimate(samples, window.begin(), column);

    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(pen);
    QPolygonF line;
    const auto flush = [&painter, &line, &pen] {
        if (line.size() > 1) {
            strokeLine(painter, line, pen);
        } else if (line.size() == 1) {
            const double radius = pen.widthF() / 2 + 0.5;
            painter.setPen(Qt::NoPen);
            painter.setBrush(pen.color());
            painter.drawEllipse(line.front(), radius, radius);
            painter.setPen(pen);
        }
        line.clear();
    };
    for (const Sample& sample : reduced) {
        if (sample.startsRun)
            flush();
        line.append(map.at(sample));
    }
    flush();
    painter.restore();
}

void paintHoverPoint(QPainter& painter, const QPointF& at, const QColor& color, const Theme& theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.base, 1.5));
    painter.setBrush(color);
    painter.drawEllipse(at, 4, 4);
    painter.restore();
}

} // namespace lockscope::ui
