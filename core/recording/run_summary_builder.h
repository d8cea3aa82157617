// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/run_summary.h"
#include "core/measure/run_sums.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>

namespace lockscope::recording {

class Recording;
struct RecordingHeader;

/// Makes the summary of a range of time from its snapshots: of a recording that was cut short, of
/// the part of a run that a spool kept, of a range. What measure::RunSums says of the whole, and
/// states and threads of the snapshots that are there. The longest wait is exact where the
/// snapshots know it, else its bucket's (within 1/64); the longest turn, and what hardware counted,
/// are in no snapshot and stay unknown. For one thread.
class RunSummaryBuilder
{
public:
    void add(const measure::Snapshot& snapshot);

    [[nodiscard]] bool empty() const { return m_run.empty(); }
    /// All but the host's facts, the probe's cost and the quality.
    [[nodiscard]] measure::RunSummary summary() const;

    /// What disturbed a run, as far as its snapshots say. What was simulated was not measured: then
    /// nothing is known.
    [[nodiscard]] measure::Quality quality(const RecordingHeader& header) const;

    [[nodiscard]] const measure::HistogramCounts& waits() const { return m_run.waits(); }

private:
    struct Thread
    {
        measure::ThreadSummary sums; ///< cpuNs is none once a reading was missing
        std::array<double, measure::kStateCount> stateSeconds{};
    };

    measure::RunSums m_run;
    std::map<std::uint32_t, Thread> m_threads; ///< by index
    double m_seconds = 0; ///< of the snapshots that are there
    std::size_t m_mostThreads = 0;
};

/// The summary of a whole recording: the recorded one, else one that is made from the snapshots.
[[nodiscard]] measure::RunSummary summaryOf(const Recording& recording);

} // namespace lockscope::recording
