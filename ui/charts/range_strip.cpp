// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/range_strip.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace lockscope::ui {

namespace {

constexpr double kGripReach = 6; ///< pixels on both sides of an end
constexpr int kGripWidth = 5;

} // namespace

RangeStrip::RangeStrip(QWidget* parent)
    : QWidget(parent)
    , m_theme(Theme::of(palette()))
{
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setToolTip(tr("Throughput of the whole recording; lines are live changes. Drag an end of the "
                  "range, or all of "
                  "it, or draw a new one"));
    setAccessibleName(tr("Range of the recording"));
}

void RangeStrip::setRecording(Time begin,
                              Time end,
                              std::deque<Sample> samples,
                              std::vector<Marker> markers)
{
    m_begin = begin;
    m_end = end;
    m_samples = std::move(samples);
    m_markers = std::move(markers);
    if (m_until < m_begin || m_from > m_end) // what is held is of another recording
        m_grip = Grip::None;
    update();
}

void RangeStrip::setRange(Time from, Time until)
{
    m_from = from;
    m_until = until;
    update();
}

void RangeStrip::setPlace(std::optional<Time> place)
{
    if (place == m_place)
        return;
    m_place = place;
    update();
}

void RangeStrip::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

TimeWindow RangeStrip::window() const
{
    const Time span = std::max(m_end - m_begin, Time(1));
    return {
        m_begin + span, span, double(kGripWidth), double(std::max(1, width() - 2 * kGripWidth))};
}

RangeStrip::Grip RangeStrip::gripAt(double x) const
{
    if (m_end <= m_begin)
        return Grip::None;
    const double from = xOf(m_from);
    const double until = xOf(m_until);
    // Of two ends that are close the nearer.
    if (std::abs(x - from) <= kGripReach && std::abs(x - from) <= std::abs(x - until))
        return Grip::From;
    if (std::abs(x - until) <= kGripReach)
        return Grip::Until;
    // Of a range that is everything nothing can be moved: a new one is drawn in it.
    const bool everything = m_from <= m_begin && m_until >= m_end;
    return x > from && x < until && !everything ? Grip::Whole : Grip::None;
}

void RangeStrip::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || m_end <= m_begin)
        return;
    const double x = event->position().x();
    m_grip = gripAt(x);
    m_grabbed = std::clamp(window().timeAt(x), m_begin, m_end);
    if (m_grip == Grip::None) { // a new one, which is drawn by its end
        m_grip = Grip::Until;
        m_from = m_until = m_grabbed;
    }
    m_fromThen = m_from;
    m_untilThen = m_until;
}

void RangeStrip::mouseMoveEvent(QMouseEvent* event)
{
    const double x = event->position().x();
    if (m_grip != Grip::None) {
        drag(x);
        return;
    }
    const Grip grip = gripAt(x);
    setCursor(grip == Grip::None        ? Qt::CrossCursor
                  : grip == Grip::Whole ? Qt::OpenHandCursor
                                        : Qt::SizeHorCursor);
}

void RangeStrip::mouseReleaseEvent(QMouseEvent* /*event*/)
{
    m_grip = Grip::None;
}

void RangeStrip::drag(double x)
{
    const Time now = window().timeAt(x);
    Time from = m_fromThen;
    Time until = m_untilThen;
    if (m_grip == Grip::Whole) {
        const Time by = std::clamp(now - m_grabbed, m_begin - from, m_end - until);
        from += by;
        until += by;
    } else {
        (m_grip == Grip::From ? from : until) = std::clamp(now, m_begin, m_end);
        if (from > until)
            std::swap(from, until); // an end that is dragged past the other takes its place
    }
    setRange(from, until);
    emit rangeChanged(from, until);
}

void RangeStrip::paintThroughput(QPainter& painter) const
{
    double most = 0;
    for (const Sample& sample : m_samples)
        most = std::max(most, sample.value);
    if (!(most > 0))
        return;
    constexpr double kHeadroom = 3;
    const double bottom = height() - 1;
    const double room = bottom - kHeadroom;
    QPolygonF area;
    double x = xOf(m_begin);
    area << QPointF(x, bottom);
    for (const Sample& sample : m_samples) { // a step for each interval: its mean, not a slope
        const double y = bottom - sample.value / most * room;
        area << QPointF(x, y);
        x = xOf(sample.time);
        area << QPointF(x, y);
    }
    area << QPointF(x, bottom);
    QColor fill = m_theme.throughput;
    fill.setAlphaF(0.45F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawPolygon(area);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void RangeStrip::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.base);
    paintThroughput(painter);
    painter.setPen(QPen(m_theme.accent, 1));
    for (const Marker& marker : m_markers) {
        const double x = std::round(xOf(marker.time)) + 0.5;
        painter.drawLine(QPointF(x, 0), QPointF(x, height()));
    }
    if (m_end > m_begin) {
        const double from = std::round(xOf(m_from));
        const double until = std::round(xOf(m_until));
        QColor veil = m_theme.window;
        veil.setAlphaF(0.68F); // what is not chosen steps back
        painter.fillRect(QRectF(0, 0, from, height()), veil);
        painter.fillRect(QRectF(until, 0, width() - until, height()), veil);
        painter.setPen(QPen(m_theme.text, 1));
        painter.setBrush(m_theme.window);
        for (const double x : {from - kGripWidth, until}) {
            const QRectF grip(x + 0.5, 0.5, kGripWidth - 1, height() - 1);
            painter.drawRect(grip);
            painter.drawLine(QPointF(grip.center().x(), grip.center().y() - 5),
                             QPointF(grip.center().x(), grip.center().y() + 5));
        }
    }
    if (m_place)
        paintPlace(painter, xOf(*m_place), QRectF(rect()), m_theme);
    painter.setPen(QPen(m_theme.grid.darker(m_theme.dark ? 80 : 112), 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(0.5, 0.5, width() - 1, height() - 1));
}

} // namespace lockscope::ui
