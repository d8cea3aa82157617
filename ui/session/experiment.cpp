// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/experiment.h"

#include "core/simulation/simulated_config.h"

#include <algorithm>
#include <utility>

namespace lockscope::ui {

Experiment::Experiment(const lab::LabConfig& config,
                       ExecutionTarget target,
                       simulation::Machine forecastMachine,
                       const lab::ConfigLimits& here)
    : m_request(config)
    , m_target(std::move(target))
    , m_forecastMachine(m_target ? *m_target : std::move(forecastMachine))
    , m_here(here)
{}

lab::ConfigLimits Experiment::limitsAt(const ExecutionTarget& target) const
{
    return target ? simulation::simulatedLimits() : m_here;
}

void Experiment::validate() const
{
    if (m_target)
        simulation::validate({.experiment = config(), .machine = *m_target});
    else
        lab::validate(config(), m_here);
}

Experiment Experiment::with(const lab::LabConfig& config) const
{
    Experiment changed = *this;
    changed.m_request = m_request.with(config, limits());
    changed.validate();
    return changed;
}

Experiment Experiment::withCpus(int cpus) const
{
    Experiment changed = *this;
    const bool fitsHere = cpus <= m_here.cpus;
    if (!m_target && !fitsHere) {
        changed.m_target = m_forecastMachine;
        changed.m_crossed = true;
    } else if (m_crossed && fitsHere) {
        changed.m_target.reset();
        changed.m_crossed = false;
    }
    changed.m_request = m_request.withCpus(cpus, changed.limits());
    changed.validate();
    return changed;
}

Experiment Experiment::withWorkersPerCpu(double workersPerCpu) const
{
    Experiment changed = *this;
    changed.m_request = m_request.withWorkersPerCpu(workersPerCpu, limits());
    changed.validate();
    return changed;
}

Experiment Experiment::withTarget(const ExecutionTarget& target) const
{
    Experiment changed = *this;
    changed.m_crossed = false;
    if (target == m_target)
        return changed;
    changed.m_target = target;
    if (target)
        changed.m_forecastMachine = *target;
    const lab::ConfigLimits limits = changed.limits();
    changed.m_request = m_request.withCpus(std::min(config().cpus, limits.cpus), limits);
    changed.validate();
    return changed;
}

Experiment Experiment::withForecastMachine(const simulation::Machine& machine) const
{
    simulation::validate(machine);
    Experiment changed = *this;
    changed.m_forecastMachine = machine;
    if (m_target)
        changed.m_target = machine;
    changed.validate();
    return changed;
}

} // namespace lockscope::ui
