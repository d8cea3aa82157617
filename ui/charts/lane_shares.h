// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/lane_raster.h"
#include "ui/charts/value_table.h"
#include "ui/models/thread_names.h"
#include "ui/models/worker_sums.h"
#include "ui/theme/theme.h"

#include <QRectF>
#include <QString>

#include <cstdint>
#include <vector>

class QPainter;

namespace lockscope::ui {

/// What stands beside the lanes: for each worker the shares of its states over all that is looked
/// at, as a bar, and as figures how much of it was work (native and callback; of a program
/// running) and lock (guard and blocked; of a program waiting for a lock). Hidden states have no
/// part in them.
class LaneShares
{
public:
    /// Pixels that they take.
    [[nodiscard]] static double width();

    /// What stands so many pixels to the right of the lanes; empty where nothing does.
    [[nodiscard]] static QString tipAt(double right, measure::Subject subject);

    /// Sums up a range, unless it is hardly another than before and of as many workers: what
    /// follows the newest data moves with every snapshot. Whether it did.
    bool update(const Snapshots& snapshots, const TimeRange& range, std::size_t workers);
    void clear() { m_sums.clear(); }

    [[nodiscard]] const std::vector<WorkerSum>& sums() const { return m_sums; }

    /// A row for each of these workers, a column for each state.
    [[nodiscard]] ValueTable values(const std::vector<std::uint32_t>& order,
                                    const HiddenStates& hidden,
                                    const ThreadNames& names) const;

    struct Look
    {
        int step; ///< figures are drawn for every so many lanes
        const HiddenStates& hidden;
        const Theme& theme;
        measure::Subject subject;
    };
    /// Draws them beside lanes that stand in `lanes`, within its height; their heading above it.
    void paint(QPainter& painter,
               const QRectF& lanes,
               const LaneRows& rows,
               const std::vector<std::uint32_t>& order,
               const Look& look) const;

private:
    std::vector<WorkerSum> m_sums;
    TimeRange m_range;
};

} // namespace lockscope::ui
