// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_view.h"
#include "ui/charts/value_scale.h"
#include "ui/models/scaling_curves.h"

#include <optional>
#include <vector>

namespace lockscope::ui {

/// Curves over the number of CPUs: what was measured solid, with its 95 % bands; the law through it
/// dotted, with N*; what is simulated dashed, on hatched ground beyond this computer's CPUs.
class ScalingChart final : public ChartView
{
    Q_OBJECT

public:
    explicit ScalingChart(QWidget* parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("scaling"); }
    [[nodiscard]] QString title() const override { return figureTitle(m_figure); }
    /// Shows curves, not a history.
    void refresh(const measure::History& /*history*/) override {}

    void setCurves(std::vector<ScalingCurve> curves);
    void setFigure(ScalingFigure figure);
    void setLogarithmic(bool x, bool y);
    /// Marks a number of CPUs, with what is to be said of it.
    void setMark(double n, const QString& text);

    [[nodiscard]] const std::vector<ScalingCurve>& curves() const { return m_curves; }

protected:
    [[nodiscard]] std::vector<LegendEntry> legend() const override;
    [[nodiscard]] std::vector<Tick> xTicks(const QRectF& plot) const override;
    [[nodiscard]] std::vector<Tick> yTicks(const QRectF& plot) const override;
    void paintData(QPainter& painter, const QRectF& plot) const override;
    void paintOverlay(QPainter& painter, const QRectF& plot) const override;
    [[nodiscard]] QString emptyText() const override;
    void mouseMoved() override { overlayChanged(); }
    void legendToggled() override { settle(); }

private:
    void settle();
    [[nodiscard]] double xOf(double n, const QRectF& plot) const;
    [[nodiscard]] double yOf(double value, const QRectF& plot) const;
    [[nodiscard]] QColor colourOf(std::size_t curve) const;
    /// What the law says of the figure; none where it says nothing of it.
    [[nodiscard]] std::optional<double> lawAt(const ScalingCurve& curve, double n) const;
    [[nodiscard]] double nearestCount(double x, const QRectF& plot) const;

    void paintBorder(QPainter& painter, const QRectF& plot) const;
    void paintMeasured(QPainter& painter, const QRectF& plot, std::size_t index) const;
    void paintLaw(QPainter& painter, const QRectF& plot, std::size_t index) const;
    void paintSimulated(QPainter& painter, const QRectF& plot, std::size_t index) const;
    void paintMark(QPainter& painter, const QRectF& plot) const;

    std::vector<ScalingCurve> m_curves;
    ScalingFigure m_figure = ScalingFigure::Throughput;
    bool m_logX = true;
    bool m_logY = false;
    double m_mark = 0; ///< none
    QString m_markText;
    double m_most = 2; ///< CPUs at the right end
    bool m_simulated = false; ///< a curve that is shown has simulated points
    ValueScale m_scale;
};

} // namespace lockscope::ui
