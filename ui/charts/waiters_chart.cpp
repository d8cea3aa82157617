// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/waiters_chart.h"

namespace lockscope::ui {

WaitersChart::WaitersChart(TimeView* view, QWidget* parent)
    : TraceChart(view, parent)
{
    setObjectName(id());
    updateHeader();
}

QString WaitersChart::title() const
{
    return tr("Waiting threads: %1").arg(lockText());
}

std::optional<double> WaitersChart::valueOf(const measure::Snapshot& snapshot) const
{
    return snapshot.program ? std::optional<double>(lockFigures(snapshot, lock(), m_names).waiters)
                            : std::nullopt;
}

LegendEntry WaitersChart::entry() const
{
    LegendEntry entry{QStringLiteral("waiters"),
                      lock() ? tr("this lock") : tr("all locks"),
                      tr("How many threads wait at the end of each snapshot; those that wait for a "
                         "condition are not among them."),
                      {},
                      QPen(theme().state[static_cast<std::size_t>(measure::kWaitsForLock)], 1.6)};
    entry.inTitle = true;
    return entry;
}

QString WaitersChart::format(double value) const
{
    return QString::number(value, 'g', 6);
}

void WaitersChart::clear()
{
    m_names = {};
    TraceChart::clear();
}

void WaitersChart::add(const measure::Snapshot& snapshot, bool startsRun)
{
    m_names.follow(snapshot);
    TraceChart::add(snapshot, startsRun);
}

} // namespace lockscope::ui
