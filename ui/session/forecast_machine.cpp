// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/forecast_machine.h"

#include "core/simulation/machine_file.h"
#include "ui/words/problem_text.h"
#include "ui/words/text.h"

#include <exception>
#include <filesystem>

namespace lockscope::ui {

FirstForecastMachine firstForecastMachine()
{
    QString problem;
    try {
        std::error_code ignored; // what cannot be looked at is not there
        const auto file = simulation::thisMachineFile();
        if (file && std::filesystem::exists(*file, ignored))
            return {.machine = simulation::machineNamed("this"), .problem = {}};
    } catch (const std::exception& error) {
        problem = tr("This computer's calibration is not used, because its file cannot be used: %1")
                      .arg(problemText(error));
    }
    return {.machine = *simulation::findPreset("1x64"), .problem = problem};
}

} // namespace lockscope::ui
