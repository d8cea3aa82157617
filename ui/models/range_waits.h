// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/range_sums.h"

namespace lockscope::ui {

/// How long the contended passes of a range waited, all snapshots' histograms summed up.
class RangeWaits final : public RangeSums
{
public:
    [[nodiscard]] const measure::HistogramCounts& counts() const { return m_counts; }
    /// Some of the waits are sampled.
    [[nodiscard]] bool sampled() const { return m_sampled > 0; }

protected:
    void add(const measure::Snapshot& snapshot) override
    {
        m_counts.merge(snapshot.waits);
        m_sampled += snapshot.waitsExact ? 0 : 1;
    }
    void remove(const measure::Snapshot& snapshot) override
    {
        m_counts.remove(snapshot.waits);
        m_sampled -= snapshot.waitsExact ? 0 : 1;
    }
    void clear() override
    {
        m_counts = {};
        m_sampled = 0;
    }
    void removedSome() override
    {
        for (const measure::SnapshotPtr& snapshot : summed()) // the longest may have been removed
            m_counts.seeMax(snapshot->waits);
    }

private:
    measure::HistogramCounts m_counts;
    int m_sampled = 0; ///< snapshots
};

} // namespace lockscope::ui
