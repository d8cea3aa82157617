// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/figure_table.h"

namespace lockscope::ui {

class ScalingModel;

/// The points of the page on scaling in numbers: a row for each that is in sight, measured or
/// simulated, with its interval or band. GUI thread only.
class ScalingTable : public FigureTable
{
    Q_OBJECT

public:
    explicit ScalingTable(QWidget* parent = nullptr);

    /// The model's curves, as far as they are in sight.
    void show(const ScalingModel& model);
};

} // namespace lockscope::ui
