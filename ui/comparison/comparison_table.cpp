// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/comparison/comparison_table.h"

#include "core/guards/registry.h"
#include "ui/words/figure_text.h"
#include "ui/words/text.h"
#include "ui/words/units.h"

namespace lockscope::ui {

namespace {

FigureCell cellOf(const study::ComparedGuard& guard, const measure::FigureRow& row)
{
    const auto& value = guard[row.figure];
    if (!value)
        return {.text = unknownText(),
                .order = -1.0,
                .tip = FigureTable::tr("No call waited, or it cannot be read here")};
    FigureCell cell{.text = figureText(row.figure, value->mean), .order = value->mean, .tip = {}};
    if (value->low && value->high)
        cell.text +=
            FigureTable::tr(" (%1 to %2)")
                .arg(figureText(row.figure, *value->low), figureText(row.figure, *value->high));
    return cell;
}

} // namespace

ComparisonTable::ComparisonTable(QWidget* parent)
    : FigureTable("compared", tr("The compared guards"), parent)
{
    QStringList headings{tr("Guard"), tr("Fast path")};
    for (const measure::FigureRow& row : measure::figures())
        if (row.ofComparison)
            headings << toQString(row.heading);
    setColumns(headings);
}

void ComparisonTable::show(const study::Comparison& comparison)
{
    std::vector<std::vector<FigureCell>> rows;
    for (const study::ComparedGuard& guard : comparison.guards) {
        const guards::GuardRow* known = guards::findGuard(guard.contender.guard);
        std::vector<FigureCell> cells{
            {.text = known != nullptr ? toQString(known->label)
                                      : QString::fromStdString(guard.contender.guard),
             .order = {},
             .tip = {}},
            {.text = guard.contender.fastPath ? tr("on") : tr("off"), .order = {}, .tip = {}}};
        for (const measure::FigureRow& row : measure::figures())
            if (row.ofComparison)
                cells.push_back(cellOf(guard, row));
        rows.push_back(std::move(cells));
    }
    setRows(rows);
}

} // namespace lockscope::ui
