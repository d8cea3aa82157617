// SPDX-License-Identifier: GPL-3.0-or-later
// What the histogram says under the mouse, its own or another view's; the histogram is in
// histogram_chart.cpp.
#include "ui/charts/canvas.h"
#include "ui/charts/histogram_chart.h"
#include "ui/words/units.h"

#include <QPainter>

namespace lockscope::ui {

void HistogramChart::paintOverlay(QPainter& painter, const QRectF& plot) const
{
    const auto mouse = canvas()->mouse();
    if (mouse && plot.contains(*mouse))
        paintBinUnder(painter, plot, *mouse);
    else if (const auto time = m_view->hovered(); time && !showsLock()) // one is of all locks
        paintInstant(painter, plot, *time);
}

void HistogramChart::paintBinUnder(QPainter& painter,
                                   const QRectF& plot,
                                   const QPointF& mouse) const
{
    const double ns = m_x.valueAt((mouse.x() - plot.left()) / plot.width());
    std::uint64_t upTo = 0;
    for (const WaitBin& bin : m_bins) {
        upTo += bin.count;
        if (ns >= static_cast<double>(bin.to))
            continue;
        if (ns < static_cast<double>(bin.from))
            return;
        QRectF column = barOf(bin, plot);
        column.setTop(plot.top());
        painter.setPen(QPen(theme().accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(column.adjusted(-0.5, 0.5, 0.5, -0.5));
        const auto share = [this](std::uint64_t count) {
            return formatShare(static_cast<double>(count) / static_cast<double>(m_waits.count()));
        };
        const QString heading = tr("%1 to %2")
                                    .arg(formatAxisDuration(static_cast<double>(bin.from)),
                                         formatAxisDuration(static_cast<double>(bin.to)));
        std::vector<ReadoutRow> rows{
            {{}, acquisitionsText(), formatScaled(static_cast<double>(bin.count))},
            {{}, tr("share"), share(bin.count)},
            {{}, tr("no longer"), share(upTo)}};
        const auto entries = legend();
        for (const Quantile& quantile : quantiles()) // not all have a label in a low chart
            rows.push_back({entries[quantile.entry],
                            entries[quantile.entry].label,
                            formatDuration(quantile.ns)});
        paintReadout(painter, {plot, canvas()->rect(), mouse}, heading, rows, theme());
        return;
    }
}

void HistogramChart::paintInstant(QPainter& painter,
                                  const QRectF& plot,
                                  std::chrono::nanoseconds time) const
{
    const auto snapshot = m_mirror.at(time);
    if (!snapshot)
        return;
    measure::HistogramCounts counts;
    counts.merge(snapshot->waits);
    painter.setPen(QPen(theme().accent, 1));
    painter.setBrush(theme().accent);
    for (const WaitBin& bin : waitBins(counts))
        if (bin.count > 0)
            painter.drawRect(barOf(bin, plot).adjusted(0.5, 0.5, -0.5, 0));
    std::vector<ReadoutRow> rows{
        {{}, acquisitionsText(), formatScaled(static_cast<double>(snapshot->waits.count()))}};
    const auto entries = legend();
    for (std::size_t i = 0; i < kShownQuantiles.size(); ++i)
        if (const auto ns = snapshot->waits.quantile(kShownQuantiles[i]); ns && shown(i + 1))
            rows.push_back({entries[i + 1], entries[i + 1].label, formatDuration(*ns)});
    paintReadout(painter,
                 // Where the fewest waits are.
                 {plot, canvas()->rect(), QPointF(plot.right(), plot.center().y())},
                 tr("contended at %1").arg(m_view->textOf(time)),
                 rows,
                 theme());
}

} // namespace lockscope::ui
