// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"
#include "core/study/contender_runner.h"

#include <chrono>

namespace lockscope::study {

/// The experiment with a cell's guard, fast path, CPUs and workers.
[[nodiscard]] lab::LabConfig configOf(const lab::LabConfig& experiment, const Cell& cell);

/// Runs contenders on this machine: each run in a lab of its own, which warms up first.
class LabRunner final : public MeasuredRunner
{
public:
    /// `experiment`: all but what the cell says. `length`: of each run.
    LabRunner(lab::LabConfig experiment, std::chrono::milliseconds length);

    [[nodiscard]] std::optional<measure::RunSummary> run(const Cell& cell,
                                                         std::size_t round,
                                                         const lab::RunProgress& progress) override;

private:
    lab::LabConfig m_experiment;
    std::chrono::milliseconds m_length;
};

} // namespace lockscope::study
