// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/machine.h"

#include <QString>

namespace lockscope::ui {

/// The machine that is simulated at first when there are more CPUs than this computer has.
struct FirstForecastMachine
{
    /// More of this computer's kind where it has been calibrated; else a machine with 64 cores:
    /// what people ask about and few have.
    simulation::Machine machine;
    /// Why what calibration kept is not used, one sentence; empty when there is nothing to say.
    QString problem;
};

/// Reads what calibration kept; whatever is wrong with it becomes the problem.
[[nodiscard]] FirstForecastMachine firstForecastMachine();

} // namespace lockscope::ui
