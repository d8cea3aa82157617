// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/lab_runner.h"

#include <utility>

namespace lockscope::study {

lab::LabConfig configOf(const lab::LabConfig& experiment, const Cell& cell)
{
    lab::LabConfig config = experiment;
    config.guard = cell.contender.guard;
    config.fastPath = cell.contender.fastPath;
    config.cpus = cell.cpus;
    config.workers = cell.workers;
    return config;
}

LabRunner::LabRunner(lab::LabConfig experiment, std::chrono::milliseconds length)
    : m_experiment(std::move(experiment))
    , m_length(length)
{}

std::optional<measure::RunSummary> LabRunner::run(const Cell& cell,
                                                  std::size_t /*round*/,
                                                  const lab::RunProgress& progress)
{
    return lab::measuredRun(configOf(m_experiment, cell), m_length, progress);
}

} // namespace lockscope::study
