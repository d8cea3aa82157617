// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/kernel_file.h"
#include "core/program/process_facts.h"

#include <chrono>
#include <optional>

namespace lockscope::program {

/// Reads the facts of one thread again and again, as threadFactsOf() does once, for a fifth of the
/// time: its files stay open, and one that sleeps and has not run since says nothing new. Not
/// thread-safe.
class ThreadFactsReader
{
public:
    ThreadFactsReader(pid_t pid, pid_t tid);

    /// None when it has ended. Its name may be a second old.
    const std::optional<ThreadFacts>& read(std::chrono::steady_clock::time_point now);

private:
    pid_t m_tid;
    measure::KernelFile m_schedstat;
    measure::KernelFile m_stat;
    std::optional<ThreadFacts> m_facts; ///< as of the last reading
    std::optional<std::uint64_t> m_turns; ///< on a CPU, until then
    std::chrono::steady_clock::time_point m_statRead;
};

} // namespace lockscope::program
