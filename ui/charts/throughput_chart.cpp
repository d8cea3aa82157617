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
    if (subject() == measure::Subject::Program)
        return m_unit.prefix.isEmpty()
            ? tr("Acquisitions a second: %1").arg(lockText())
            : tr("Acquisitions (%1/s): %2").arg(m_unit.prefix, lockText());
    return m_unit.prefix.isEmpty()
        ? tr("Throughput of all workers (calls/s)")
        : tr("Throughput of all workers (%1 calls/s)").arg(m_unit.prefix);
}

std::optional<double> ThroughputChart::valueOf(const measure::Snapshot& snapshot) const
{
    return snapshot.program ? lockFigures(snapshot, lock(), {}).perSecond
                            : std::optional(snapshot.throughput());
}

QString ThroughputChart::valueUnit() const
{
    return subject() == measure::Subject::Program ? QStringLiteral("acquisitions/s")
                                                  : QStringLiteral("calls/s");
}

QString ThroughputChart::format(double value) const
{
    return subject() == measure::Subject::Program ? tr("%1/s").arg(formatScaled(value))
                                                  : formatRate(value);
}

LegendEntry ThroughputChart::entry() const
{
    if (subject() == measure::Subject::Program) {
        LegendEntry entry{QStringLiteral("throughput"),
                          lock() ? tr("this lock") : tr("all locks"),
                          tr("How often locks were taken in a second, snapshot by snapshot."),
                          {},
                          QPen(theme().throughput, 1.6)};
        entry.inTitle = true;
        return entry;
    }
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
