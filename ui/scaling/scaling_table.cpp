// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scaling/scaling_table.h"

#include "ui/scaling/scaling_model.h"
#include "ui/words/units.h"

namespace lockscope::ui {

namespace {

QString kindText(bool simulated)
{
    return simulated ? FigureTable::tr("SIMULATED") : FigureTable::tr("measured");
}

FigureCell cellOf(const std::optional<measure::Estimate>& value, ScalingFigure figure)
{
    if (!value)
        return {.text = unknownText(), .order = -1.0, .tip = {}};
    FigureCell cell{.text = figureText(figure, value->mean), .order = value->mean, .tip = {}};
    if (value->low && value->high)
        cell.text += FigureTable::tr(" (%1 to %2)")
                         .arg(figureText(figure, *value->low), figureText(figure, *value->high));
    return cell;
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
            row.push_back(cellOf(figureOf(point, figure, base), figure));
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
