// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/hardware_counters.h"
#include "core/measure/quality/quality.h"
#include "core/measure/source.h"

#include <optional>
#include <vector>

namespace lockscope::measure {

/// Quantiles of lock-wait time, ns: mean over all passes, the others over the contended ones. None
/// where there is nothing to take them of.
struct WaitSummary
{
    std::optional<double> mean;
    std::optional<double> p50;
    std::optional<double> p90;
    std::optional<double> p99;
    std::optional<double> p999;
    std::optional<double> max;
};

/// Of the waits of passes that have ended: what belongs together is taken of one histogram, and the
/// mean of the same waits, so p50 <= p90 <= p99 <= p999 <= max. `totals` are of the same passes.
[[nodiscard]] WaitSummary waitSummaryOf(const SparseHistogram& waits, const Totals& totals);

/// One worker over a whole run.
struct ThreadSummary
{
    std::uint32_t index = 0;
    std::int32_t tid = 0;
    std::uint64_t calls = 0;
    std::uint64_t contended = 0;
    std::uint64_t waitNs = 0;
    /// Lock-wait time of a pass that was under way at the end, not in waitNs, ns: 0 when all were
    /// done; none when that is not known.
    std::optional<std::uint64_t> waitSoFarNs;
    std::optional<StateShares> states;
    std::optional<std::uint64_t> cpuNs; ///< on a CPU, ns
    std::optional<std::uint64_t> voluntarySwitches;
    std::optional<std::uint64_t> involuntarySwitches;
    std::optional<std::uint64_t>
        longestTurnNs; ///< longest time without a turn; none without a probe
    HardwareCounts counts; ///< empty unless they were asked for
};

/// A whole run, from its first call to its last: what `run --json` prints.
struct RunSummary
{
    HostFacts host;
    Subject subject = Subject::Experiment;
    std::chrono::nanoseconds elapsed{}; ///< while the workers were released
    Totals totals;
    WaitSummary waits;
    bool waitsExact = true;
    std::optional<StateShares> states;
    std::vector<ThreadSummary> threads; ///< every worker that there was, by index
    std::optional<ProbeCost> probe;
    std::vector<std::string> violations; ///< broken invariants, empty when sound
    Quality quality; ///< what disturbed it

    /// Calls a second; 0 when no time passed.
    [[nodiscard]] double throughput() const
    {
        const double seconds = std::chrono::duration<double>(elapsed).count();
        return seconds > 0 ? static_cast<double>(totals.calls) / seconds : 0;
    }

    /// How many workers' states are known: `states` is their mean.
    [[nodiscard]] std::size_t statesKnown() const;

    /// CPU time burnt for each call, ns; none without calls, or when a worker's CPU time is not
    /// known.
    [[nodiscard]] std::optional<double> cpuNsPerCall() const;

    /// The longest time that a worker went without a turn, ns: from the end of one batch of calls
    /// to the end of the next, so it is exact to a batch (about 20 us, or one call behind a slow
    /// lock). Being without a CPU or a task counts too. None when it was not measured.
    [[nodiscard]] std::optional<std::uint64_t> longestTurnNs() const;

    /// What a hardware counter counted for each call; none without calls, or when it was not
    /// counted.
    [[nodiscard]] std::optional<double> countPerCall(HardwareCounter counter) const;
    /// Context switches of the workers' threads for each call, from the kernel's status files.
    [[nodiscard]] std::optional<double> switchesPerCall() const;

    /// Jain's index of the workers' calls (Jain, Chiu and Hawe 1984): 1 when all made as many, 1/n
    /// when one made them all. None without calls.
    [[nodiscard]] std::optional<double> fairness() const;
};

} // namespace lockscope::measure
