// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/snapshot.h"

#include <chrono>
#include <cstdint>
#include <optional>

namespace lockscope::recording {

/// Runs of one machine, one after another, as one: what a connection shows that was cut and made
/// again. A new run counts its time, its snapshots and its calls from zero; here they go on from
/// where the run before was last seen, so that one picture can hold both.
///
/// Nothing is made up for the time between: the sequence numbers jump, which is drawn as a gap and
/// counted as one snapshot dropped (how many there were, nobody knows), and the first snapshot of
/// the new run brings a change that says so. The gap is as long as on this machine's clock between
/// the snapshots' arrivals. For one thread.
class JoinedRuns
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// The snapshots that follow are of a run of their own, under this configuration.
    void beginRun(const measure::ConfigFacts& config);

    /// The next snapshot, that came at `now`, as part of the whole.
    [[nodiscard]] measure::SnapshotPtr join(const measure::SnapshotPtr& snapshot, TimePoint now);

private:
    void follow(const measure::Snapshot& first, TimePoint now);

    std::optional<measure::ConfigFacts> m_begins; ///< a run that has no snapshot yet
    measure::SnapshotPtr m_last; ///< as it was handed out
    TimePoint m_lastAt; ///< when it came
    std::uint64_t m_lastRevision = 0; ///< of the changes handed out
    bool m_isFirstRun = true;

    std::chrono::nanoseconds m_time{}; ///< what is added in the run under way, as what follows
    std::uint64_t m_sequence = 0;
    std::uint64_t m_revision = 0;
    measure::Totals m_totals;
};

} // namespace lockscope::recording
