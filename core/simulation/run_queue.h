// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/timeline.h"

#include <cstdint>
#include <deque>
#include <vector>

namespace lockscope::simulation {

/// Which worker has which CPU: the simulated kernel's scheduler. With more workers than CPUs they
/// take turns by time slices; who sleeps frees its CPU, and who is woken is the next. For one run.
class RunQueue
{
public:
    /// The timeline outlives it.
    RunQueue(Timeline& time, const SimulationSpec& experiment);
    RunQueue(const RunQueue&) = delete;
    RunQueue& operator=(const RunQueue&) = delete;

    /// More workers than CPUs: they take turns.
    [[nodiscard]] bool oversubscribed() const { return m_oversubscribed; }

    /// Before a worker's first event: its CPU, and whether it begins there.
    void seat(std::uint32_t w);
    /// After its first event was scheduled: its turn begins, or it queues.
    void begin(std::uint32_t w);

    /// Asleep until it becomes runnable; its CPU is free for others.
    void park(std::uint32_t w);
    /// Woken, now; false when it has no CPU yet, else what it wakes up for comes at once.
    [[nodiscard]] bool becomeRunnable(std::uint32_t w);
    /// Behind the others of its CPU. False when there is no other: it goes on.
    [[nodiscard]] bool yield(std::uint32_t w);

    struct Switch
    {
        std::uint32_t from = 0;
        bool waiting = false; ///< it waited for its lock
    };
    /// The next worker has its turn on the CPU; the one whose turn ended.
    Switch endSlice(std::uint32_t cpu);

private:
    struct Cpu
    {
        static constexpr std::uint32_t kIdle = ~std::uint32_t{0};
        std::uint32_t current = kIdle;
        std::deque<std::uint32_t> queue; ///< runnable
    };

    void takeOff(std::uint32_t w);
    void putOn(std::uint32_t w, std::uint32_t cpu);
    void runNext(std::uint32_t cpu);
    [[nodiscard]] std::uint32_t sliceOf(std::uint32_t cpu) const; ///< its slot in the agenda

    Timeline& m_time;
    bool m_oversubscribed;
    bool m_mayMove; ///< the kernel chooses where a worker wakes up
    Ticks m_slice;
    Ticks m_switch;
    std::uint32_t m_cpuCount;
    std::vector<Cpu> m_cpus; ///< when oversubscribed
    std::uint32_t m_idleCpus = 0;
};

} // namespace lockscope::simulation
