// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/trace_chart.h"

namespace lockscope::ui {

/// CPU time burnt for a call over time: a lock that spins looks good until this is seen.
class CpuTimeChart final : public TraceChart
{
    Q_OBJECT

public:
    explicit CpuTimeChart(TimeView* view, QWidget* parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("cpu-time"); }
    [[nodiscard]] QString title() const override;

    [[nodiscard]] QString helpPage() const override
    {
        return QStringLiteral("reading.md#cpu-time-per-call");
    }

protected:
    [[nodiscard]] QString valueUnit() const override { return QStringLiteral("ns"); }
    [[nodiscard]] std::optional<double> valueOf(const measure::Snapshot& snapshot) const override;
    [[nodiscard]] LegendEntry entry() const override;
    [[nodiscard]] QString format(double value) const override;
    [[nodiscard]] QString tickLabel(double value) const override;
};

} // namespace lockscope::ui
