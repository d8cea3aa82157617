// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"
#include "core/measure/host_facts.h"
#include "core/simulation/simulation_spec.h"

#include <cstdint>
#include <string>

namespace lockscope::simulation {

/// The lab's experiment on a machine that is simulated: a value.
struct SimulatedConfig
{
    lab::LabConfig experiment;
    Machine machine;
    Distribution distribution = Distribution::Exponential; ///< of the experiment's times
    std::uint64_t seed = 1;

    friend bool operator==(const SimulatedConfig&, const SimulatedConfig&) = default;
};

/// How far a simulated experiment may go: kMaxCpus, kMaxWorkers, and guards that are not installed
/// here.
[[nodiscard]] lab::ConfigLimits simulatedLimits();

/// Throws lab::ConfigError: what lab::validate() refuses within simulatedLimits(), a guard that has
/// no model, a late initialisation (it is not simulated), a machine that is not allowed.
void validate(const SimulatedConfig& config);

/// What is simulated for it: the workload's times with the machine's own work for the faithful
/// call.
[[nodiscard]] SimulationSpec experimentOf(const SimulatedConfig& config);

/// The experiment's settings and the machine's, by their names.
[[nodiscard]] measure::ConfigFacts configFacts(const SimulatedConfig& config);

/// What a marker says of going from one to the other.
[[nodiscard]] std::string changeLabel(const SimulatedConfig& from, const SimulatedConfig& to);

/// Facts of a machine that is not there; its name says so.
[[nodiscard]] measure::HostFacts hostFacts(const SimulatedConfig& config);

} // namespace lockscope::simulation
