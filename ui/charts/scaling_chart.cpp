// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/scaling_chart.h"

#include "core/lab/lab_config.h"
#include "ui/charts/canvas.h"
#include "ui/charts/overlay.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace lockscope::ui {

namespace {

constexpr double kDot = 3.5;

/// Dashes say what a line is, as the legend's tool tip and the help have it.
const QVector<qreal> kSimulatedDash {6, 4};
const QVector<qreal> kLawDash {1, 3};

} // namespace

ScalingChart::ScalingChart(QWidget* parent)
    : ChartView(parent)
{
    setObjectName(id());
    setMinimumSize(240, 120);
    updateHeader();
}

void ScalingChart::setCurves(std::vector<ScalingCurve> curves)
{
    m_curves = std::move(curves);
    updateHeader();
    settle();
    dataChanged();
}

void ScalingChart::setFigure(ScalingFigure figure)
{
    m_figure = figure;
    updateHeader();
    settle();
    dataChanged();
}

void ScalingChart::setLogarithmic(bool x, bool y)
{
    m_logX = x;
    m_logY = y;
    settle();
    dataChanged();
}

void ScalingChart::setMark(double n, const QString& text)
{
    m_mark = n;
    m_markText = text;
    dataChanged();
}

void ScalingChart::settle()
{
    m_most = 2;
    m_simulated = false;
    double largest = 0;
    double least = 0;
    const auto take = [&](const ScalingPoints& points) {
        const double base = throughputOfOne(points);
        for (const ScalingPoint& point : points) {
            m_most = std::max(m_most, point.n);
            const auto value = figureOf(point, m_figure, base);
            if (!value)
                continue;
            largest = std::max(largest, value->high.value_or(value->mean));
            if (value->mean > 0)
                least = least > 0 ? std::min(least, value->mean) : value->mean;
        }
    };
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        if (!shown(i))
            continue;
        take(m_curves[i].measured);
        take(m_curves[i].simulated);
        m_simulated = m_simulated || !m_curves[i].simulated.empty();
    }
    constexpr double kDecade = 10;
    m_scale = m_logY && least > 0
        ? ValueScale::logarithmic(std::pow(kDecade, std::floor(std::log10(least))), largest)
        : ValueScale::linear(largest > 0 ? largest : 1);
}

double ScalingChart::xOf(double n, const QRectF& plot) const
{
    const double share = m_logX ? std::log(std::max(n, 1.0)) / std::log(m_most) : n / m_most;
    return plot.left() + std::clamp(share, 0.0, 1.0) * plot.width();
}

double ScalingChart::yOf(double value, const QRectF& plot) const
{
    return m_scale.yOf(value, plot);
}

QColor ScalingChart::colourOf(std::size_t curve) const
{
    const Theme& colours = theme();
    const std::array palette {colours.waitP999, colours.throughput, colours.waitP99,
                              colours.state[2], colours.accent,     colours.state[3],
                              colours.warning,  colours.faintText};
    return palette[curve % palette.size()];
}

std::vector<LegendEntry> ScalingChart::legend() const
{
    std::vector<LegendEntry> entries;
    for (std::size_t i = 0; i < m_curves.size(); ++i)
        entries.push_back({m_curves[i].id,
                           m_curves[i].name,
                           tr("Solid with a band: measured. Dotted: the law through it. Dashed: SIMULATED."),
                           {},
                           QPen(colourOf(i), 2)});
    return entries;
}

std::vector<Tick> ScalingChart::xTicks(const QRectF& plot) const
{
    std::vector<Tick> ticks;
    if (m_logX) {
        for (double n = 1; n <= m_most; n *= 2)
            ticks.push_back({std::log(n) / std::log(m_most), QString::number(n)});
        return ticks;
    }
    const double step = std::max(1.0, std::ceil(m_most / std::max(2.0, plot.width() / 80)));
    for (double n = 0; n <= m_most; n += step)
        ticks.push_back({n / m_most, QString::number(n)});
    return ticks;
}

std::vector<Tick> ScalingChart::yTicks(const QRectF& plot) const
{
    return m_scale.ticks(static_cast<int>(plot.height() / 40) + 1,
                         [this](double value) { return figureText(m_figure, value); });
}

QString ScalingChart::emptyText() const
{
    return m_curves.empty()
        ? tr("Press Sweep to measure here; what is simulated comes by itself. Or drop a CSV of N and "
             "throughput.")
        : QString();
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

void ScalingChart::paintData(QPainter& painter, const QRectF& plot) const
{
    painter.save();
    painter.setClipRect(plot.adjusted(-kDot, -kDot, kDot, kDot));
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_simulated)
        paintBorder(painter, plot);
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        if (!shown(i))
            continue;
        paintSimulated(painter, plot, i);
        paintLaw(painter, plot, i);
        paintMeasured(painter, plot, i);
    }
    paintMark(painter, plot);
    painter.restore();
}

void ScalingChart::paintBorder(QPainter& painter, const QRectF& plot) const
{
    // Half a CPU further: what this computer has is measured ground.
    const double x = xOf(lab::availableCpus() + 0.5, plot);
    QColor hatch = theme().warning;
    hatch.setAlphaF(0.13F);
    const QRectF beyond(x, plot.top(), plot.right() - x, plot.height());
    painter.fillRect(beyond, QBrush(hatch, Qt::BDiagPattern));
    painter.setPen(QPen(theme().warning, 1.5));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    painter.drawText(beyond.adjusted(8, 4, -4, 0), Qt::AlignTop | Qt::AlignLeft,
                     tr("more CPUs than here: dashed is SIMULATED"));
}

void ScalingChart::paintMeasured(QPainter& painter, const QRectF& plot, std::size_t index) const
{
    const ScalingCurve& curve = m_curves[index];
    const double base = throughputOfOne(curve.measured);
    QPolygonF line;
    QPolygonF above;
    QPolygonF below;
    for (const ScalingPoint& point : curve.measured) {
        const auto value = figureOf(point, m_figure, base);
        if (!value)
            continue;
        const double x = xOf(point.n, plot);
        line << QPointF(x, yOf(value->mean, plot));
        above << QPointF(x, yOf(value->high.value_or(value->mean), plot));
        below.prepend(QPointF(x, yOf(value->low.value_or(value->mean), plot)));
    }
    const QColor colour = colourOf(index);
    QColor band = colour;
    band.setAlphaF(0.25F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(band);
    painter.drawPolygon(above + below);
    painter.setPen(QPen(colour, 1));
    for (qsizetype i = 0; i < above.size(); ++i) // whiskers: a single point has no band
        painter.drawLine(above[i], below[below.size() - 1 - i]);
    painter.setPen(QPen(colour, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
    painter.setBrush(colour);
    for (const QPointF& point : line)
        painter.drawEllipse(point, kDot, kDot);
}

void ScalingChart::paintLaw(QPainter& painter, const QRectF& plot, std::size_t index) const
{
    const ScalingCurve& curve = m_curves[index];
    QPolygonF line;
    constexpr int kSteps = 200;
    for (int i = 0; i <= kSteps; ++i) {
        const double share = static_cast<double>(i) / kSteps;
        const double n = m_logX ? std::pow(m_most, share) : 1 + share * (m_most - 1);
        if (const auto value = lawAt(curve, n))
            line << QPointF(xOf(n, plot), yOf(*value, plot));
    }
    QPen pen(colourOf(index), 1.6);
    pen.setDashPattern(kLawDash);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
    const auto peak = curve.fit ? curve.fit->nStar() : std::nullopt;
    if (!peak || *peak > m_most || line.isEmpty())
        return;
    const double x = xOf(*peak, plot);
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    painter.drawText(QPointF(x + 4, plot.bottom() - 6 - 14.0 * static_cast<double>(index % 4)),
                     tr("N* = %1").arg(*peak, 0, 'g', 3));
}

void ScalingChart::paintSimulated(QPainter& painter, const QRectF& plot, std::size_t index) const
{
    const ScalingCurve& curve = m_curves[index];
    const double base = throughputOfOne(curve.simulated);
    QPolygonF line;
    for (const ScalingPoint& point : curve.simulated)
        if (const auto value = figureOf(point, m_figure, base))
            line << QPointF(xOf(point.n, plot), yOf(value->mean, plot));
    QPen pen(colourOf(index), 2);
    pen.setDashPattern(kSimulatedDash);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
}

void ScalingChart::paintMark(QPainter& painter, const QRectF& plot) const
{
    if (m_mark <= 0 || m_markText.isEmpty() || m_mark > m_most)
        return;
    const double x = xOf(m_mark, plot);
    painter.setPen(QPen(theme().accent, 1.5));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    const QSizeF size = painter.fontMetrics().size(Qt::TextSingleLine, m_markText);
    const double left = x + 6 + size.width() + 8 < plot.right() ? x + 5 : x - 13 - size.width();
    const QRectF flag(left, plot.top() + 26, size.width() + 8, size.height() + 2);
    painter.setBrush(theme().base);
    painter.drawRect(flag);
    painter.drawText(flag, Qt::AlignCenter, m_markText);
}

double ScalingChart::nearestCount(double x, const QRectF& plot) const
{
    std::set<double> counts;
    for (std::size_t i = 0; i < m_curves.size(); ++i)
        if (shown(i))
            for (const ScalingPoints* points : {&m_curves[i].measured, &m_curves[i].simulated})
                for (const ScalingPoint& point : *points)
                    counts.insert(point.n);
    double best = 0;
    for (const double n : counts)
        if (best == 0 || std::abs(xOf(n, plot) - x) < std::abs(xOf(best, plot) - x))
            best = n;
    return best;
}

void ScalingChart::paintOverlay(QPainter& painter, const QRectF& plot) const
{
    const auto mouse = canvas()->mouse();
    if (!mouse || !plot.contains(*mouse))
        return;
    const double n = nearestCount(mouse->x(), plot);
    if (n <= 0)
        return;
    painter.setPen(QPen(theme().accent, 1, Qt::DashLine));
    painter.drawLine(QPointF(xOf(n, plot), plot.top()), QPointF(xOf(n, plot), plot.bottom()));
    std::vector<ReadoutRow> rows;
    const auto entries = legend();
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        if (!shown(i))
            continue;
        const auto add = [&](const ScalingPoints& points, const QString& what) {
            const auto at = std::find_if(points.begin(), points.end(),
                                         [n](const ScalingPoint& point) { return point.n == n; });
            const auto value = at == points.end()
                ? std::nullopt
                : figureOf(*at, m_figure, throughputOfOne(points));
            if (!value)
                return;
            QString text = figureText(m_figure, value->mean);
            if (value->low)
                text += tr(" (%1 to %2)").arg(figureText(m_figure, *value->low),
                                              figureText(m_figure, *value->high));
            rows.push_back({entries[i], m_curves[i].name + what, text});
        };
        add(m_curves[i].measured, {});
        if (const auto law = lawAt(m_curves[i], n))
            rows.push_back({entries[i], m_curves[i].name + tr(", by the law"), figureText(m_figure, *law)});
        add(m_curves[i].simulated, tr(", SIMULATED"));
    }
    paintReadout(painter, plot, {xOf(n, plot), mouse->y()},
                 n == 1 ? tr("1 CPU") : tr("%1 CPUs").arg(n), rows, theme());
}

} // namespace lockscope::ui
