// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/wait_chart.h"

#include "ui/charts/outside_marks.h"
#include "ui/words/units.h"

#include <QPainter>

#include <algorithm>

namespace lockscope::ui {

namespace {

constexpr double kFloorNs = 1;

/// The values of a snapshot in the order of the traces.
std::array<std::optional<double>, 4> waitsOf(const measure::Snapshot& snapshot,
                                             const std::optional<ChosenLock>& lock)
{
    if (snapshot.program && lock) { // whose waits stand in no histogram of their own
        const LockFigures figures = lockFigures(snapshot, lock, {});
        return {figures.meanWaitNs, figures.contendedWaitNs};
    }
    return {snapshot.meanWaitNs(),
            snapshot.waits.quantile(0.5),
            snapshot.waits.quantile(0.99),
            snapshot.waits.quantile(0.999)};
}

} // namespace

WaitChart::WaitChart(TimeView* view, QWidget* parent)
    : TimeChart(view, parent)
{
    makeAxis({.leastHigh = 10, .floor = kFloorNs, .spiky = true, .headroom = 1.06, .steady = true},
             {.logarithmic = true});
    setObjectName(id());
    updateHeader();
}

QString WaitChart::title() const
{
    if (subject() == measure::Subject::Program && lock())
        return tr("Mean lock wait: %1").arg(lockText());
    const QString title = subject() == measure::Subject::Program
        ? tr("Lock wait (mean: all acquisitions; pNN: contended)")
        : tr("Lock wait (mean: all passes; pNN: contended)");
    return m_sampled ? tr("%1 (sampled)").arg(title) : title;
}

QString WaitChart::meaning() const
{
    if (subject() == measure::Subject::Program)
        return tr(
            "How long threads waited for the program's locks: from the first attempt, which "
            "failed, until it was held. The mean is over all acquisitions, p50, p99 and p99.9 "
            "are over the contended ones.");
    return tr("How long calls waited for the lock: from the first attempt, which failed, until it "
              "was held. "
              "The mean is over all passes, p50, p99 and p99.9 are over the contended ones.");
}

std::vector<LegendEntry> WaitChart::legend() const
{
    const Theme& colors = theme();
    const bool ofProgram = subject() == measure::Subject::Program;
    const auto quantile = [ofProgram](const QString& share) {
        return (ofProgram ? tr("%1 of the contended acquisitions of a snapshot waited no longer.")
                          : tr("%1 of the contended passes of a snapshot waited no longer."))
            .arg(share);
    };
    if (ofProgram && lock())
        return {{QStringLiteral("mean"),
                 tr("of all"),
                 tr("Mean over all acquisitions of this lock, those that did not wait included."),
                 {},
                 QPen(colors.waitMean, 1.6)},
                {QStringLiteral("contended-mean"),
                 tr("of contended"),
                 tr("Mean over the contended acquisitions of this lock."),
                 {},
                 QPen(colors.waitP99, 1.6, Qt::DashDotLine)}};
    return {
        {QStringLiteral("mean"),
         tr("mean"),
         ofProgram
             ? tr("Mean lock-wait time over all acquisitions, those that did not wait included.")
             : tr("Mean lock-wait time over all passes, those that did not wait included."),
         {},
         QPen(colors.waitMean, 1.6)},
        {QStringLiteral("p50"),
         tr("p50"),
         quantile(tr("Half")),
         {},
         QPen(colors.waitP50, 1.6, Qt::DashLine)},
        {QStringLiteral("p99"),
         tr("p99"),
         quantile(tr("99 %")),
         {},
         QPen(colors.waitP99, 1.6, Qt::DashDotLine)},
        {QStringLiteral("p999"),
         tr("p99.9"),
         quantile(tr("99.9 %")),
         {},
         QPen(colors.waitP999, 1.6, Qt::DotLine)}};
}

std::vector<std::optional<double>> WaitChart::valuesOf(const measure::Snapshot& snapshot) const
{
    const auto waits = waitsOf(snapshot, lock());
    return {waits.begin(), waits.begin() + static_cast<std::ptrdiff_t>(legend().size())};
}

std::vector<Tick> WaitChart::yTicks(const QRectF& plot) const
{
    return axis()->scale().ticks(static_cast<int>(plot.height() / 36) + 1, [](double value) {
        return value == 0 ? QStringLiteral("0") : formatAxisDuration(value);
    });
}

void WaitChart::paintData(QPainter& painter, const QRectF& plot) const
{
    const auto entries = legend();
    // The mean last, on top of the others.
    for (std::size_t i = entries.size(); i-- > 0;)
        if (shown(i))
            paintTrace(painter,
                       m_traces[i].samples,
                       {window(plot), axis()->scale(), plot},
                       entries[i].pen);
    const auto flags = paintMarkersOn(painter, plot);
    std::vector<OutsideMark> outside;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (!shown(i))
            continue;
        const auto marks =
            outsideMarks(m_traces[i].samples, *axis(), window(plot), entries[i].pen.color());
        outside.insert(outside.end(), marks.begin(), marks.end());
    }
    if (!outside.empty())
        paintOutsideMarks(
            painter, outside, plot, flags, formatDuration(largestOf(outside).value), theme());
}

void WaitChart::clear()
{
    m_traces = {};
    m_lastSampled = std::chrono::nanoseconds(-1);
}

void WaitChart::add(const measure::Snapshot& snapshot, bool startsRun)
{
    const auto values = waitsOf(snapshot, lock());
    for (std::size_t i = 0; i < kTraces; ++i) {
        Trace& trace = m_traces[i];
        if (values[i])
            trace.samples.push_back({snapshot.time, *values[i], startsRun || trace.interrupted});
        trace.interrupted = !values[i];
    }
    if (!snapshot.waitsExact)
        m_lastSampled = snapshot.time;
}

void WaitChart::forgetBefore(std::chrono::nanoseconds begin)
{
    for (Trace& trace : m_traces)
        ui::forgetBefore(trace.samples, begin);
}

void WaitChart::updateScales()
{
    ValueSpread spread;
    for (std::size_t i = 0; i < kTraces; ++i)
        if (shown(i))
            spread.include(ValueSpread::of(visibleValues(m_traces[i].samples, visible())));
    axis()->fit(spread);
    m_sampled = !mirror().empty() && m_lastSampled >= mirror().snapshots().front()->time;
}

QString WaitChart::emptyText() const
{
    const bool any = std::any_of(m_traces.begin(), m_traces.end(), [](const Trace& trace) {
        return !trace.samples.empty();
    });
    if (!any && !mirror().empty() && isSampled(*mirror().snapshots().back()))
        return sampledText();
    return TimeChart::emptyText();
}

std::vector<ReadoutRow> WaitChart::readout(const measure::Snapshot& snapshot,
                                           const QPointF& /*at*/) const
{
    const auto entries = legend();
    const auto values = waitsOf(snapshot, lock());
    std::vector<ReadoutRow> rows;
    for (std::size_t i = 0; i < entries.size(); ++i)
        if (shown(i))
            rows.push_back({entries[i],
                            entries[i].label,
                            values[i] ? formatDuration(*values[i]) : tr("none waited")});
    return rows;
}

void WaitChart::paintHoverPoints(QPainter& painter,
                                 const measure::Snapshot& snapshot,
                                 const TimeWindow& window,
                                 const QRectF& plot) const
{
    const auto entries = legend();
    const auto values = waitsOf(snapshot, lock());
    for (std::size_t i = 0; i < entries.size(); ++i)
        if (shown(i) && values[i])
            paintHoverPoint(painter,
                            {window.xOf(snapshot.time), axis()->scale().yOf(*values[i], plot)},
                            entries[i].pen.color(),
                            theme());
}

} // namespace lockscope::ui
