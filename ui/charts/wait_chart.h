// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_chart.h"

#include <array>
#include <optional>
#include <vector>

namespace lockscope::ui {

/// Lock-wait time per call over time: the mean over all passes, and p50, p99 and p99.9 over the
/// contended passes of each snapshot. Nothing is drawn where there is no such pass. Its axis is
/// logarithmic from 1 ns unless chosen otherwise.
class WaitChart final : public TimeChart
{
    Q_OBJECT

public:
    explicit WaitChart(TimeView* view, QWidget* parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("lock-wait"); }
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString meaning() const override;
    [[nodiscard]] QString helpPage() const override
    {
        return QStringLiteral("reading.md#lock-wait-per-call");
    }

protected:
    [[nodiscard]] QString valueUnit() const override { return QStringLiteral("ns"); }
    [[nodiscard]] std::vector<std::optional<double>> valuesOf(
        const measure::Snapshot& snapshot) const override;
    [[nodiscard]] std::vector<LegendEntry> legend() const override;
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
    static constexpr std::size_t kTraces = 4;
    struct Trace
    {
        std::deque<Sample> samples;
        bool interrupted = true; ///< the snapshot before had no value
    };

    std::array<Trace, kTraces> m_traces;
    bool m_sampled = false; ///< some of the waits shown are sampled
    std::chrono::nanoseconds m_lastSampled{-1};
};

} // namespace lockscope::ui
