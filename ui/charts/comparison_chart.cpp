// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/comparison_chart.h"

#include "ui/words/figure_text.h"
#include "ui/words/guard_text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <utility>

namespace lockscope::ui {

namespace {

constexpr double kLeastHigh = 1e-3; ///< of a figure that is hardly there

constexpr int kLeastRow = 28; ///< a bar with its name above it
constexpr int kMostRow = 56;
constexpr int kLeastMost = 400; ///< pixels: what an empty chart says needs room, too

/// Of a view with so many bars.
int heightFor(std::size_t bars, int row)
{
    constexpr int kAround = 80; // header and axis
    return kAround + row * static_cast<int>(bars);
}

/// Where an interval goes on beyond the plot.
void paintArrow(QPainter& painter, const QPointF& from)
{
    constexpr double kLength = 6;
    constexpr double kHalf = 4;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(painter.pen().color());
    painter.setPen(Qt::NoPen);
    painter.drawPolygon(
        QPolygonF{from + QPointF(0, -kHalf), from + QPointF(kLength, 0), from + QPointF(0, kHalf)});
    painter.restore();
}

} // namespace

ComparisonChart::ComparisonChart(QWidget* parent)
    : ChartView(parent)
{
    setObjectName(id());
    makeAxis({.leastHigh = kLeastHigh, .spiky = true}, {});
    updateHeader();
}

QString ComparisonChart::title() const
{
    return figureTitle(m_figure);
}

void ComparisonChart::setComparison(const study::Comparison& comparison)
{
    m_comparison = comparison;
    updateScales();
    setMinimumHeight(heightFor(comparison.guards.size(), kLeastRow));
    // On a large screen the axis stays with its bars.
    setMaximumHeight(std::max(kLeastMost, heightFor(comparison.guards.size(), kMostRow)));
    dataChanged();
}

QSizeF ComparisonChart::pictureSize() const
{
    const QSizeF usual = ChartView::pictureSize();
    return {usual.width(), std::max<double>(usual.height(), heightFor(m_bars.size(), kLeastRow))};
}

ValueTable ComparisonChart::values() const
{
    ValueTable table{.heading = {"guard", "fast path", title().toStdString(), "low", "high"},
                     .rows = {}};
    for (const Bar& bar : m_bars)
        table.rows.push_back({bar.name.toStdString(),
                              bar.fastPath ? "on" : "off",
                              valueCell(bar.value.mean),
                              valueCell(bar.value.low),
                              valueCell(bar.value.high)});
    return table;
}

void ComparisonChart::setFigure(measure::Figure figure)
{
    m_figure = figure;
    updateScales();
    updateHeader();
    dataChanged();
}

void ComparisonChart::updateScales()
{
    m_bars.clear();
    if (!m_comparison)
        return;
    const measure::FigureRow& figure = measure::rowOf(m_figure);
    std::vector<measure::Estimate> values;
    for (const study::ComparedGuard& guard : m_comparison->guards) {
        const auto& estimate = guard[m_figure];
        if (!estimate || !shown(guard.contender.fastPath ? 1 : 0))
            continue;
        const bool ofWaits = figure.of != measure::FigureOf::Calls;
        m_bars.push_back({guardText(guard.contender.guard),
                          guard.contender.fastPath,
                          ofWaits && !guard.waitsExact,
                          *estimate});
        values.push_back(*estimate);
    }
    std::stable_sort(m_bars.begin(), m_bars.end(), [&figure](const Bar& a, const Bar& b) {
        return figure.moreIsBetter ? a.value.mean > b.value.mean : a.value.mean < b.value.mean;
    });
    if (figure.unit == measure::FigureUnit::Index)
        values.push_back({.mean = 1, .low = {}, .high = {}}); // all of it is to be seen
    axis()->fit(ValueSpread::ofEstimates(values));
}

std::vector<LegendEntry> ComparisonChart::legend() const
{
    return {{QStringLiteral("locked"),
             tr("no fast path"),
             tr("Every call takes the guard."),
             {},
             QPen(theme().waitP99, 8)},
            {QStringLiteral("fast"),
             tr("fast path"),
             tr("Calls skip the guard once initialisation is done."),
             {},
             QPen(theme().throughput, 8)}};
}

QString ComparisonChart::textOf(const Bar& bar) const
{
    QString text = figureText(m_figure, bar.value.mean);
    if (bar.value.low)
        text +=
            tr(" (%1 to %2)")
                .arg(figureText(m_figure, *bar.value.low), figureText(m_figure, *bar.value.high));
    if (bar.sampled)
        text += tr(", sampled");
    return text;
}

std::vector<Tick> ComparisonChart::xTicks(const QRectF& plot) const
{
    if (m_bars.empty())
        return {}; // of nothing
    return axis()->scale().ticks(static_cast<int>(plot.width() / 110) + 1,
                                 [this](double value) { return figureAxisText(m_figure, value); });
}

void ComparisonChart::paintData(QPainter& painter, const QRectF& plot) const
{
    const QFontMetricsF metrics(painter.font());
    const auto entries = legend();
    const double row =
        std::min<double>(kMostRow, plot.height() / static_cast<double>(m_bars.size()));
    double top = plot.top();
    for (const Bar& bar : m_bars) {
        const double barTop = top + metrics.height() + 1;
        const double height = std::max(2.0, top + row - barTop - 3);
        const double end = axis()->scale().xOf(bar.value.mean, plot);
        painter.fillRect(QRectF(plot.left(), barTop, end - plot.left(), height),
                         entries[bar.fastPath ? 1 : 0].pen.color());
        if (bar.value.low) {
            const double middle = barTop + height / 2;
            const double low = axis()->scale().xOf(*bar.value.low, plot);
            const double high = axis()->scale().xOf(*bar.value.high, plot);
            painter.setPen(QPen(theme().text, 1.4));
            painter.drawLine(QPointF(low, middle), QPointF(high, middle));
            painter.drawLine(QPointF(low, middle - 3), QPointF(low, middle + 3));
            if (axis()->cuts(*bar.value.high)) // the figure is beside the bar's name
                paintArrow(painter, {high, middle});
            else
                painter.drawLine(QPointF(high, middle - 3), QPointF(high, middle + 3));
        }
        const QRectF line(plot.left() + 4, top, plot.width() - 8, metrics.height());
        painter.setPen(theme().text);
        painter.drawText(line,
                         Qt::AlignLeft | Qt::AlignVCenter,
                         bar.fastPath ? tr("%1, fast path").arg(bar.name) : bar.name);
        painter.setPen(theme().faintText);
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, textOf(bar));
        top += row;
    }
}

void ComparisonChart::setRunning(bool running)
{
    m_running = running;
    dataChanged();
}

QString ComparisonChart::emptyText() const
{
    if (!m_comparison)
        return m_running ? tr("Guards run one after another; bars come when all rounds are done.")
                         : tr("Tick guards and press F6, or the button above them.");
    return m_bars.empty()
        ? tr("Of this figure there is nothing: no call waited, or it cannot be read here.")
        : QString();
}

} // namespace lockscope::ui
