// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/cpu_time_chart.h"

#include "ui/words/units.h"

namespace lockscope::ui {

CpuTimeChart::CpuTimeChart(TimeView* view, QWidget* parent)
    : TraceChart(view, parent)
{
    setObjectName(id());
    updateHeader();
}

QString CpuTimeChart::title() const
{
    return subject() == measure::Subject::Program ? tr("CPU time per acquisition of all threads")
                                                  : tr("CPU time per call of all workers");
}

std::optional<double> CpuTimeChart::valueOf(const measure::Snapshot& snapshot) const
{
    return snapshot.cpuNsPerCall();
}

LegendEntry CpuTimeChart::entry() const
{
    if (subject() == measure::Subject::Program)
        return {QStringLiteral("cpu-time"),
                tr("all threads"),
                tr("CPU time of all threads, shared out to the acquisitions of locks."),
                {},
                QPen(theme().waitP99, 1.6)};
    return {
        QStringLiteral("cpu-time"),
        tr("all workers"),
        tr("CPU time of all workers, shared out to their calls: what waiting burns by spinning."),
        {},
        QPen(theme().waitP99, 1.6)};
}

QString CpuTimeChart::format(double value) const
{
    return formatDuration(value);
}

QString CpuTimeChart::tickLabel(double value) const
{
    return value == 0 ? QStringLiteral("0") : formatAxisDuration(value);
}

} // namespace lockscope::ui
