// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/states_chart.h"

#include "ui/charts/lane_vectors.h"
#include "ui/words/units.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace lockscope::ui {

StatesChart::StatesChart(TimeView* view, QWidget* parent)
    : TimeChart(view, parent)
    , m_raster(kWholeLane)
{
    setObjectName(id());
    m_raster.setTheme(theme());
    updateHeader();
}

QString StatesChart::title() const
{
    const bool ofProgram = subject() == measure::Subject::Program;
    if (m_known < m_workers)
        return (ofProgram ? tr("Where the time of %1 of %2 threads goes (share)")
                          : tr("Where the time of %1 of %2 workers goes (share)"))
            .arg(m_known)
            .arg(m_workers);
    return ofProgram ? tr("Where the time of all threads goes (share)")
                     : tr("Where the time of all workers goes (share)");
}

QString StatesChart::meaning() const
{
    if (subject() == measure::Subject::Program)
        return tr("What the program's threads do, as shares of their time: running is work; "
                  "waiting for a condition and being asleep are waiting for work, as a rule.");
    return tr("The states of all workers, as shares of their time: native and callback are work, "
              "guard and "
              "blocked are what the guard costs.");
}

void StatesChart::setTheme(const Theme& theme)
{
    m_raster.setTheme(theme);
    TimeChart::setTheme(theme);
}

std::vector<std::optional<double>> StatesChart::valuesOf(const measure::Snapshot& snapshot) const
{
    std::vector<std::optional<double>> shares;
    for (const LegendEntry& entry : legend())
        shares.push_back(snapshot.states ? std::optional<double>((*snapshot.states)[*entry.state])
                                         : std::nullopt);
    return shares;
}

std::vector<Tick> StatesChart::yTicks(const QRectF& plot) const
{
    const int most = plot.height() > 120 ? 5 : plot.height() > 70 ? 3 : 2;
    return ValueScale::linear(1).ticks(most, [](double share) {
        return QString::number(share * 100, 'f', 0) + QStringLiteral(" %");
    });
}

void StatesChart::paintData(QPainter& painter, const QRectF& plot) const
{
    const auto columns = static_cast<int>(plot.width());
    paintLane(painter,
              plot,
              laneCells(mirror().snapshots(), kWholeLane, 0, window(plot), columns),
              hidden(),
              theme());
    paintUnknownText(painter, plot);
    paintMarkersOn(painter, plot);
}

void StatesChart::paintDataOnScreen(QPainter& painter, const QRectF& plot)
{
    const double ratio = painter.device()->devicePixelRatioF();
    const QSize pixels = (plot.size() * ratio).toSize();
    m_raster.setHidden(hidden());
    m_raster.setSize(pixels);
    m_raster.setRows({1, static_cast<double>(pixels.height()), 0, false});
    m_raster.update(mirror().snapshots(), visible());
    m_raster.paint(painter, plot.topLeft(), ratio);
    paintUnknownText(painter, plot);
    paintMarkersOn(painter, plot);
}

void StatesChart::clear()
{
    m_raster.restart();
    m_lastKnown = std::chrono::nanoseconds(-1);
    m_known = m_workers = 0;
}

void StatesChart::add(const measure::Snapshot& snapshot, bool /*startsRun*/)
{
    if (snapshot.states)
        m_lastKnown = snapshot.time;
    const std::size_t known = snapshot.statesKnown();
    const bool all =
        known == 0 || known == snapshot.threads.size(); // none is said on the chart itself
    m_known = all ? 0 : known;
    m_workers = all ? 0 : snapshot.threads.size();
}

void StatesChart::forgetBefore(std::chrono::nanoseconds begin)
{
    if (m_lastKnown < begin)
        m_lastKnown = std::chrono::nanoseconds(-1);
}

std::vector<ReadoutRow> StatesChart::readout(const measure::Snapshot& snapshot,
                                             const QPointF& /*at*/) const
{
    std::vector<ReadoutRow> rows = stateRows(snapshot.states, subject(), hidden());
    if (const std::size_t known = snapshot.statesKnown();
        known > 0 && known < snapshot.threads.size())
        rows.push_back(
            {{}, tr("known of"), tr("%1 of %2 threads").arg(known).arg(snapshot.threads.size())});
    return rows;
}

HiddenStates StatesChart::hidden() const
{
    return hiddenStates(legend(), [this](std::size_t entry) { return shown(entry); });
}

void StatesChart::paintUnknownText(QPainter& painter, const QRectF& plot) const
{
    if (mirror().empty() || m_lastKnown.count() >= 0)
        return;
    const QString text = tr("unknown: the states could not be read");
    QRectF box({}, QFontMetricsF(painter.font()).size(0, text) + QSizeF(16, 8));
    box.moveCenter(plot.center());
    painter.fillRect(box, theme().base);
    painter.setPen(theme().faintText);
    painter.drawText(box, Qt::AlignCenter, text);
}

std::vector<ReadoutRow> stateRows(const std::optional<measure::StateShares>& states,
                                  measure::Subject subject,
                                  const HiddenStates& hidden)
{
    if (!states)
        return {{{}, QCoreApplication::translate("States", "states"), unknownText()}};
    std::vector<ReadoutRow> rows;
    std::vector<LegendEntry> entries = stateLegend(subject);
    std::reverse(entries.begin(), entries.end()); // as they are stacked: the last at the top
    for (const LegendEntry& entry : entries)
        if (!hidden[static_cast<std::size_t>(*entry.state)])
            rows.push_back({entry, entry.label, formatShare((*states)[*entry.state])});
    return rows;
}

} // namespace lockscope::ui
