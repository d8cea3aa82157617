// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/trace_chart.h"

#include "ui/words/units.h"

#include <QPainter>

#include <algorithm>

namespace lockscope::ui {

std::vector<Tick> TraceChart::yTicks(const QRectF& plot) const
{
    return m_scale.ticks(static_cast<int>(plot.height() / 36) + 1,
                         [this](double value) { return tickLabel(value); });
}

void TraceChart::paintData(QPainter& painter, const QRectF& plot) const
{
    if (shown(0))
        paintTrace(painter, m_samples, {window(plot), m_scale, plot}, entry().pen);
    paintMarkersOn(painter, plot);
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
    Extent extent;
    includeVisible(extent, m_samples, visible());
    if (m_link != nullptr) {
        m_link->report(this, extent);
        extent = m_link->joint();
    }
    if (extent.empty())
        return;
    constexpr double kHeadroom = 1.06; // the line must not stick to the upper edge
    const ValueScale wanted = ValueScale::linear(std::max(1.0, extent.high * kHeadroom));
    // What is compared stands still, and must not hang on what was shown before.
    m_scale = m_link != nullptr ? wanted : wanted.steadied(m_scale);
    scaleChosen(m_scale.high());
}

void TraceChart::linkScale(ScaleLink* link)
{
    m_link = link;
    connect(link, &ScaleLink::changed, this, [this] {
        updateScales();
        updateHeader();
        dataChanged();
    });
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
                        {window.xOf(snapshot.time), m_scale.yOf(*value, plot)},
                        entry().pen.color(),
                        theme());
}

} // namespace lockscope::ui
