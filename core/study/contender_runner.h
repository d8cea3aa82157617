// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/measured_run.h"
#include "core/measure/run_summary.h"
#include "core/study/contender.h"

#include <cstddef>
#include <optional>

namespace lockscope::study {

/// Whatever runs a contender: the lab on this machine, a simulated machine. Another kind is one
/// more class. `Result` is what a run comes to.
template<class Result>
class ContenderRunner
{
public:
    ContenderRunner() = default;
    ContenderRunner(const ContenderRunner&) = delete;
    ContenderRunner& operator=(const ContenderRunner&) = delete;
    virtual ~ContenderRunner() = default;

    /// Runs a cell, for the `round`-th time from 0, and says how far it is; none when `progress`
    /// cancelled it. Throws lab::ConfigError for what may not be run, std::runtime_error for what
    /// fails. Blocks the calling thread.
    [[nodiscard]] virtual std::optional<Result> run(const Cell& cell,
                                                    std::size_t round,
                                                    const lab::RunProgress& progress) = 0;

    /// Runs that may be under way at a time, on a thread each; 0: as many as there are CPUs. One
    /// for what is measured, which wants the machine to itself.
    [[nodiscard]] virtual unsigned atOnce() const { return 1; }
};

/// What is measured comes to a summary.
using MeasuredRunner = ContenderRunner<measure::RunSummary>;

} // namespace lockscope::study
