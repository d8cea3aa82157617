// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/comparison/comparison_table.h"

#include "ui/words/figure_text.h"
#include "ui/words/guard_text.h"
#include "ui/words/text.h"

namespace lockscope::ui {

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
        std::vector<FigureCell> cells{
            {.text = guardText(guard.contender.guard), .order = {}, .tip = {}},
            {.text = guard.contender.fastPath ? tr("on") : tr("off"), .order = {}, .tip = {}}};
        for (const measure::FigureRow& row : measure::figures())
            if (row.ofComparison)
                cells.push_back(estimateCell(
                    guard[row.figure],
                    [&row](double value) { return figureText(row.figure, value); },
                    tr("No call waited, or it cannot be read here")));
        rows.push_back(std::move(cells));
    }
    setRows(rows);
}

} // namespace lockscope::ui
