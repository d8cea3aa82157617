// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/execution_target.h"
#include "ui/session/experiment_request.h"

namespace lockscope::ui {

/// The window's own experiment: what is asked for, and where it runs. A value: each with...()
/// returns the experiment that would come of a change, or throws lab::ConfigError, and leaves this
/// one as it is.
///
/// More CPUs than this computer has are simulated: asking for them crosses over to the machine
/// forecastMachine(), asking for fewer comes back. A target that was chosen stays.
class Experiment
{
public:
    /// The experiment is allowed at the target. `here`: what may be asked for on this computer.
    Experiment(const lab::LabConfig& config,
               ExecutionTarget target,
               simulation::Machine forecastMachine,
               const lab::ConfigLimits& here = lab::labLimits());

    [[nodiscard]] const ExperimentRequest& request() const { return m_request; }
    [[nodiscard]] const lab::LabConfig& config() const { return m_request.config(); }
    [[nodiscard]] double workersPerCpu() const { return m_request.workersPerCpu(); }
    [[nodiscard]] const ExecutionTarget& target() const { return m_target; }
    /// The machine that is simulated when there are more CPUs than this computer has.
    [[nodiscard]] const simulation::Machine& forecastMachine() const { return m_forecastMachine; }
    /// What may be asked for at the target.
    [[nodiscard]] lab::ConfigLimits limits() const { return limitsAt(m_target); }
    /// The CPUs of this computer.
    [[nodiscard]] int measuredCpus() const { return m_here.cpus; }
    /// The number of CPUs from which on it is simulated: more than this computer has, or 1.
    [[nodiscard]] int simulatedFrom() const { return m_target && !m_crossed ? 1 : m_here.cpus + 1; }

    [[nodiscard]] Experiment with(const lab::LabConfig& config) const;
    /// With as many workers per CPU as before. Crosses over where it has to.
    [[nodiscard]] Experiment withCpus(int cpus) const;
    [[nodiscard]] Experiment withWorkersPerCpu(double workersPerCpu) const;
    /// With as many CPUs as there may be.
    [[nodiscard]] Experiment withTarget(const ExecutionTarget& target) const;
    /// The experiment moves if it runs on the machine before.
    [[nodiscard]] Experiment withForecastMachine(const simulation::Machine& machine) const;

private:
    [[nodiscard]] lab::ConfigLimits limitsAt(const ExecutionTarget& target) const;
    void validate() const;

    ExperimentRequest m_request;
    ExecutionTarget m_target;
    simulation::Machine m_forecastMachine;
    lab::ConfigLimits m_here;
    bool m_crossed = false; ///< simulated only because this computer has too few CPUs
};

} // namespace lockscope::ui
