// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"

namespace lockscope::ui {

/// What a person asks for: an experiment, and the workers per CPU that stay as they are when its
/// CPUs change. A value. Nothing is checked here but that the workers stay within their limit.
class ExperimentRequest
{
public:
    explicit ExperimentRequest(const lab::LabConfig& config);

    [[nodiscard]] const lab::LabConfig& config() const { return m_config; }
    [[nodiscard]] double workersPerCpu() const { return m_workersPerCpu; }

    /// Another experiment; its workers decide the workers per CPU, unless they are those that the
    /// workers per CPU so far come to.
    [[nodiscard]] ExperimentRequest with(const lab::LabConfig& config,
                                         const lab::ConfigLimits& limits) const;
    /// With as many workers per CPU as before, within the limit on workers.
    [[nodiscard]] ExperimentRequest withCpus(int cpus, const lab::ConfigLimits& limits) const;
    /// The nearest that whole workers allow.
    [[nodiscard]] ExperimentRequest withWorkersPerCpu(double workersPerCpu,
                                                      const lab::ConfigLimits& limits) const;

    friend bool operator==(const ExperimentRequest&, const ExperimentRequest&) = default;

private:
    lab::LabConfig m_config;
    double m_workersPerCpu;
};

} // namespace lockscope::ui
