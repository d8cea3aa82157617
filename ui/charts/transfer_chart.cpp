// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/transfer_chart.h"

#include "ui/charts/canvas.h"
#include "ui/words/units.h"

#include <QFontMetricsF>
#include <QLinearGradient>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace lockscope::ui {

namespace {

QColor mixOf(const QColor& from, const QColor& to, double share)
{
    const auto part = [share](int a, int b) {
        return static_cast<int>(std::lround(std::lerp(a, b, share)));
    };
    return {
        part(from.red(), to.red()), part(from.green(), to.green()), part(from.blue(), to.blue())};
}

/// Black or white, whichever can be read on it (W3C's relative luminance, roughly).
QColor readableOn(const QColor& colour)
{
    const double light =
        0.2126 * colour.redF() + 0.7152 * colour.greenF() + 0.0722 * colour.blueF();
    return light > 0.5 ? Qt::black : Qt::white;
}

bool same(const std::optional<int>& a, const std::optional<int>& b)
{
    return a && b && *a == *b;
}

} // namespace

TransferChart::TransferChart(QWidget* parent)
    : ChartView(parent)
{
    setObjectName(id());
    updateHeader();
}

QString TransferChart::title() const
{
    return tr("Cache line from CPU to CPU and back (ns)");
}

ValueTable TransferChart::values() const
{
    ValueTable table{.heading = {"CPU", "other CPU", "there and back (ns)"}, .rows = {}};
    for (std::size_t from = 0; from < m_transfers.roundTripNs.size(); ++from)
        for (std::size_t to = 0; to < m_transfers.roundTripNs[from].size(); ++to)
            if (const auto& ns = m_transfers.roundTripNs[from][to])
                table.rows.push_back({std::to_string(m_transfers.cpus[from].cpu),
                                      std::to_string(m_transfers.cpus[to].cpu),
                                      valueCell(*ns)});
    return table;
}

void TransferChart::setTransfers(const measure::LineTransfers& transfers)
{
    m_transfers = transfers;
    m_least = 0;
    m_most = 0;
    for (const auto& row : transfers.roundTripNs)
        for (const auto& ns : row) {
            if (!ns)
                continue;
            m_least = m_most > 0 ? std::min(m_least, *ns) : *ns;
            m_most = std::max(m_most, *ns);
        }
    dataChanged();
}

QString TransferChart::placeText(const measure::CpuPlace& place)
{
    QString text = tr("CPU %1").arg(place.cpu);
    const auto add = [&text](const QString& what, const std::optional<int>& number) {
        if (number)
            text += QStringLiteral(" · ") + what.arg(*number);
    };
    add(tr("core %1"), place.core);
    add(tr("cache %1"), place.cache);
    add(tr("package %1"), place.package);
    add(tr("node %1"), place.numaNode);
    return text;
}

QString TransferChart::pairText(std::size_t from, std::size_t to) const
{
    const measure::CpuPlace& a = m_transfers.cpus[from];
    const measure::CpuPlace& b = m_transfers.cpus[to];
    const auto& ns = m_transfers.roundTripNs[from][to];
    const QString relation = same(a.core, b.core) ? tr("same core")
        : same(a.cache, b.cache)                  ? tr("other core, same cache")
        : same(a.package, b.package)              ? tr("same package, no cache in common")
        : a.package && b.package                  ? tr("other package")
                                                  : tr("how they are related is unknown");
    return tr("CPU %1 and CPU %2: %3; %4")
        .arg(a.cpu)
        .arg(b.cpu)
        .arg(ns ? tr("%1 there and back").arg(formatDuration(*ns)) : tr("not measured"), relation);
}

TransferChart::Map TransferChart::mapIn(const QRectF& plot) const
{
    const QFontMetricsF metrics(plotFont());
    const auto count = static_cast<double>(std::max<std::size_t>(1, m_transfers.cpus.size()));
    double names = 0;
    for (const measure::CpuPlace& place : m_transfers.cpus)
        names = std::max(names, metrics.horizontalAdvance(placeText(place)));
    const double line = metrics.height();
    names = std::min(names + 10, plot.width() / 2);
    const double below = 3.5 * line; // scale and words
    constexpr double kLargest = 120;
    Map map;
    map.cell = std::max(1.0,
                        std::min({(plot.width() - names) / count,
                                  (plot.height() - below - 1.5 * line) / count,
                                  kLargest}));
    map.cells =
        QRectF(plot.left() + names, plot.top() + 1.5 * line, map.cell * count, map.cell * count);
    const double under = map.cells.bottom() + 0.6 * line;
    map.scale = QRectF(
        map.cells.left(), under, std::min(220.0, plot.right() - map.cells.left()), 0.7 * line);
    map.words = QRectF(plot.left() + 4, plot.bottom() - 1.2 * line, plot.width() - 8, line);
    return map;
}

QColor TransferChart::colourOf(double ns) const
{
    const double share = m_most > m_least ? (ns - m_least) / (m_most - m_least) : 0.5;
    return mixOf(mixOf(theme().base, theme().throughput, 0.18), theme().throughput, share);
}

std::optional<std::pair<std::size_t, std::size_t>> TransferChart::pairAt(const QPointF& point,
                                                                         const QRectF& plot) const
{
    const Map map = mapIn(plot);
    if (!map.cells.contains(point))
        return std::nullopt;
    const std::size_t last = m_transfers.cpus.size() - 1;
    const auto place = [&](double offset) {
        return std::min(last, static_cast<std::size_t>(offset / map.cell));
    };
    return std::pair{place(point.y() - map.cells.top()), place(point.x() - map.cells.left())};
}

void TransferChart::paintData(QPainter& painter, const QRectF& plot) const
{
    const Map map = mapIn(plot);
    paintCells(painter, map);
    paintNames(painter, map);
    paintScale(painter, map);
}

void TransferChart::paintCells(QPainter& painter, const Map& map) const
{
    const QFontMetricsF metrics(painter.font());
    const bool numbers = map.cell > std::max(metrics.height(), metrics.horizontalAdvance("0000"));
    for (std::size_t i = 0; i < m_transfers.cpus.size(); ++i)
        for (std::size_t j = 0; j < m_transfers.cpus.size(); ++j) {
            const QRectF cell(map.cells.left() + static_cast<double>(j) * map.cell,
                              map.cells.top() + static_cast<double>(i) * map.cell,
                              map.cell,
                              map.cell);
            const auto& ns = m_transfers.roundTripNs[i][j];
            const QColor colour = ns ? colourOf(*ns) : theme().window;
            painter.fillRect(cell, colour);
            if (!numbers)
                continue;
            painter.setPen(QPen(theme().base, 1));
            painter.drawRect(cell);
            painter.setPen(ns ? readableOn(colour) : theme().faintText);
            if (ns || i != j)
                painter.drawText(
                    cell, Qt::AlignCenter, ns ? QString::number(*ns, 'f', 0) : QStringLiteral("?"));
        }
}

void TransferChart::paintNames(QPainter& painter, const Map& map) const
{
    const QFontMetricsF metrics(painter.font());
    // Where there is no room for every name, every second, third, ... has one.
    const auto step =
        static_cast<std::size_t>(std::max(1.0, std::ceil(metrics.height() / map.cell)));
    const auto stepAcross = static_cast<std::size_t>(
        std::max(1.0, std::ceil(metrics.horizontalAdvance("000 ") / map.cell)));
    painter.setPen(theme().text);
    for (std::size_t i = 0; i < m_transfers.cpus.size(); ++i) {
        const double at = (static_cast<double>(i) + 0.5) * map.cell;
        const double half = std::max(map.cell, metrics.height()) / 2;
        if (i % step == 0)
            painter.drawText(QRectF(0, map.cells.top() + at - half, map.cells.left() - 6, 2 * half),
                             Qt::AlignRight | Qt::AlignVCenter,
                             placeText(m_transfers.cpus[i]));
        if (i % stepAcross == 0)
            painter.drawText(QRectF(map.cells.left() + at - 40,
                                    map.cells.top() - 1.3 * metrics.height(),
                                    80,
                                    metrics.height()),
                             Qt::AlignCenter,
                             QString::number(m_transfers.cpus[i].cpu));
    }
}

void TransferChart::paintScale(QPainter& painter, const Map& map) const
{
    if (m_most <= 0)
        return;
    QLinearGradient gradient(map.scale.topLeft(), map.scale.topRight());
    gradient.setColorAt(0, colourOf(m_least));
    gradient.setColorAt(1, colourOf(m_most));
    painter.fillRect(map.scale, m_most > m_least ? QBrush(gradient) : QBrush(colourOf(m_most)));
    const QFontMetricsF metrics(painter.font());
    const QRectF line(
        map.scale.left(), map.scale.bottom() + 1, map.scale.width(), metrics.height());
    painter.setPen(theme().text);
    painter.drawText(line, Qt::AlignLeft, formatDuration(m_least));
    if (m_most > m_least)
        painter.drawText(line, Qt::AlignRight, formatDuration(m_most));
}

void TransferChart::paintOverlay(QPainter& painter, const QRectF& plot) const
{
    const auto mouse = canvas()->mouse();
    const auto pair = mouse ? pairAt(*mouse, plot) : std::nullopt;
    if (!pair || pair->first == pair->second)
        return;
    const Map map = mapIn(plot);
    painter.setPen(QPen(theme().accent, 2));
    painter.drawRect(QRectF(map.cells.left() + static_cast<double>(pair->second) * map.cell,
                            map.cells.top() + static_cast<double>(pair->first) * map.cell,
                            map.cell,
                            map.cell));
    painter.setPen(theme().text);
    painter.drawText(
        map.words, Qt::AlignLeft | Qt::AlignVCenter, pairText(pair->first, pair->second));
}

QString TransferChart::emptyText() const
{
    if (m_transfers.cpus.size() == 1)
        return tr("This process may use one CPU only: there is no pair to measure.");
    return m_most > 0 ? QString() : tr("Press Measure: every pair of CPUs takes about 2 ms.");
}

} // namespace lockscope::ui
