// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_chart.h"

#include <optional>

namespace lockscope::ui {

/// One quantity over time, from 0 up.
class TraceChart : public TimeChart
{
    Q_OBJECT

public:
    /// The axis of values is in common with other charts from now on; the link outlives the chart.
    void linkScale(ScaleLink* link);

protected:
    using TimeChart::TimeChart;

    /// Of a snapshot; none where there is none, which leaves a gap.
    [[nodiscard]] virtual std::optional<double> valueOf(
        const measure::Snapshot& snapshot) const = 0;
    /// The legend's one entry.
    [[nodiscard]] virtual LegendEntry entry() const = 0;
    [[nodiscard]] virtual QString format(double value) const = 0;
    [[nodiscard]] virtual QString tickLabel(double value) const = 0;
    /// The scale was chosen: time to choose a unit.
    virtual void scaleChosen(double /*high*/) {}
    /// The scale until there are data.
    void beginWith(const ValueScale& scale) { m_scale = scale; }

    [[nodiscard]] std::vector<LegendEntry> legend() const override { return {entry()}; }
    [[nodiscard]] std::vector<Tick> yTicks(const QRectF& plot) const override;
    void paintData(QPainter& painter, const QRectF& plot) const override;
    void clear() override;
    void add(const measure::Snapshot& snapshot, bool startsRun) override;
    void forgetBefore(std::chrono::nanoseconds begin) override;
    void updateScales() override;
    [[nodiscard]] std::vector<ReadoutRow> readout(const measure::Snapshot& snapshot,
                                                  const QPointF& at) const override;
    void paintHoverPoints(QPainter& painter,
                          const measure::Snapshot& snapshot,
                          const TimeWindow& window,
                          const QRectF& plot) const override;

private:
    std::deque<Sample> m_samples;
    bool m_interrupted = false; ///< the last snapshot had no value
    ValueScale m_scale;
    ScaleLink* m_link = nullptr;
};

} // namespace lockscope::ui
