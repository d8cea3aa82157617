// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/kernel_file.h"

#include <chrono>
#include <cstdint>
#include <optional>

namespace lockscope::measure {

/// What the kernel says of a thread at one moment. What it does not say is none.
struct KernelTimes
{
    std::chrono::nanoseconds at{}; ///< steady clock, when it was read
    std::optional<std::uint64_t> runNs; ///< on a CPU, since the thread began
    std::optional<std::uint64_t> waitNs; ///< runnable without a CPU, of the waits that have ended
    std::optional<char> state; ///< 'R' runnable or running, 'S' asleep, ... as in proc(5)
    std::optional<std::int32_t> cpu; ///< that it last ran on
    /// How often it gave its CPU up to sleep, since it began; read() leaves it out, readSwitches()
    /// has it.
    std::optional<std::uint64_t> voluntarySwitches;
};

struct ContextSwitches
{
    std::optional<std::uint64_t> voluntary;
    std::optional<std::uint64_t> involuntary;
};

/// The time that a thread of this process has had on a CPU, ns, exact at every moment; none when
/// there is no such thread. Thread-safe.
[[nodiscard]] std::optional<std::uint64_t> cpuTimeOf(std::int32_t tid);

/// Reads the kernel's per-thread times of one thread of this process: its CPU clock, which is exact
/// at every moment, and /proc/self/task/TID/{schedstat,stat,status}. Keeps two files open where it
/// may (KernelFile). For one thread.
class KernelTimesReader
{
public:
    explicit KernelTimesReader(std::int32_t tid);

    [[nodiscard]] std::int32_t tid() const { return m_tid; }
    [[nodiscard]] KernelTimes read() const;
    /// Dearer than read() (the whole status file): call it less often.
    [[nodiscard]] ContextSwitches readSwitches() const;

private:
    std::int32_t m_tid;
    KernelFile m_schedstat;
    KernelFile m_stat;
};

/// Whether this kernel gives per-thread wait times (CONFIG_SCHED_INFO).
[[nodiscard]] bool schedstatAvailable();

} // namespace lockscope::measure
