// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/run_summary.h"
#include "core/measure/snapshot.h"
#include "core/measure/wait_histogram.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace lockscope::measure {

/// Different violations that are kept; one cause can break every snapshot.
inline constexpr std::size_t kMaxViolations = 20;

/// What snapshots say of the run that they are of, as a whole: a live one or a recorded one. Totals
/// are those of the range, exactly, also where snapshots were dropped in the middle of it; waits
/// are of the snapshots that are there. For one thread.
class RunSums
{
public:
    void add(const Snapshot& snapshot);

    /// The run begins here: what came before does not count, but for broken invariants. `total` and
    /// `time` are those of the newest snapshot.
    void countFrom(const Totals& total, std::chrono::nanoseconds time);

    [[nodiscard]] bool empty() const { return m_empty; } ///< nothing was added
    /// Elapsed time, totals, waits and broken invariants; no states, threads, quality, host, probe.
    [[nodiscard]] RunSummary summary() const;
    [[nodiscard]] const HistogramCounts& waits() const { return m_waits; }
    /// What disturbed it; none when no snapshot knows.
    [[nodiscard]] const std::optional<Disturbance>& disturbance() const { return m_disturbance; }

private:
    bool m_empty = true;
    bool m_begun = false; ///< it is known where the run begins
    Totals m_before; ///< when the run began
    Totals m_after;
    std::chrono::nanoseconds m_begin{};
    std::chrono::nanoseconds m_end{};
    HistogramCounts m_waits;
    bool m_waitsExact = true;
    std::vector<std::string> m_violations;
    std::optional<Disturbance> m_disturbance;
};

} // namespace lockscope::measure
