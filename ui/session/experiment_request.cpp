// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/experiment_request.h"

#include <algorithm>
#include <cmath>

namespace lockscope::ui {

namespace {

double workersPerCpuOf(const lab::LabConfig& config)
{
    return static_cast<double>(config.workers) / std::max(config.cpus, 1);
}

int workersFor(double workersPerCpu, int cpus, const lab::ConfigLimits& limits)
{
    const double workers = std::round(workersPerCpu * cpus);
    return static_cast<int>(std::clamp(workers, 1.0, static_cast<double>(limits.workers)));
}

} // namespace

ExperimentRequest::ExperimentRequest(const lab::LabConfig& config)
    : m_config(config)
    , m_workersPerCpu(workersPerCpuOf(config))
{}

ExperimentRequest ExperimentRequest::with(const lab::LabConfig& config,
                                          const lab::ConfigLimits& limits) const
{
    ExperimentRequest changed = *this;
    changed.m_config = config;
    if (config.workers != workersFor(m_workersPerCpu, config.cpus, limits))
        changed.m_workersPerCpu = workersPerCpuOf(config);
    return changed;
}

ExperimentRequest ExperimentRequest::withCpus(int cpus, const lab::ConfigLimits& limits) const
{
    ExperimentRequest changed = *this;
    changed.m_config.cpus = cpus;
    changed.m_config.workers = workersFor(m_workersPerCpu, cpus, limits);
    return changed;
}

ExperimentRequest ExperimentRequest::withWorkersPerCpu(double workersPerCpu,
                                                       const lab::ConfigLimits& limits) const
{
    lab::LabConfig config = m_config;
    config.workers = workersFor(workersPerCpu, config.cpus, limits);
    return with(config, limits);
}

} // namespace lockscope::ui
