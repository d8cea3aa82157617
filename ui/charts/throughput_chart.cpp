// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/throughput_chart.h"

namespace lockscope::ui {

ThroughputChart::ThroughputChart(TimeView* view, QWidget* parent)
    : TraceChart(view, parent)
{
    setObjectName(id());
    updateHeader();
}

QString ThroughputChart::title() const
{
    return m_unit.prefix.isEmpty()
        ? tr("Throughput of all workers (calls/s)")
        : tr("Throughput of all workers (%1 calls/s)").arg(m_unit.prefix);
}

std::optional<double> ThroughputChart::valueOf(const measure::Snapshot& snapshot) const
{
    return snapshot.throughput();
}

LegendEntry ThroughputChart::entry() const
{
    return {QStringLiteral("throughput"),
            tr("all workers"),
            tr("Calls a second of all workers together, snapshot by snapshot."),
            {},
            QPen(theme().throughput, 1.6)};
}

QString ThroughputChart::tickLabel(double value) const
{
    return QString::number(value / m_unit.factor, 'g', 6);
}

} // namespace lockscope::ui
