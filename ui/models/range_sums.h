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

/// What is summed up over the snapshots of a range. Moving the range costs as much as the snapshots
/// that come and go. For one thread.
class RangeSums
{
public:
    RangeSums() = default;
    RangeSums(const RangeSums&) = delete;
    RangeSums& operator=(const RangeSums&) = delete;
    virtual ~RangeSums() = default;

    /// Brings the sums up to date: the snapshots of a source, oldest first, and a range. Whether
    /// they are others than before.
    bool show(const Snapshots& snapshots, const TimeRange& range);
    /// The snapshots to come are not those of before with new ones behind them.
    void restart();

    /// That are summed up.
    [[nodiscard]] const Snapshots& summed() const { return m_summed; }

protected:
    virtual void add(const measure::Snapshot& snapshot) = 0;
    virtual void remove(const measure::Snapshot& snapshot) = 0;
    /// Nothing is summed up any more.
    virtual void clear() = 0;
    /// Some were removed, and those that are left are summed().
    virtual void removedSome() {}

private:
    Snapshots m_summed;
};

} // namespace lockscope::ui
