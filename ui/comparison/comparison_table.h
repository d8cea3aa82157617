// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/comparison.h"
#include "ui/widgets/figure_table.h"

namespace lockscope::ui {

/// Compared guards in numbers: a row for each, a column for each figure that guards are compared
/// by, with its 95 % confidence interval. GUI thread only.
class ComparisonTable : public FigureTable
{
    Q_OBJECT

public:
    explicit ComparisonTable(QWidget* parent = nullptr);

    void show(const study::Comparison& comparison);
};

} // namespace lockscope::ui
