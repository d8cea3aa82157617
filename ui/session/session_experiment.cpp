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

lab::ConfigLimits limitsAt(const Place& place)
{
    return place ? simulation::simulatedLimits() : lab::labLimits();
}

void validateAt(const Place& place, const lab::LabConfig& config)
{
    if (place)
        simulation::validate({.experiment = config, .machine = *place});
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
    return m_feed.limits ? m_feed.limits() : limitsAt(m_place);
}

int Session::measuredCpus() const
{
    return m_feed.limits ? std::max(1, m_feed.limits().cpus) : lab::availableCpus();
}

int Session::workersFor(double workersPerCpu, int cpus, const Place& place) const
{
    const int most = m_feed.limits ? m_feed.limits().workers : limitsAt(place).workers;
    const double workers = std::round(workersPerCpu * cpus);
    return static_cast<int>(std::clamp(workers, 1.0, static_cast<double>(most)));
}

void Session::keepOwn()
{
    m_own = {.config = m_config,
             .place = m_place,
             .workersPerCpu = m_workersPerCpu,
             .crossed = std::exchange(m_crossed, false)};
    m_config = *m_feed.config;
    m_place.reset();
    m_workersPerCpu = perCpu(m_config);
}

void Session::takeOwnBack()
{
    if (!m_own)
        return;
    const Own own = *std::exchange(m_own, std::nullopt);
    m_config = own.config;
    m_place = own.place;
    m_workersPerCpu = own.workersPerCpu;
    m_crossed = own.crossed;
}

void Session::noteConfig(const lab::LabConfig& config)
{
    if (!m_own)
        return;
    if (config.cpus != m_config.cpus || config.workers != m_config.workers)
        m_workersPerCpu = perCpu(config);
    m_config = config;
    emit configChanged();
}

void Session::adoptShown(const lab::LabConfig& config)
{
    lab::validate(config, limits());
    m_feed.apply(config);
    if (config.workers != workersFor(m_workersPerCpu, config.cpus, std::nullopt))
        m_workersPerCpu = perCpu(config);
    m_config = config;
}

void Session::adopt(const lab::LabConfig& config, const Place& place)
{
    if (m_own) {
        adoptShown(config);
        return;
    }
    validateAt(place, config);
    if (m_shows) {
        m_config = config;
        return; // it is in force when the experiment is gone back to
    }
    const bool moves = place != m_place;
    if (!moves && m_feed.apply)
        m_feed.apply(config);
    if (config.workers != workersFor(m_workersPerCpu, config.cpus, place))
        m_workersPerCpu = perCpu(config);
    m_config = config;
    if (!moves)
        return;
    const bool goesOn = m_running;
    stop();
    m_feed = {};
    m_place = place;
    m_facts.reset();
    reset(); // what was measured and what is simulated are never in one picture
    if (goesOn)
        start();
}

void Session::setConfig(const lab::LabConfig& config)
{
    guarded([this, &config] {
        if (config != m_config)
            adopt(config, m_place);
    });
    emit configChanged();
}

void Session::setPlace(const Place& place)
{
    guarded([this, &place] {
        if (m_own)
            return; // it stays where it is
        m_crossed = false;
        if (place == m_place)
            return;
        if (place)
            m_beyond = *place;
        lab::LabConfig config = m_config;
        config.cpus = std::min(config.cpus, limitsAt(place).cpus);
        config.workers = workersFor(m_workersPerCpu, config.cpus, place);
        adopt(config, place);
    });
    emit configChanged();
}

void Session::setBeyond(const simulation::Machine& machine)
{
    guarded([this, &machine] {
        simulation::validate(machine);
        m_beyond = machine;
        if (m_place)
            adopt(m_config, machine);
        else if (m_own && m_own->place)
            m_own->place = machine;
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
        const bool fitsHere = m_own || cpus <= lab::availableCpus();
        Place place = m_place;
        if (!place && !fitsHere)
            place = m_beyond;
        else if (m_crossed && fitsHere)
            place.reset();
        lab::LabConfig config = m_config;
        config.cpus = cpus;
        config.workers = workersFor(m_workersPerCpu, cpus, place);
        const bool crosses = place != m_place;
        adopt(config, place);
        if (crosses)
            m_crossed = place.has_value();
    });
    emit configChanged();
}

void Session::setWorkersPerCpu(double workersPerCpu)
{
    lab::LabConfig config = m_config;
    config.workers = workersFor(workersPerCpu, config.cpus, m_place);
    setConfig(config);
}

void Session::setWorkload(workload::Kind kind)
{
    lab::LabConfig config = m_config;
    lab::applyWorkloadPreset(config, kind);
    setConfig(config);
}

} // namespace lockscope::ui
