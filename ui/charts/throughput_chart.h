// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/trace_chart.h"
#include "ui/words/units.h"

namespace lockscope::ui {

/// Calls a second over time.
class ThroughputChart final : public TraceChart
{
    Q_OBJECT

public:
    explicit ThroughputChart(TimeView* view, QWidget* parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("throughput"); }
    /// With the unit that the data need: "Throughput of all workers (M calls/s)".
    [[nodiscard]] QString title() const override;

    [[nodiscard]] QString helpPage() const override
    {
        return QStringLiteral("reading.md#throughput");
    }

protected:
    [[nodiscard]] QString valueUnit() const override;
    [[nodiscard]] std::optional<double> valueOf(const measure::Snapshot& snapshot) const override;
    [[nodiscard]] LegendEntry entry() const override;
    [[nodiscard]] QString format(double value) const override;
    [[nodiscard]] QString tickLabel(double value) const override;
    void scaleChosen(double high) override { m_unit = scaleOf(high); }

private:
    Scale m_unit;
};

} // namespace lockscope::ui
