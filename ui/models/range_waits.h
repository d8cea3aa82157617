// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/snapshot.h"
#include "ui/models/time_range.h"

#include <deque>
#include <utility>

namespace lockscope::ui {

using Snapshots = std::deque<measure::SnapshotPtr>;

/// The snapshots of a range, from the first to behind the last: those of which the middle of the
/// interval lies in it.
[[nodiscard]] std::pair<Snapshots::const_iterator, Snapshots::const_iterator> snapshotsIn(
    const Snapshots& snapshots, const TimeRange& range);

/// How long the contended passes of a range waited, all snapshots' histograms summed up. Moving the
/// range costs as much as the snapshots that come and go. For one thread.
class RangeWaits
{
public:
    /// Brings the sums up to date: the snapshots of a source, oldest first, and a range. Whether
    /// they are others than before.
    bool show(const Snapshots& snapshots, const TimeRange& range);
    /// The snapshots to come are not those of before with new ones behind them.
    void restart();

    [[nodiscard]] const measure::HistogramCounts& counts() const { return m_counts; }
    /// Some of the waits are sampled.
    [[nodiscard]] bool sampled() const { return m_sampled > 0; }

private:
    void add(const measure::SnapshotPtr& snapshot);
    void remove(const measure::SnapshotPtr& snapshot);

    Snapshots m_summed;
    measure::HistogramCounts m_counts;
    int m_sampled = 0; ///< snapshots
};

} // namespace lockscope::ui
