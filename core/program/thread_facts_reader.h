// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/kernel_file.h"
#include "core/program/process_facts.h"

#include <chrono>
#include <cstdint>
#include <optional>

namespace lockscope::program {

/// Reads the facts of one thread again and again, as threadFactsOf() does once, for a tenth of the
/// time: its files stay open, and that one of them which takes three times as long as the other is
/// read once a second. Not thread-safe.
class ThreadFactsReader
{
public:
    ThreadFactsReader(pid_t pid, pid_t tid);

    /// None when it has ended. Its name and last CPU may be a second old; its state is unknown
    /// where they are.
    const std::optional<ThreadFacts>& read(std::chrono::steady_clock::time_point now);
    /// Its state now; none when it has ended.
    [[nodiscard]] std::optional<char> state() const;
    /// How often it was given a CPU; none when it has ended, or the kernel does not count that.
    [[nodiscard]] std::optional<std::uint64_t> turns() const;

private:
    pid_t m_tid;
    measure::KernelFile m_schedstat;
    measure::KernelFile m_stat;
    std::optional<ThreadFacts> m_facts; ///< as of the last reading
    std::chrono::steady_clock::time_point m_statRead;
};

} // namespace lockscope::program
