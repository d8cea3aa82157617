// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/contended_chart.h"

#include "ui/words/units.h"

namespace lockscope::ui {

ContendedChart::ContendedChart(TimeView* view, QWidget* parent)
    : TraceChart(view, parent, 1.0)
{
    setObjectName(id());
    updateHeader();
}

QString ContendedChart::title() const
{
    return tr("Contended share: %1").arg(lockText());
}

std::optional<double> ContendedChart::valueOf(const measure::Snapshot& snapshot) const
{
    return snapshot.program ? lockFigures(snapshot, lock(), {}).contended : std::nullopt;
}

LegendEntry ContendedChart::entry() const
{
    LegendEntry entry{
        QStringLiteral("contended"),
        lock() ? tr("this lock") : tr("all locks"),
        tr("Share of the acquisitions whose first attempt failed, snapshot by snapshot."),
        {},
        QPen(theme().waitP99, 1.6)};
    entry.inTitle = true;
    return entry;
}

QString ContendedChart::format(double value) const
{
    return formatShare(value);
}

QString ContendedChart::tickLabel(double value) const
{
    return QStringLiteral("%1 %").arg(value * 100, 0, 'g', 4);
}

} // namespace lockscope::ui
