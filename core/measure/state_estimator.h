// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/kernel_times.h"
#include "core/measure/states.h"
#include "core/measure/thread_slot.h"

#include <array>
#include <cstdint>
#include <optional>

namespace lockscope::measure {

/// How often a worker was seen in each phase.
using PhaseCounts = std::array<std::uint32_t, kPhaseCount>;

/// Splits a worker's time into the six states, interval by interval: how much of it was on a CPU,
/// waiting for one, or asleep is the kernel's word; what the worker was about meanwhile is sampled.
///
/// - preempted = runnable without a CPU (kernel);
/// - blocked and the sleeping part of idle = asleep (kernel), shared out by the samples in the
/// phases
///   that can sleep, `guard` and `idle`;
/// - native, guard, callback and the waking part of idle = on a CPU (kernel), shared out by the
///   samples, less those that the sleep accounts for.
///
/// A wait for a CPU that has not ended is not in the kernel's figure yet. When the thread is found
/// runnable, what its interval does not account for is held to be such a wait, unless the thread
/// was seen in phases that sleep and lately did: then it is shared out as lately. A thread that was
/// runnable at the last look, too, and has not given its CPU up of its own accord since, has not
/// slept. What the kernel reports of the wait later is not counted twice. For one thread.
class StateEstimator
{
public:
    /// Begins anew here: what came before, a pause say, is nobody's time and teaches nothing.
    void restart(const KernelTimes& now);

    /// Whether update() would be surer of these times if it knew the voluntary switches, too. They
    /// cost more to read than all the rest, and a thread that never slept has no need of them.
    [[nodiscard]] bool asksForSwitches(const KernelTimes& now) const;

    /// The split of the time since the last call; none for the first call, without the kernel's
    /// times or as long as no phase was ever sampled.
    [[nodiscard]] std::optional<StateShares> update(const KernelTimes& now,
                                                    const PhaseCounts& samples);

private:
    struct KernelShares
    {
        double run;
        double preempted;
        double asleep;
    };

    void fadeMemory();

    [[nodiscard]] KernelShares kernelShares(const KernelTimes& now, double elapsed);

    /// How much of the unaccounted time of a thread that is runnable now it slept, ns.
    [[nodiscard]] double openSleep(double open, double elapsed) const;

    /// Whether a thread that is runnable now cannot have slept since the last look.
    [[nodiscard]] bool stayedAwake(const KernelTimes& now, double run) const;

    [[nodiscard]] double phase(Phase p) const { return (*m_phases)[static_cast<std::size_t>(p)]; }

    std::optional<KernelTimes> m_last;
    std::optional<std::array<double, kPhaseCount>> m_phases; ///< newest known shares of the phases
    std::optional<std::uint64_t> m_voluntary; ///< switches, when last asked for
    double m_pendingWaitNs = 0; ///< counted as preempted, not reported by the kernel yet
    double m_sleptNs = 0; ///< lately
    double m_waitedNs = 0; ///< for a CPU, lately
};

} // namespace lockscope::measure
