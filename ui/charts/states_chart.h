// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/lane_raster.h"
#include "ui/charts/time_chart.h"

namespace lockscope::ui {

/// Where the workers' time goes: the shares of the six states over time, stacked to 100 %.
class StatesChart final : public TimeChart
{
    Q_OBJECT

public:
    explicit StatesChart(TimeView* view, QWidget* parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("states"); }
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString meaning() const override;
    void setTheme(const Theme& theme) override;
    [[nodiscard]] QString helpPage() const override
    {
        return QStringLiteral("reading.md#where-the-time-goes");
    }

protected:
    [[nodiscard]] QString valueUnit() const override { return QStringLiteral("share"); }
    [[nodiscard]] std::vector<std::optional<double>> valuesOf(
        const measure::Snapshot& snapshot) const override;
    [[nodiscard]] std::vector<LegendEntry> legend() const override
    {
        return stateLegend(subject());
    }
    [[nodiscard]] std::vector<Tick> yTicks(const QRectF& plot) const override;
    void paintData(QPainter& painter, const QRectF& plot) const override;
    void paintDataOnScreen(QPainter& painter, const QRectF& plot) override;
    void clear() override;
    void add(const measure::Snapshot& snapshot, bool startsRun) override;
    void forgetBefore(std::chrono::nanoseconds begin) override;
    [[nodiscard]] std::vector<ReadoutRow> readout(const measure::Snapshot& snapshot,
                                                  const QPointF& at) const override;

private:
    [[nodiscard]] HiddenStates hidden() const;
    void paintUnknownText(QPainter& painter, const QRectF& plot) const;

    LaneRaster m_raster;
    std::chrono::nanoseconds m_lastKnown{-1}; ///< of the newest snapshot with states
    std::size_t m_known = 0; ///< workers whose states the newest snapshot knows, when not all
    std::size_t m_workers = 0; ///< of so many
};

/// A read-out of the shares of the states that are shown; one row when they are unknown.
[[nodiscard]] std::vector<ReadoutRow> stateRows(const std::optional<measure::StateShares>& states,
                                                measure::Subject subject,
                                                const HiddenStates& hidden);

} // namespace lockscope::ui
