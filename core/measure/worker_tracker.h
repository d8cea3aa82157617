// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/kernel_times.h"
#include "core/measure/longest_turn.h"
#include "core/measure/run_summary.h"
#include "core/measure/snapshot.h"
#include "core/measure/state_estimator.h"
#include "core/measure/thread_slot.h"
#include "core/measure/wait_histogram.h"

#include <array>
#include <cstdint>
#include <optional>

namespace lockscope::measure {

/// What one worker writes and the sampler reads; LongestTurn::countFrom() is the sampler's.
struct WorkerRecord
{
    ThreadSlot slot;
    LongestTurn turns;
    WaitHistogram waits;
};

/// The sampler's memory of one worker: turns what the worker and the kernel say into the interval's
/// ThreadSnapshot, and keeps the sums of the whole run. For one thread.
class WorkerTracker
{
public:
    /// `countHardware`: its thread is watched by hardware counters from the first begin() on.
    WorkerTracker(std::uint32_t index, WorkerRecord& record, bool countHardware = false);

    /// One look at the phase.
    void samplePhase();

    /// Begins an interval here: what passed before (a pause) is nobody's.
    void begin();

    /// Reads the counters, the wait under way and the CPU time; the last reading before end()
    /// counts. Apart from end() and cheap, so that all workers' are read at one moment. `atRest`:
    /// the worker stands still.
    void count(bool atRest = false);

    /// Ends the interval: its record. Waits are added to `waits` too. `readSwitches` asks for the
    /// dear reading.
    [[nodiscard]] ThreadSnapshot end(bool readSwitches,
                                     HistogramCounts& waits,
                                     std::chrono::nanoseconds interval);

    [[nodiscard]] const Totals& delta() const { return m_delta; } ///< of the interval that ended
    [[nodiscard]] ThreadSummary summary() const;

    /// The summary is of what comes from here on; `now` is a reading of WaitClock.
    void countFromHere(std::uint64_t now);

    /// Seconds known by state, for means over workers.
    [[nodiscard]] const std::array<double, kStateCount>& stateSeconds() const
    {
        return m_stateSeconds;
    }

private:
    /// A worker index may be taken over by another thread: its kernel times begin anew.
    void followThread();
    /// CPU time of the interval that ends with the last reading, ns; none when it, or the one
    /// before, is not known.
    [[nodiscard]] std::optional<std::uint64_t> takeCpuTime(std::chrono::nanoseconds interval);

    std::uint32_t m_index;
    WorkerRecord& m_record;
    const bool m_countHardware;
    std::optional<KernelTimesReader> m_reader;
    std::optional<ThreadCounters> m_counters;
    StateEstimator m_estimator;
    PhaseCounts m_phases{};
    WaitHistogram::Seen m_seen;
    ContextSwitches m_switches;
    std::optional<std::uint64_t>
        m_runNsBegin; ///< the kernel's figure when the interval began; none: not known then
    std::optional<std::uint64_t> m_runNsKnown; ///< the newest that is known, for the run's sum
    std::uint64_t m_cpuNsOver = 0; ///< read beyond the end of the interval: the next one's
    std::optional<std::uint64_t> m_cpuNs{
        0}; ///< of the run; none once nothing was known of a thread
    Totals m_counted;
    std::uint64_t m_waitSoFarNs = 0; ///< read with m_counted, as is the next
    std::optional<std::uint64_t> m_runNsCounted;
    Totals m_last; ///< at the end of the last interval
    Totals m_delta;
    Totals m_uncounted; ///< of m_last, not the summary's
    ContextSwitches m_uncountedSwitches{0, 0}; ///< of this thread, likewise
    std::chrono::nanoseconds m_begin{};
    std::array<double, kStateCount> m_stateSeconds{};
};

/// Seconds by state as shares; none when no second is known.
[[nodiscard]] std::optional<StateShares> sharesOf(const std::array<double, kStateCount>& seconds);

} // namespace lockscope::measure
