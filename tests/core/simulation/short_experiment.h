// SPDX-License-Identifier: GPL-3.0-or-later
// An experiment of no great length for the tests of the simulator.
#pragma once

#include "core/simulation/simulator.h"

#include <string_view>

namespace lockscope::simulation {

inline constexpr RunLength kShort{.warmUp = 5000, .calls = 50'000};

inline SimulationSpec experimentOf(std::string_view model, int cpus, int workers)
{
    SimulationSpec experiment;
    experiment.model = model;
    experiment.cpus = cpus;
    experiment.workers = workers;
    experiment.outsideNs = 500;
    experiment.criticalNs = 40;
    experiment.callbackNs = 30;
    experiment.distribution = Distribution::Exponential;
    experiment.machine = *findPreset("2x16");
    return experiment;
}

} // namespace lockscope::simulation
