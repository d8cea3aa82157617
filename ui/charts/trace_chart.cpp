// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/trace_chart.h"

#include "ui/charts/outside_marks.h"
#include "ui/words/units.h"

#include <QPainter>

namespace lockscope::ui {

TraceChart::TraceChart(TimeView* view, QWidget* parent, std::optional<double> most)
    : TimeChart(view, parent)
{
    constexpr double kHeadroom = 1.06; // the line must not stick to the upper edge
    makeAxis({.mostHigh = most, .spiky = true, .headroom = kHeadroom, .steady = true}, {});
}

std::vector<Tick> TraceChart::yTicks(const QRectF& plot) const
{
    return axis()->scale().ticks(static_cast<int>(plot.height() / 36) + 1,
                                 [this](double value) { return tickLabel(value); });
}

void TraceChart::paintData(QPainter& painter, const QRectF& plot) const
{
    if (!shown(0)) {
        paintMarkersOn(painter, plot);
        return;
    }
    const TimeWindow shownWindow = window(plot);
    paintTrace(painter, m_samples, {shownWindow, axis()->scale(), plot}, entry().pen);
    const auto flags = paintMarkersOn(painter, plot);
    const auto outside = outsideMarks(m_samples, *axis(), shownWindow, entry().pen.color());
    if (!outside.empty())
        paintOutsideMarks(painter, outside, plot, flags, format(largestOf(outside).value), theme());
}

void TraceChart::clear()
{
    m_samples.clear();
    m_interrupted = false;
}

void TraceChart::add(const measure::Snapshot& snapshot, bool startsRun)
{
    const auto value = valueOf(snapshot);
    if (value)
        m_samples.push_back({snapshot.time, *value, startsRun || m_interrupted});
    m_interrupted = !value;
}

void TraceChart::forgetBefore(std::chrono::nanoseconds begin)
{
    ui::forgetBefore(m_samples, begin);
}

void TraceChart::updateScales()
{
    axis()->fit(ValueSpread::of(visibleValues(m_samples, visible())));
    scaleChosen(axis()->scale().high());
}

QString TraceChart::emptyText() const
{
    const auto& snapshots = mirror().snapshots();
    if (m_samples.empty() && !snapshots.empty() && isSampled(*snapshots.back()))
        return sampledText();
    return TimeChart::emptyText();
}

std::vector<ReadoutRow> TraceChart::readout(const measure::Snapshot& snapshot,
                                            const QPointF& /*at*/) const
{
    if (!shown(0))
        return {};
    const auto value = valueOf(snapshot);
    return {{entry(), entry().label, value ? format(*value) : unknownText()}};
}

void TraceChart::paintHoverPoints(QPainter& painter,
                                  const measure::Snapshot& snapshot,
                                  const TimeWindow& window,
                                  const QRectF& plot) const
{
    const auto value = valueOf(snapshot);
    if (shown(0) && value)
        paintHoverPoint(painter,
                        {window.xOf(snapshot.time), axis()->scale().yOf(*value, plot)},
                        entry().pen.color(),
                        theme());
}

} // namespace lockscope::ui
