// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_view.h"
#include "ui/charts/readout.h"
#include "ui/models/scaling_curves.h"

#include <optional>
#include <vector>

namespace lockscope::ui {

/// Where the flag of a marked place stands: beside the mark where it has room, right before left,
/// and within the plot in any case. `text` is what is written on it, of which a narrow plot has
/// less.
[[nodiscard]] QRectF flagPlace(double x, double top, const QSizeF& text, const QRectF& plot);

/// Curves over the number of CPUs: what was measured solid, with its 95 % bands; the law through it
/// dotted, with N*; what is simulated dashed, on hatched ground beyond the CPUs that were measured.
/// Colours tell guards apart, markers hosts; the legend hides both.
class ScalingChart final : public ChartView
{
    Q_OBJECT

public:
    explicit ScalingChart(QWidget* parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("scaling"); }
    [[nodiscard]] QString title() const override
    {
        return m_title.isEmpty() ? figureTitle(m_figure) : m_title;
    }
    /// Of what is no experiment of the lab's.
    void setTitle(const QString& title) { m_title = title; }
    /// A row for each point that is shown, measured or simulated.
    [[nodiscard]] ValueTable values() const override;
    [[nodiscard]] QString helpPage() const override { return QStringLiteral("scaling.md"); }
    /// Shows curves, not a history.
    void refresh(const measure::History& /*history*/) override {}

    /// Curves and the hosts that some of them are of. What was hidden by its id stays so.
    void setCurves(std::vector<ScalingCurve> curves, std::vector<ScalingHost> hosts = {});
    void setFigure(ScalingFigure figure);
    /// Of the number of CPUs; that of the values is axis().
    void setLogarithmicCpus(bool logarithmic);
    /// While something is measured or simulated an empty chart says so.
    void setRunning(bool running);
    /// Marks a number of CPUs, with what is to be said of it.
    void setMark(double n, const QString& text);

    [[nodiscard]] const std::vector<ScalingCurve>& curves() const { return m_curves; }
    [[nodiscard]] const std::vector<ScalingHost>& hosts() const { return m_hosts; }
    /// Whether what was measured of a curve is drawn: neither its guard nor its host is hidden.
    [[nodiscard]] bool measuredShown(std::size_t curve) const;
    /// Whether a host is; none stands for this computer.
    [[nodiscard]] bool hostShown(std::optional<std::size_t> host) const;

    /// What pointing at a number of CPUs says, a row for each curve that is known there.
    [[nodiscard]] std::vector<ReadoutRow> readout(double n) const;

    /// Of this computer in the legend, beside those of the hosts.
    [[nodiscard]] static QString hereId() { return ui::hereId(); }

protected:
    [[nodiscard]] std::vector<LegendEntry> legend() const override;
    [[nodiscard]] std::vector<Tick> xTicks(const QRectF& plot) const override;
    [[nodiscard]] std::vector<Tick> yTicks(const QRectF& plot) const override;
    void paintData(QPainter& painter, const QRectF& plot) const override;
    void paintOverlay(QPainter& painter, const QRectF& plot) const override;
    [[nodiscard]] QString emptyText() const override;
    void mouseMoved() override { overlayChanged(); }
    void updateScales() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    /// A colour of the legend: a guard with or without its fast path, or a table.
    struct Kind
    {
        QString id;
        QString name;
    };

    void sortIntoKinds();
    /// Many guards have a legend of many lines, more in a narrow chart: none of it is cut off.
    void keepLegend();
    [[nodiscard]] bool kindShown(std::size_t curve) const { return shown(m_kindOf[curve]); }
    [[nodiscard]] int markerOf(const ScalingCurve& curve) const;
    [[nodiscard]] double xOf(double n, const QRectF& plot) const;
    [[nodiscard]] double yOf(double value, const QRectF& plot) const;
    [[nodiscard]] QColor colourOf(std::size_t curve) const;
    /// Of what is simulated: beside a baseline, where all of it is, a dash of its own for each, so
    /// that colours alone need not tell them apart.
    [[nodiscard]] QPen simulatedPen(std::size_t curve) const;
    /// In legend and read-out.
    [[nodiscard]] QPen legendPen(std::size_t curve) const;
    [[nodiscard]] bool hasBaseline() const;
    /// What the law says of the figure; none where it says nothing of it.
    [[nodiscard]] std::optional<double> lawAt(const ScalingCurve& curve, double n) const;
    [[nodiscard]] double nearestCount(double x, const QRectF& plot) const;

    /// Returns where what it says ends, below.
    double paintBorder(QPainter& painter, const QRectF& plot) const;
    void paintMeasured(QPainter& painter, const QRectF& plot, std::size_t index) const;
    void paintLaw(QPainter& painter, const QRectF& plot, std::size_t index) const;
    void paintSimulated(QPainter& painter, const QRectF& plot, std::size_t index) const;
    /// Arrows where the end of an interval is left outside.
    void paintCutBands(QPainter& painter, const QRectF& plot) const;
    void paintMark(QPainter& painter, const QRectF& plot, double top) const;

    std::vector<ScalingCurve> m_curves;
    std::vector<ScalingHost> m_hosts;
    std::vector<Kind>
        m_kinds; ///< the first entries of the legend; then this computer; then the hosts
    std::vector<std::size_t> m_kindOf; ///< by curve
    bool m_hereListed = false; ///< this computer is in the legend: it has curves beside the hosts'
    ScalingFigure m_figure = ScalingFigure::Throughput;
    bool m_logX = true;
    double m_mark = 0; ///< none
    QString m_markText;
    QString m_title; ///< empty: that of the figure
    double m_most = 2; ///< CPUs at the right end
    int m_measured =
        1; ///< CPUs of this computer, or more that a host that is shown was measured with
    bool m_running = false;
    bool m_hasValues = false; ///< of the figure, in what is shown
    bool m_simulated = false; ///< a curve that is shown has simulated points
};

} // namespace lockscope::ui
