// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scaling/scaling_table.h"

#include "ui/scaling/scaling_model.h"

namespace lockscope::ui {

namespace {

QString kindText(bool simulated)
{
    return simulated ? FigureTable::tr("SIMULATED") : FigureTable::tr("measured");
}

void addRows(std::vector<std::vector<FigureCell>>& rows,
             const QString& name,
             const ScalingPoints& points,
             bool simulated)
{
    const double base = throughputOfOne(points);
    for (const ScalingPoint& point : points) {
        std::vector<FigureCell> row{
            {.text = name, .order = {}, .tip = {}},
            {.text = kindText(simulated), .order = {}, .tip = point.disturbed},
            {.text = QString::number(point.n), .order = point.n, .tip = {}}};
        for (const ScalingFigure figure : kScalingFigures)
            row.push_back(estimateCell(figureOf(point, figure, base), [figure](double value) {
                return figureText(figure, value);
            }));
        rows.push_back(std::move(row));
    }
}

} // namespace

ScalingTable::ScalingTable(QWidget* parent)
    : FigureTable("points", tr("The points of the curves"), parent)
{
    setColumns({tr("Guard"),
                tr("Known by"),
                tr("CPUs"),
                tr("Calls/s"),
                tr("Speed-up"),
                tr("Efficiency"),
                tr("Lock wait, mean"),
                tr("CPU time per call"),
                tr("Waiting")});
}

void ScalingTable::show(const ScalingModel& model)
{
    std::vector<std::vector<FigureCell>> rows;
    for (const ScalingCurve& curve : model.curves()) {
        const QString name = fullName(curve, model.hosts());
        if (model.measuredShown(curve))
            addRows(rows, name, curve.measured, false);
        if (model.simulatedShown(curve))
            addRows(rows, name, curve.simulated, true);
    }
    setRows(rows);
}

} // namespace lockscope::ui
