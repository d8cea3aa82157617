// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/clock.h"
#include "core/study/sweep.h"

#include <optional>
#include <string>

namespace lockscope::cli {

/// Keeps the file of a sweep up to date while it runs, so that a process that is killed, or a
/// machine that goes down, costs no more than the last seconds. One thread.
class SweepCheckpoint
{
public:
    /// `file` as --json has it. Standard output, pipes and devices are no files to keep up to date,
    /// and get the result alone.
    explicit SweepCheckpoint(std::string file);

    /// Writes after the first run, to fail at once rather than after hours, and then every few
    /// seconds, between runs. Throws std::runtime_error when the first cannot be written; if that
    /// happens later, the sweep goes on, and writing the result says what is wrong.
    void keep(const study::Sweep& soFar);

private:
    std::string m_file; ///< empty when there is none to keep
    std::optional<measure::SteadyClock::time_point> m_written;
};

} // namespace lockscope::cli
