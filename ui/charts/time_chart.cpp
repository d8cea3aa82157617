// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/time_chart.h"

#include "ui/charts/canvas.h"
#include "ui/models/range_waits.h"
#include "ui/words/foreign_text.h"
#include "ui/words/units.h"

#include <QMouseEvent>
#include <QPaintEngine>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

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
    // Dashes must run on from point to point; hairlines, of a pixel of the device each, make up for
    // the width.
    const double pixel = 1 / std::max(1.0, painter.deviceTransform().m11());
    QPen hairline = pen;
    hairline.setWidthF(pixel);
    QList<qreal> dashes = pen.dashPattern(); // in widths
    std::for_each(dashes.begin(), dashes.end(), [pixel](qreal& dash) { dash /= pixel; });
    hairline.setDashPattern(dashes);
    painter.setPen(hairline);
    const double aside = (pen.widthF() - pixel) / 2;
    std::vector<QPointF> places{{0, -aside}, {0, aside}};
    if (aside > pixel) // too far apart for two, and steep ones are to be as wide
        places.insert(places.end(), {{0, 0}, {-aside, 0}, {aside, 0}});
    for (const QPointF& place : places)
        painter.drawPolyline(line.translated(place));
}

std::string columnName(const QString& label, const QString& unit)
{
    const QString name = unit.isEmpty() ? label : QStringLiteral("%1 (%2)").arg(label, unit);
    return name.toStdString();
}

} // namespace

TimeChart::TimeChart(TimeView* view, QWidget* parent)
    : ChartView(parent)
    , m_view(view)
{
    connect(m_view, &TimeView::hoveredChanged, this, [this] { overlayChanged(); });
    connect(m_view, &TimeView::selectionChanged, this, [this] { overlayChanged(); });
    connect(m_view, &TimeView::visibleChanged, this, &TimeChart::viewChanged);
}

void TimeChart::viewChanged()
{
    updateScales();
    updateHeader();
    dataChanged();
}

void TimeChart::lockChanged()
{
    clear();
    for (std::size_t i = 0; i < m_mirror.snapshots().size(); ++i)
        add(*m_mirror.snapshots()[i], m_mirror.startsRun(i));
    updateScales();
}

void TimeChart::refresh(const measure::History& history)
{
    const HistoryMirror::Step step = m_mirror.follow(history);
    if (!m_mirror.empty())
        setSubject(m_mirror.snapshots().back()->subject());
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
    if (!snapshots.empty())
        m_view->setKept({snapshots.front()->time - snapshots.front()->interval, m_mirror.end()});
    viewChanged();
    // The picture moved under a mouse that stands still, so the instant under it is another.
    if (canvas()->mouse())
        mouseMoved();
}

ValueTable TimeChart::values() const
{
    ValueTable table{.heading = {"time_s"}, .rows = {}};
    const auto entries = legend();
    for (std::size_t i = 0; i < entries.size(); ++i)
        if (shown(i))
            table.heading.push_back(columnName(entries[i].label, valueUnit()));
    const auto [first, last] = snapshotsIn(m_mirror.snapshots(), chosen());
    std::for_each(first, last, [&](const measure::SnapshotPtr& snapshot) {
        ValueTable::Row row{valueCell(std::chrono::duration<double>(snapshot->time).count())};
        const auto values = valuesOf(*snapshot);
        for (std::size_t i = 0; i < values.size(); ++i)
            if (shown(i))
                row.push_back(valueCell(values[i]));
        table.rows.push_back(std::move(row));
    });
    return table;
}

TimeWindow TimeChart::window(const QRectF& plot) const
{
    const TimeRange visible = m_view->visible();
    return {.end = visible.end,
            .span = visible.span(),
            .left = plot.left(),
            .width = plot.width(),
            .origin = m_view->origin(),
            .zero = m_view->shownZero()};
}

std::vector<QRectF> TimeChart::paintMarkersOn(QPainter& painter, const QRectF& plot, int rows) const
{
    return paintMarkers(painter, m_markers, window(plot), plot, theme(), rows);
}

std::vector<Tick> TimeChart::xTicks(const QRectF& plot) const
{
    return window(plot).ticks();
}

void TimeChart::paintOverlay(QPainter& painter, const QRectF& plot) const
{
    const auto time = m_view->hovered();
    const TimeWindow shownWindow = window(plot);
    paintSelection(painter, plot, shownWindow);
    if (const auto place = m_view->place(); place && shownWindow.contains(*place))
        paintPlace(painter, shownWindow.xOf(*place), plot, theme());
    if (!time || !shownWindow.contains(*time))
        return;
    const double x = std::round(shownWindow.xOf(*time)) + 0.5;
    painter.setPen(QPen(theme().accent, 1, Qt::DashLine));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));

    const QString heading = m_view->textOf(*time);
    const QPointF at(x, canvas()->mouse() ? canvas()->mouse()->y() : plot.center().y());
    std::vector<ReadoutRow> rows{{{}, tr("no data here"), {}}};
    if (const auto snapshot = m_mirror.at(*time)) {
        paintHoverPoints(painter, *snapshot, shownWindow, plot);
        rows = readout(*snapshot, at);
    }
    for (const QString& change : labelsNear(x, m_markers, shownWindow))
        rows.push_back({{}, tr("change"), change});
    paintReadout(painter, {plot, canvas()->rect(), at}, heading, rows, theme());
}

void TimeChart::paintSelection(QPainter& painter,
                               const QRectF& plot,
                               const TimeWindow& window) const
{
    const auto& base = m_view->base();
    std::vector<NamedRange> ranges;
    if (base)
        ranges.push_back({*base, tr("A")});
    if (const auto& selection = m_view->selection())
        ranges.push_back({*selection, base ? tr("B") : QString()});
    paintSelected(painter, ranges, window, plot, theme());
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
    return m_view->pinned() ? tr("nothing to show") : tr("waiting for data");
}

void TimeChart::mouseMoved()
{
    const auto mouse = canvas()->mouse();
    const QRectF plot = plotArea();
    if (mouse && plot.contains(*mouse) && !m_mirror.empty())
        m_view->setHovered(window(plot).timeAt(mouse->x()));
    else
        m_view->setHovered(std::nullopt);
}

void TimeChart::mousePressEvent(QMouseEvent* event)
{
    const QPointF at = canvas()->mapFrom(this, event->position());
    const QRectF plot = plotArea();
    const bool left = event->button() == Qt::LeftButton;
    const bool middle = event->button() == Qt::MiddleButton;
    if ((!left && !middle) || !plot.contains(at) || m_mirror.empty() || m_view->pinned()) {
        ChartView::mousePressEvent(event);
        return;
    }
    m_drag = middle || event->modifiers().testFlag(Qt::ShiftModifier) ? Drag::Pan : Drag::Select;
    m_keepsBase = event->modifiers().testFlag(Qt::ControlModifier);
    m_grabbedX = at.x();
    m_grabbed = window(plot).timeAt(at.x());
    m_dragged = false;
    event->accept();
}

void TimeChart::mouseMoveEvent(QMouseEvent* event)
{
    if (m_drag == Drag::None)
        ChartView::mouseMoveEvent(event);
    else
        dragTo(canvas()->mapFrom(this, event->position()).x());
}

void TimeChart::clicked(const QPointF& /*at*/) {}

void TimeChart::mouseReleaseEvent(QMouseEvent* event)
{
    const QPointF at = canvas()->mapFrom(this, event->position());
    if (m_drag == Drag::Select && !m_dragged)
        clicked(at);
    m_drag = Drag::None;
    ChartView::mouseReleaseEvent(event);
}

void TimeChart::dragTo(double x)
{
    constexpr double kDragFrom = 4; // pixels: a click is no drag
    m_dragged = m_dragged || std::abs(x - m_grabbedX) >= kDragFrom;
    if (!m_dragged)
        return;
    const QRectF plot = plotArea();
    if (m_drag == Drag::Pan) {
        m_view->pan(m_grabbed - window(plot).timeAt(x));
        return;
    }
    if (std::exchange(m_keepsBase, false) && !m_view->base())
        m_view->keepAsBase(); // what was selected, if anything was
    const auto at = window(plot).timeAt(std::clamp(x, plot.left(), plot.right()));
    m_view->select({std::min(at, m_grabbed), std::max(at, m_grabbed)});
}

void TimeChart::mouseDoubleClickEvent(QMouseEvent* event)
{
    m_drag = Drag::None;
    if (event->button() == Qt::LeftButton)
        m_view->showAll();
}

void TimeChart::wheelEvent(QWheelEvent* event)
{
    const QPointF at = canvas()->mapFrom(this, event->position());
    const QRectF plot = plotArea();
    if (!plot.contains(at) || m_mirror.empty() || m_view->pinned()) {
        ChartView::wheelEvent(event);
        return;
    }
    constexpr double kUnitsPerNotch = 120;
    constexpr double kZoomPerNotch = 1.25;
    m_view->zoom(std::pow(kZoomPerNotch, -event->angleDelta().y() / kUnitsPerNotch),
                 window(plot).timeAt(at.x()));
    event->accept();
}

bool isSampled(const measure::Snapshot& snapshot)
{
    return snapshot.program && !snapshot.waitsExact;
}

QString sampledText()
{
    return TimeChart::tr(
        "unknown: a program that is looked at from outside is sampled, and nothing "
        "of it is counted");
}

void forgetBefore(std::deque<Sample>& samples, std::chrono::nanoseconds begin)
{
    while (!samples.empty() && samples.front().time < begin)
        samples.pop_front();
}

namespace {

using Samples = std::deque<Sample>;

/// The samples in a range and the ones beside it, to which lines are drawn: from the first to
/// behind the last.
std::pair<Samples::const_iterator, Samples::const_iterator> drawnOf(const Samples& samples,
                                                                    const TimeRange& range)
{
    auto first = std::lower_bound(
        samples.begin(),
        samples.end(),
        range.begin,
        [](const Sample& sample, TimeRange::Time time) { return sample.time < time; });
    auto last = std::upper_bound(
        first, samples.end(), range.end, [](TimeRange::Time time, const Sample& sample) {
            return time < sample.time;
        });
    if (first != samples.begin())
        --first;
    if (last != samples.end())
        ++last;
    return {first, last};
}

} // namespace

std::vector<double> visibleValues(const std::deque<Sample>& samples, const TimeRange& range)
{
    const auto [first, last] = drawnOf(samples, range);
    std::vector<double> values;
    values.reserve(static_cast<std::size_t>(last - first));
    std::transform(
        first, last, std::back_inserter(values), [](const Sample& sample) { return sample.value; });
    return values;
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
    const auto drawn = drawnOf(samples, {window.begin(), window.end});
    if (drawn.first == drawn.second)
        return;
    const auto reduced =
        decimate(samples, drawn.first->time, column, std::prev(drawn.second)->time);

    painter.save();
    painter.setClipRect(map.plot.adjusted(0, -2, 0, 2), Qt::IntersectClip);
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
