// SPDX-License-Identifier: GPL-3.0-or-later
// The experiment that a session asks for, and where it runs; its source and history are in
// session.cpp.
#include "core/simulation/simulated_config.h"
#include "ui/session/session.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace lockscope::ui {

namespace {

lab::ConfigLimits limitsOf(const ExecutionTarget& target)
{
    return target ? simulation::simulatedLimits() : lab::labLimits();
}

void validateFor(const ExecutionTarget& target, const lab::LabConfig& config)
{
    if (target)
        simulation::validate({.experiment = config, .machine = *target});
    else
        lab::validate(config);
}

} // namespace

double Session::perCpu(const lab::LabConfig& config)
{
    return static_cast<double>(config.workers) / std::max(config.cpus, 1);
}

lab::ConfigLimits Session::limits() const
{
    return m_feed.limits ? m_feed.limits() : limitsOf(m_target);
}

int Session::measuredCpus() const
{
    return m_feed.limits ? std::max(1, m_feed.limits().cpus) : lab::availableCpus();
}

int Session::workersFor(double workersPerCpu, int cpus, const ExecutionTarget& target) const
{
    const int most = m_feed.limits ? m_feed.limits().workers : limitsOf(target).workers;
    const double workers = std::round(workersPerCpu * cpus);
    return static_cast<int>(std::clamp(workers, 1.0, static_cast<double>(most)));
}

void Session::keepLocalExperiment()
{
    m_localExperiment = {.config = m_config,
                         .target = m_target,
                         .workersPerCpu = m_workersPerCpu,
                         .crossed = std::exchange(m_crossed, false)};
    m_config = *m_feed.config;
    m_target.reset();
    m_workersPerCpu = perCpu(m_config);
}

void Session::takeLocalExperimentBack()
{
    if (!m_localExperiment)
        return;
    const LocalExperiment own = *std::exchange(m_localExperiment, std::nullopt);
    m_config = own.config;
    m_target = own.target;
    m_workersPerCpu = own.workersPerCpu;
    m_crossed = own.crossed;
}

void Session::noteConfig(const lab::LabConfig& config)
{
    if (!m_localExperiment)
        return;
    if (config.cpus != m_config.cpus || config.workers != m_config.workers)
        m_workersPerCpu = perCpu(config);
    m_config = config;
    emit configChanged();
}

void Session::applyShown(const lab::LabConfig& config)
{
    lab::validate(config, limits());
    m_feed.apply(config);
    if (config.workers != workersFor(m_workersPerCpu, config.cpus, std::nullopt))
        m_workersPerCpu = perCpu(config);
    m_config = config;
}

void Session::applyExperiment(const lab::LabConfig& config, const ExecutionTarget& target)
{
    if (m_localExperiment) {
        applyShown(config);
        return;
    }
    validateFor(target, config);
    if (m_shows) {
        m_config = config;
        return; // it is in force when the experiment is gone back to
    }
    const bool moves = target != m_target;
    if (!moves && m_feed.apply)
        m_feed.apply(config);
    if (config.workers != workersFor(m_workersPerCpu, config.cpus, target))
        m_workersPerCpu = perCpu(config);
    m_config = config;
    if (!moves)
        return;
    const bool goesOn = m_running;
    stop();
    m_feed = {};
    m_target = target;
    m_facts.reset();
    reset(); // what was measured and what is simulated are never in one picture
    if (goesOn)
        start();
}

void Session::setConfig(const lab::LabConfig& config)
{
    guarded([this, &config] {
        if (config != m_config)
            applyExperiment(config, m_target);
    });
    emit configChanged();
}

void Session::setTarget(const ExecutionTarget& target)
{
    guarded([this, &target] {
        if (m_localExperiment)
            return; // it stays where it is
        m_crossed = false;
        if (target == m_target)
            return;
        if (target)
            m_forecastMachine = *target;
        lab::LabConfig config = m_config;
        config.cpus = std::min(config.cpus, limitsOf(target).cpus);
        config.workers = workersFor(m_workersPerCpu, config.cpus, target);
        applyExperiment(config, target);
    });
    emit configChanged();
}

void Session::setForecastMachine(const simulation::Machine& machine)
{
    guarded([this, &machine] {
        simulation::validate(machine);
        m_forecastMachine = machine;
        if (m_target)
            applyExperiment(m_config, machine);
        else if (m_localExperiment && m_localExperiment->target)
            m_localExperiment->target = machine;
    });
    emit configChanged();
}

void Session::setFastPath(bool on)
{
    lab::LabConfig config = m_config;
    config.fastPath = on;
    setConfig(config);
}

void Session::setGuard(const QString& id)
{
    lab::LabConfig config = m_config;
    config.guard = id.toStdString();
    setConfig(config);
}

void Session::setCpus(int cpus)
{
    guarded([this, cpus] {
        const bool fitsHere = m_localExperiment || cpus <= lab::availableCpus();
        ExecutionTarget target = m_target;
        if (!target && !fitsHere)
            target = m_forecastMachine;
        else if (m_crossed && fitsHere)
            target.reset();
        lab::LabConfig config = m_config;
        config.cpus = cpus;
        config.workers = workersFor(m_workersPerCpu, cpus, target);
        const bool crosses = target != m_target;
        applyExperiment(config, target);
        if (crosses)
            m_crossed = target.has_value();
    });
    emit configChanged();
}

void Session::setWorkersPerCpu(double workersPerCpu)
{
    lab::LabConfig config = m_config;
    config.workers = workersFor(workersPerCpu, config.cpus, m_target);
    setConfig(config);
}

void Session::setWorkload(workload::Kind kind)
{
    lab::LabConfig config = m_config;
    lab::applyWorkloadPreset(config, kind);
    setConfig(config);
}

} // namespace lockscope::ui
