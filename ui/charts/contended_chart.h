// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/trace_chart.h"

namespace lockscope::ui {

/// Of a watched program: the share of acquisitions whose first attempt failed, over time.
class ContendedChart final : public TraceChart
{
    Q_OBJECT

public:
    explicit ContendedChart(TimeView* view, QWidget* parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("contended"); }
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString helpPage() const override
    {
        return QStringLiteral("program.md#over-time");
    }

protected:
    [[nodiscard]] QString valueUnit() const override { return QStringLiteral("share"); }
    [[nodiscard]] std::optional<double> valueOf(const measure::Snapshot& snapshot) const override;
    [[nodiscard]] LegendEntry entry() const override;
    [[nodiscard]] QString format(double value) const override;
    [[nodiscard]] QString tickLabel(double value) const override;
};

} // namespace lockscope::ui
