// SPDX-License-Identifier: GPL-3.0-or-later
// How the curves are drawn; what is drawn, and the legend and the read-out, are in
// scaling_chart.cpp.
#include "core/lab/lab_config.h"
#include "ui/charts/outside_marks.h"
#include "ui/charts/scaling_chart.h"
#include "ui/theme/host_marker.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>

namespace lockscope::ui {

namespace {

constexpr double kRing = 8; ///< radius of what marks a disturbed point
constexpr QRectF kMark{
    5, -17, 8, 15}; ///< the exclamation mark's place, from the point: beside its whisker
constexpr double kRingReach = 14; ///< that a ring and its mark reach beyond the plot
constexpr double kMarkerReach = 6; ///< that a marker reaches beyond the plot

/// Dashes say what a line is, as the legend's tool tip and the help have it.
const QVector<qreal> kSimulatedDash{6, 4};
const QVector<qreal> kLawDash{1, 3};
/// As many for what is simulated beside a baseline, that first, in pen widths.
const std::array kSimulatedDashes{kSimulatedDash,
                                  QVector<qreal>{8, 2, 2, 2},
                                  QVector<qreal>{2, 2},
                                  QVector<qreal>{8, 2, 2, 2, 2, 2},
                                  QVector<qreal>{12, 4},
                                  QVector<qreal>{4, 2},
                                  QVector<qreal>{12, 2, 4, 2}};

/// For a fifth and a sixth guard, which would else be as blue as the second. The green is Okabe and
/// Ito's; both are legible on light and dark.
const QColor kGreen(0x009e73);
const QColor kViolet(0x8a63c9);

} // namespace

QColor ScalingChart::colourOf(std::size_t curve) const
{
    const Theme& colours = theme();
    if (m_curves[curve].baseline)
        return colours.text;
    const std::array palette{colours.waitP999,
                             colours.throughput,
                             colours.waitP99,
                             colours.state[2],
                             kGreen,
                             kViolet,
                             colours.warning,
                             colours.faintText};
    const std::size_t first = hasBaseline() ? 1 : 0; // which has none of these
    return palette[(m_kindOf[curve] - first) % palette.size()];
}

bool ScalingChart::hasBaseline() const
{
    return !m_curves.empty() && m_curves.front().baseline;
}

QPen ScalingChart::simulatedPen(std::size_t curve) const
{
    QPen pen(colourOf(curve), m_curves[curve].baseline ? 3 : 2);
    pen.setDashPattern(hasBaseline() ? kSimulatedDashes[m_kindOf[curve] % kSimulatedDashes.size()]
                                     : kSimulatedDash);
    return pen;
}

QPen ScalingChart::legendPen(std::size_t curve) const
{
    return hasBaseline() ? simulatedPen(curve) : QPen(colourOf(curve), 2);
}

void ScalingChart::paintData(QPainter& painter, const QRectF& plot) const
{
    painter.save();
    painter.setClipRect(plot.adjusted(-kMarkerReach, -kMarkerReach, kMarkerReach, kMarkerReach));
    painter.setRenderHint(QPainter::Antialiasing);
    const double free = m_simulated ? paintBorder(painter, plot) : plot.top();
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        if (kindShown(i))
            paintSimulated(painter, plot, i);
        if (measuredShown(i)) {
            paintLaw(painter, plot, i);
            paintMeasured(painter, plot, i);
        }
    }
    paintMark(painter, plot, free);
    painter.restore();
    paintCutBands(painter, plot);
}

void ScalingChart::paintCutBands(QPainter& painter, const QRectF& plot) const
{
    std::vector<OutsideMark> marks;
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        const auto add = [&](const ScalingPoints& points) {
            const double base = throughputOfOne(points);
            for (const ScalingPoint& point : points)
                if (const auto value = figureOf(point, m_figure, base);
                    value && value->high && axis()->cuts(*value->high))
                    marks.push_back({xOf(point.n, plot), *value->high, colourOf(i)});
        };
        if (kindShown(i))
            add(m_curves[i].simulated);
        if (measuredShown(i))
            add(m_curves[i].measured);
    }
    if (!marks.empty())
        paintOutsideMarks(
            painter, marks, plot, {}, figureText(m_figure, largestOf(marks).value), theme());
}

double ScalingChart::paintBorder(QPainter& painter, const QRectF& plot) const
{
    // Half a CPU further: what this computer has, or a host from a file, is measured ground.
    if (m_measured >= m_most)
        return plot.top();
    const double x = xOf(m_measured + 0.5, plot);
    QColor hatch = theme().warning;
    hatch.setAlphaF(0.13F);
    const QRectF beyond(x, plot.top(), plot.right() - x, plot.height());
    painter.fillRect(beyond, QBrush(hatch, Qt::BDiagPattern));
    painter.setPen(QPen(theme().warning, 1.5));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    const QString text = m_measured > lab::availableCpus()
        ? tr("more CPUs than were measured: dashed is SIMULATED")
        : tr("more CPUs than here: dashed is SIMULATED");
    constexpr int kSides = 12;
    const bool fits = painter.fontMetrics().horizontalAdvance(text) + kSides <= beyond.width();
    // Where there is little ground it reaches over the border, in two lines if need be: half a
    // warning is none.
    QRectF written;
    painter.drawText((fits ? beyond : plot).adjusted(8, 4, -4, 0),
                     Qt::AlignTop | Qt::TextWordWrap | (fits ? Qt::AlignLeft : Qt::AlignRight),
                     text,
                     &written);
    return written.bottom();
}

void ScalingChart::paintMeasured(QPainter& painter, const QRectF& plot, std::size_t index) const
{
    const ScalingCurve& curve = m_curves[index];
    const double base = throughputOfOne(curve.measured);
    QPolygonF line;
    QPolygonF above;
    QPolygonF below;
    QPolygonF disturbed;
    for (const ScalingPoint& point : curve.measured) {
        const auto value = figureOf(point, m_figure, base);
        if (!value)
            continue;
        const double x = xOf(point.n, plot);
        line << QPointF(x, yOf(value->mean, plot));
        if (!point.disturbed.isEmpty())
            disturbed << line.back();
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
    for (const QPointF& point : line)
        paintHostMarker(painter, point, markerOf(curve), colour, theme().base);
    painter.save();
    painter.setClipRect(plot.adjusted(-kRingReach, -kRingReach, kRingReach, kRingReach));
    painter.setPen(QPen(theme().warning, 2));
    painter.setBrush(Qt::NoBrush);
    for (const QPointF& point : disturbed)
    { // not to be trusted: ringed, and with an exclamation mark
        painter.drawEllipse(point, kRing, kRing);
        painter.drawText(kMark.translated(point), Qt::AlignCenter, QStringLiteral("!"));
    }
    painter.restore();
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
    QString text = tr("N* = %1").arg(*peak, 0, 'g', 3);
    if (curve.host && m_hosts.size() > 1)
        text += tr(" on %1").arg(m_hosts[*curve.host].name);
    const double width = painter.fontMetrics().horizontalAdvance(text);
    const double left =
        x + 4 + width <= plot.right() ? x + 4 : std::max(plot.left(), x - 4 - width);
    painter.drawText(QPointF(left, plot.bottom() - 6 - 14.0 * static_cast<double>(index % 8)),
                     text);
}

void ScalingChart::paintSimulated(QPainter& painter, const QRectF& plot, std::size_t index) const
{
    const ScalingCurve& curve = m_curves[index];
    const double base = throughputOfOne(curve.simulated);
    QPolygonF line;
    QPolygonF above;
    QPolygonF below;
    for (const ScalingPoint& point : curve.simulated) {
        const auto value = figureOf(point, m_figure, base);
        if (!value)
            continue;
        const double x = xOf(point.n, plot);
        line << QPointF(x, yOf(value->mean, plot));
        if (value->low && value->high) {
            above << QPointF(x, yOf(*value->high, plot));
            below.prepend(QPointF(x, yOf(*value->low, plot)));
        }
    }
    QColor band = colourOf(index);
    band.setAlphaF(0.10F); // fainter than what was measured
    painter.setPen(Qt::NoPen);
    painter.setBrush(band);
    painter.drawPolygon(above + below);
    painter.setPen(simulatedPen(index));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
}

QRectF flagPlace(double x, double top, const QSizeF& text, const QRectF& plot)
{
    constexpr double kAway = 5; ///< from the mark
    constexpr double kSides = 8;
    const double width = std::min(text.width() + kSides, plot.width());
    const bool right = x + kAway + width <= plot.right();
    const double left = right ? x + kAway : std::max(plot.left(), x - kAway - width);
    return {left, top, width, text.height() + 2};
}

void ScalingChart::paintMark(QPainter& painter, const QRectF& plot, double top) const
{
    if (m_mark <= 0 || m_markText.isEmpty() || m_mark > m_most)
        return;
    const double x = xOf(m_mark, plot);
    painter.setPen(QPen(theme().accent, 1.5));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    const QFontMetricsF metrics(painter.font());
    constexpr double kBelow = 6; ///< what the border says
    const QRectF flag =
        flagPlace(x, top + kBelow, metrics.size(Qt::TextSingleLine, m_markText), plot);
    painter.setBrush(theme().base);
    painter.drawRect(flag);
    painter.drawText(
        flag, Qt::AlignCenter, metrics.elidedText(m_markText, Qt::ElideRight, flag.width() - 4));
}

} // namespace lockscope::ui
