// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/scaling_chart.h"

#include "core/lab/lab_config.h"
#include "ui/charts/canvas.h"
#include "ui/theme/host_marker.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace lockscope::ui {

namespace {

/// Rows that a read-out has room for in a chart of usual height.
constexpr std::size_t kMostRows = 14;
constexpr int kLeastWidth = 240;
constexpr int kLeastPlot = 130; ///< height, below title and legend

/// What the axes have to reach.
struct Reach
{
    void take(const ScalingPoints& points, ScalingFigure figure)
    {
        const double base = throughputOfOne(points);
        for (const ScalingPoint& point : points) {
            most = std::max(most, point.n);
            const auto value = figureOf(point, figure, base);
            if (!value)
                continue;
            values.push_back(*value);
        }
    }

    double most = 0; ///< CPUs
    std::vector<measure::Estimate> values;
};

} // namespace

ScalingChart::ScalingChart(QWidget* parent)
    : ChartView(parent)
{
    setObjectName(id());
    setMinimumWidth(kLeastWidth);
    // A lock and its fast path are factors of a hundred apart.
    makeAxis({.leastHigh = 0, .spiky = true}, {.logarithmic = true});
    updateHeader();
    keepLegend();
}

void ScalingChart::resizeEvent(QResizeEvent* event)
{
    ChartView::resizeEvent(event);
    keepLegend();
}

void ScalingChart::keepLegend()
{
    setMinimumHeight(headerHeight(std::max(width(), kLeastWidth)) + kLeastPlot);
}

void ScalingChart::setCurves(std::vector<ScalingCurve> curves, std::vector<ScalingHost> hosts)
{
    const QStringList hidden = hiddenEntries();
    m_curves = std::move(curves);
    m_hosts = std::move(hosts);
    sortIntoKinds();
    updateHeader();
    setHiddenEntries(hidden); // the header knows them by their places, which have changed
    keepLegend();
    updateScales();
    dataChanged();
}

void ScalingChart::sortIntoKinds()
{
    m_kinds.clear();
    m_kindOf.clear();
    m_hereListed = false;
    for (const ScalingCurve& curve : m_curves) {
        auto kind = std::find_if(m_kinds.begin(), m_kinds.end(), [&curve](const Kind& known) {
            return known.id == curve.id;
        });
        if (kind == m_kinds.end())
            kind = m_kinds.insert(m_kinds.end(), {curve.id, curve.name});
        m_kindOf.push_back(static_cast<std::size_t>(kind - m_kinds.begin()));
        const bool here = curve.contender && !curve.host && !curve.measured.empty();
        m_hereListed = m_hereListed || (here && !m_hosts.empty());
    }
}

bool ScalingChart::hostShown(std::optional<std::size_t> host) const
{
    const std::size_t here = m_kinds.size();
    if (!host)
        return !m_hereListed || shown(here);
    return shown(here + (m_hereListed ? 1 : 0) + *host);
}

bool ScalingChart::measuredShown(std::size_t curve) const
{
    const bool isTable = !m_curves[curve].contender; // of no host
    return kindShown(curve) && (isTable || hostShown(m_curves[curve].host));
}

int ScalingChart::markerOf(const ScalingCurve& curve) const
{
    return curve.host ? m_hosts[*curve.host].marker : kHereMarker;
}

void ScalingChart::setFigure(ScalingFigure figure)
{
    m_figure = figure;
    updateHeader();
    updateScales();
    dataChanged();
}

void ScalingChart::setLogarithmicCpus(bool logarithmic)
{
    m_logX = logarithmic;
    dataChanged();
}

void ScalingChart::setRunning(bool running)
{
    m_running = running;
    dataChanged();
}

void ScalingChart::setMark(double n, const QString& text)
{
    m_mark = n;
    m_markText = text;
    dataChanged();
}

void ScalingChart::updateScales()
{
    m_most = 2;
    m_simulated = false;
    Reach reach;
    m_measured = lab::availableCpus();
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        const ScalingCurve& curve = m_curves[i];
        if (measuredShown(i)) {
            reach.take(curve.measured, m_figure);
            if (curve.host && !curve.measured.empty())
                m_measured = std::max(m_measured, static_cast<int>(curve.measured.back().n));
        }
        if (kindShown(i)) {
            reach.take(curve.simulated, m_figure);
            m_simulated = m_simulated || !curve.simulated.empty();
        }
    }
    m_most = std::max(m_most, reach.most);
    m_hasValues = !reach.values.empty();
    axis()->fit(ValueSpread::ofEstimates(reach.values));
}

ValueTable ScalingChart::values() const
{
    ValueTable table{.heading = {"curve", "from", "CPUs", title().toStdString(), "low", "high"},
                     .rows = {}};
    const auto add = [&](const QString& name, const char* from, const ScalingPoints& points) {
        const double base = throughputOfOne(points);
        for (const ScalingPoint& point : points)
            if (const auto value = figureOf(point, m_figure, base))
                table.rows.push_back({name.toStdString(),
                                      from,
                                      valueCell(point.n),
                                      valueCell(value->mean),
                                      valueCell(value->low),
                                      valueCell(value->high)});
    };
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        if (measuredShown(i))
            add(fullName(m_curves[i], m_hosts), "measured", m_curves[i].measured);
        if (kindShown(i))
            add(m_curves[i].name, "SIMULATED", m_curves[i].simulated);
    }
    return table;
}

double ScalingChart::xOf(double n, const QRectF& plot) const
{
    const double share = m_logX ? std::log(std::max(n, 1.0)) / std::log(m_most) : n / m_most;
    return plot.left() + std::clamp(share, 0.0, 1.0) * plot.width();
}

double ScalingChart::yOf(double value, const QRectF& plot) const
{
    return axis()->scale().yOf(value, plot);
}

std::vector<LegendEntry> ScalingChart::legend() const
{
    std::vector<LegendEntry> entries;
    for (std::size_t kind = 0; kind < m_kinds.size(); ++kind) {
        const auto first = std::find(m_kindOf.begin(), m_kindOf.end(), kind) - m_kindOf.begin();
        entries.push_back(
            {m_kinds[kind].id,
             m_kinds[kind].name,
             tr("Solid with a band: measured. Dotted: the law through it. Dashed: SIMULATED."),
             {},
             legendPen(static_cast<std::size_t>(first))});
    }
    const auto addHost =
        [&](const QString& id, const QString& name, const QString& tip, int marker) {
            QPen markerAlone(theme().text);
            markerAlone.setStyle(Qt::NoPen);
            entries.push_back({id, name, tip, {}, markerAlone, marker});
        };
    if (m_hereListed)
        addHost(hereId(), tr("measured here"), tr("The sweep made on this computer"), kHereMarker);
    for (const ScalingHost& host : m_hosts)
        addHost(host.id, host.name, tr("Opened from a file: %1").arg(host.facts), host.marker);
    return entries;
}

std::vector<Tick> ScalingChart::xTicks(const QRectF& plot) const
{
    std::vector<Tick> ticks;
    if (m_logX) {
        for (std::int64_t n = 1; static_cast<double>(n) <= m_most; n *= 2)
            ticks.push_back(
                {std::log(static_cast<double>(n)) / std::log(m_most), QString::number(n)});
        return ticks;
    }
    const auto step = std::max<std::int64_t>(
        1, std::llround(std::ceil(m_most / std::max(2.0, plot.width() / 80))));
    for (std::int64_t n = 0; static_cast<double>(n) <= m_most; n += step)
        ticks.push_back({static_cast<double>(n) / m_most, QString::number(n)});
    return ticks;
}

std::vector<Tick> ScalingChart::yTicks(const QRectF& plot) const
{
    return axis()->scale().ticks(static_cast<int>(plot.height() / 40) + 1,
                                 [this](double value) { return figureText(m_figure, value); });
}

QString ScalingChart::emptyText() const
{
    if (m_curves.empty() && m_running)
        return tr("Curves come when all of them are measured, or simulated.");
    if (m_curves.empty())
        return tr("Press Sweep to measure here; what is simulated comes by itself. Or drop the "
                  "JSON of a sweep, or a CSV of N and throughput.");
    if (m_hasValues)
        return {};
    return hiddenEntries().isEmpty()
        ? tr("Of this figure there is nothing: it was not measured, or no call waited.")
        : tr("All that there is of this figure is hidden: click in the legend to show it.");
}

std::optional<double> ScalingChart::lawAt(const ScalingCurve& curve, double n) const
{
    if (!curve.fit || !curve.fit->fits())
        return std::nullopt;
    const auto throughput = curve.fit->predict(n);
    const double base = throughputOfOne(curve.measured);
    if (!throughput || base <= 0)
        return std::nullopt;
    switch (m_figure) {
    case ScalingFigure::Throughput:
        return throughput;
    case ScalingFigure::SpeedUp:
        return *throughput / base;
    case ScalingFigure::Efficiency:
        return *throughput / base / n;
    default:
        return std::nullopt;
    }
}

double ScalingChart::nearestCount(double x, const QRectF& plot) const
{
    std::set<double> counts;
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        if (measuredShown(i))
            for (const ScalingPoint& point : m_curves[i].measured)
                counts.insert(point.n);
        if (kindShown(i))
            for (const ScalingPoint& point : m_curves[i].simulated)
                counts.insert(point.n);
    }
    double best = 0;
    for (const double n : counts)
        if (best == 0 || std::abs(xOf(n, plot) - x) < std::abs(xOf(best, plot) - x))
            best = n;
    return best;
}

std::vector<ReadoutRow> ScalingChart::readout(double n) const
{
    std::vector<ReadoutRow> rows;
    std::vector<ReadoutRow> laws;
    const auto pointAt = [&](const ScalingPoints& points) {
        return std::find_if(
            points.begin(), points.end(), [n](const ScalingPoint& point) { return point.n == n; });
    };
    const auto valueAt = [&](const ScalingPoints& points) -> std::optional<measure::Estimate> {
        const auto at = pointAt(points);
        return at == points.end() ? std::nullopt : figureOf(*at, m_figure, throughputOfOne(points));
    };
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        const ScalingCurve& curve = m_curves[i];
        LegendEntry entry{curve.id, {}, {}, {}, legendPen(i)};
        if (const auto value = valueAt(curve.simulated); value && kindShown(i))
            rows.push_back(
                {entry, curve.name + tr(", SIMULATED"), figureText(m_figure, value->mean)});
        if (!measuredShown(i))
            continue;
        if (!m_hosts.empty() && curve.contender)
            entry.marker = markerOf(curve);
        const QString name = fullName(curve, m_hosts);
        if (const auto value = valueAt(curve.measured)) {
            QString text = figureText(m_figure, value->mean);
            if (value->low)
                text +=
                    tr(" (%1 to %2)")
                        .arg(figureText(m_figure, *value->low), figureText(m_figure, *value->high));
            if (!pointAt(curve.measured)->disturbed.isEmpty())
                text += tr(", disturbed");
            rows.push_back({entry, name, text});
        }
        if (const auto law = lawAt(curve, n))
            laws.push_back({entry, name + tr(", by the law"), figureText(m_figure, *law)});
    }
    if (rows.size() + laws.size() <= kMostRows) // what was measured goes first
        rows.insert(rows.end(), laws.begin(), laws.end());
    return rows;
}

void ScalingChart::paintOverlay(QPainter& painter, const QRectF& plot) const
{
    const auto mouse = canvas()->mouse();
    if (!mouse || !plot.contains(*mouse))
        return;
    const double n = nearestCount(mouse->x(), plot);
    if (n <= 0)
        return;
    const double x = xOf(n, plot);
    painter.setPen(QPen(theme().accent, 1, Qt::DashLine));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    paintReadout(painter,
                 {plot, canvas()->rect(), {x, mouse->y()}},
                 n == 1 ? tr("1 CPU") : tr("%1 CPUs").arg(n),
                 readout(n),
                 theme());
}

} // namespace lockscope::ui
