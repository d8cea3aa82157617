// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/comparison.h"
#include "ui/charts/chart_view.h"

#include <optional>

namespace lockscope::ui {

/// One figure of compared guards as bars with their confidence intervals, the best at the top.
class ComparisonChart final : public ChartView
{
    Q_OBJECT

public:
    explicit ComparisonChart(QWidget* parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("comparison"); }
    [[nodiscard]] QString title() const override;
    /// Shows a comparison, not a history.
    void refresh(const measure::History& /*history*/) override {}

    [[nodiscard]] ValueTable values() const override;
    [[nodiscard]] QString helpPage() const override
    {
        return QStringLiteral("experiment.md#comparing-guards");
    }

    /// As high as its bars need.
    [[nodiscard]] QSizeF pictureSize() const override;

    /// Also grows the view so that every bar has its name; put it into something that scrolls.
    void setComparison(const study::Comparison& comparison);
    void setFigure(measure::Figure figure);
    /// While a comparison runs an empty chart says so.
    void setRunning(bool running);

protected:
    [[nodiscard]] std::vector<LegendEntry> legend() const override;
    [[nodiscard]] std::vector<Tick> xTicks(const QRectF& plot) const override;
    [[nodiscard]] std::vector<Tick> yTicks(const QRectF& /*plot*/) const override { return {}; }
    void paintData(QPainter& painter, const QRectF& plot) const override;
    void paintOverlay(QPainter& /*painter*/, const QRectF& /*plot*/) const override {}
    [[nodiscard]] QString emptyText() const override;
    void mouseMoved() override {}
    void updateScales() override;

private:
    struct Bar
    {
        QString name;
        bool fastPath;
        bool sampled;
        measure::Estimate value;
    };

    [[nodiscard]] QString textOf(const Bar& bar) const;

    std::optional<study::Comparison> m_comparison;
    bool m_running = false;
    measure::Figure m_figure = measure::Figure::Throughput;
    std::vector<Bar> m_bars; ///< shown, the best first
};

} // namespace lockscope::ui
