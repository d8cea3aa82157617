// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_chart.h"
#include "ui/models/units.h"

namespace lockscope::ui {

/// Calls a second over time.
class ThroughputChart final : public TimeChart
{
    Q_OBJECT

public:
    explicit ThroughputChart(HoverLink* hover, QWidget* parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("throughput"); }
    /// With the unit that the data need: "Throughput (M calls/s)".
    [[nodiscard]] QString title() const override;

protected:
    [[nodiscard]] std::vector<LegendEntry> legend() const override;
    [[nodiscard]] std::vector<Tick> yTicks(const QRectF& plot) const override;
    void paintData(QPainter& painter, const QRectF& plot) const override;
    void clear() override { m_samples.clear(); }
    void add(const measure::Snapshot& snapshot, bool startsRun) override;
    void forgetBefore(std::chrono::nanoseconds begin) override;
    void settle() override;
    [[nodiscard]] std::vector<ReadoutRow> readout(const measure::Snapshot& snapshot,
                                                  const QPointF& at) const override;
    void paintHoverPoints(QPainter& painter,
                          const measure::Snapshot& snapshot,
                          const TimeWindow& window,
                          const QRectF& plot) const override;

private:
    std::deque<Sample> m_samples;
    ValueScale m_scale;
    Scale m_unit;
};

} // namespace lockscope::ui
