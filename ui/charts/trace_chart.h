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
    [[nodiscard]] QString meaning() const override { return entry().toolTip; }

protected:
    /// `most`: no value is larger, and the axis ends there.
    TraceChart(TimeView* view, QWidget* parent, std::optional<double> most = std::nullopt);

    [[nodiscard]] std::vector<std::optional<double>> valuesOf(
        const measure::Snapshot& snapshot) const override
    {
        return {valueOf(snapshot)};
    }
    /// Of a snapshot; none where there is none, which leaves a gap.
    [[nodiscard]] virtual std::optional<double> valueOf(
        const measure::Snapshot& snapshot) const = 0;
    /// The legend's one entry.
    [[nodiscard]] virtual LegendEntry entry() const = 0;
    [[nodiscard]] virtual QString format(double value) const = 0;
    [[nodiscard]] virtual QString tickLabel(double value) const = 0;
    /// The scale was chosen: time to choose a unit.
    virtual void scaleChosen(double /*high*/) {}

    [[nodiscard]] std::vector<LegendEntry> legend() const override { return {entry()}; }
    [[nodiscard]] std::vector<Tick> yTicks(const QRectF& plot) const override;
    void paintData(QPainter& painter, const QRectF& plot) const override;
    void clear() override;
    void add(const measure::Snapshot& snapshot, bool startsRun) override;
    void forgetBefore(std::chrono::nanoseconds begin) override;
    void updateScales() override;
    [[nodiscard]] QString emptyText() const override;
    [[nodiscard]] std::vector<ReadoutRow> readout(const measure::Snapshot& snapshot,
                                                  const QPointF& at) const override;
    void paintHoverPoints(QPainter& painter,
                          const measure::Snapshot& snapshot,
                          const TimeWindow& window,
                          const QRectF& plot) const override;

private:
    std::deque<Sample> m_samples;
    bool m_interrupted = false; ///< the last snapshot had no value
};

} // namespace lockscope::ui
