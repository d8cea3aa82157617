// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/trace_chart.h"

namespace lockscope::ui {

/// Of a watched program: how many threads wait for locks, over time; those that wait for a
/// condition are not among them.
class WaitersChart final : public TraceChart
{
    Q_OBJECT

public:
    explicit WaitersChart(TimeView* view, QWidget* parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("waiters"); }
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString helpPage() const override
    {
        return QStringLiteral("program.md#over-time");
    }

protected:
    [[nodiscard]] QString valueUnit() const override { return QStringLiteral("threads"); }
    [[nodiscard]] std::optional<double> valueOf(const measure::Snapshot& snapshot) const override;
    [[nodiscard]] LegendEntry entry() const override;
    [[nodiscard]] QString format(double value) const override;
    [[nodiscard]] QString tickLabel(double value) const override { return format(value); }
    void clear() override;
    void add(const measure::Snapshot& snapshot, bool startsRun) override;

private:
    measure::ProgramNames m_names; ///< which are conditions
};

} // namespace lockscope::ui
