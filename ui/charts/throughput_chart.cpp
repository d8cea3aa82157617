// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/throughput_chart.h"

#include <QPainter>

#include <algorithm>

namespace lockscope::ui {

ThroughputChart::ThroughputChart(HoverLink* hover, QWidget* parent)
    : TimeChart(hover, parent)
    , m_unit({1e6, QStringLiteral("M")})
{
    setObjectName(id());
    updateHeader();
}

QString ThroughputChart::title() const
{
    return m_unit.prefix.isEmpty() ? tr("Throughput (calls/s)")
                                   : tr("Throughput (%1 calls/s)").arg(m_unit.prefix);
}

std::vector<LegendEntry> ThroughputChart::legend() const
{
    return {{QStringLiteral("throughput"),
             tr("all workers"),
             tr("Calls a second of all workers together, snapshot by snapshot."),
             {},
             QPen(theme().throughput, 1.6)}};
}

std::vector<Tick> ThroughputChart::yTicks(const QRectF& plot) const
{
    return m_scale.ticks(static_cast<int>(plot.height() / 36) + 1, [this](double value) {
        return QString::number(value / m_unit.factor, 'g', 6);
    });
}

void ThroughputChart::paintData(QPainter& painter, const QRectF& plot) const
{
    if (shown(0))
        paintTrace(painter, m_samples, {window(plot), m_scale, plot}, legend().front().pen);
    paintMarkersOn(painter, plot);
}

void ThroughputChart::add(const measure::Snapshot& snapshot, bool startsRun)
{
    m_samples.push_back({snapshot.time, snapshot.throughput(), startsRun});
}

void ThroughputChart::forgetBefore(std::chrono::nanoseconds begin)
{
    ui::forgetBefore(m_samples, begin);
}

void ThroughputChart::settle()
{
    const auto largest =
        std::max_element(m_samples.begin(), m_samples.end(), [](const Sample& a, const Sample& b) {
            return a.value < b.value;
        });
    if (largest == m_samples.end())
        return;
    constexpr double kHeadroom = 1.06; // the line must not stick to the upper edge
    m_scale = ValueScale::linear(std::max(1.0, largest->value * kHeadroom)).steadied(m_scale);
    m_unit = scaleOf(m_scale.high());
}

std::vector<ReadoutRow> ThroughputChart::readout(const measure::Snapshot& snapshot,
                                                 const QPointF& /*at*/) const
{
    const LegendEntry entry = legend().front();
    return {{entry, entry.label, formatRate(snapshot.throughput())}};
}

void ThroughputChart::paintHoverPoints(QPainter& painter,
                                       const measure::Snapshot& snapshot,
                                       const TimeWindow& window,
                                       const QRectF& plot) const
{
    if (shown(0))
        paintHoverPoint(painter,
                        {window.xOf(snapshot.time), m_scale.yOf(snapshot.throughput(), plot)},
                        theme().throughput,
                        theme());
}

} // namespace lockscope::ui
