// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/snapshot.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

namespace lockscope::ui {

/// What is known of a lane over the time of one pixel column.
struct LaneCell
{
    enum class Kind : std::uint8_t
    {
        Gap, ///< nothing was recorded, or the thread was not there
        Unknown, ///< recorded, but the states could not be read
        Known
    };
    Kind kind = Kind::Gap;
    measure::StateShares shares; ///< when Known; sums to 1
    friend bool operator==(const LaneCell&, const LaneCell&) = default;
};

/// What one snapshot says of the worker with that index.
[[nodiscard]] LaneCell threadCell(const measure::Snapshot& snapshot, std::uint32_t worker);
/// What it says of all workers together.
[[nodiscard]] LaneCell wholeCell(const measure::Snapshot& snapshot, std::uint32_t lane);

/// What lanes are of.
struct LaneOf
{
    LaneCell (*cell)(const measure::Snapshot& snapshot, std::uint32_t lane);
    /// Of several snapshots in a column the one is shown in which the lane was contended most
    /// (guard and blocked); else their mean.
    bool keepsContended = false;
};
/// A lane for each worker. A wait is what is looked for, and in a mean of many snapshots it would
/// be gone.
inline constexpr LaneOf kThreadLane{threadCell, true};
/// One lane of all workers together, whose shares are read as figures.
inline constexpr LaneOf kWholeLane{wholeCell, false};

/// What lanes show over columns of time: of a column in which several snapshots lie their mean,
/// weighted by how much of each lies there, or the most contended. Columns are asked for in any
/// order; ascending is fastest.
class ColumnMix
{
public:
    ColumnMix(const std::deque<measure::SnapshotPtr>& snapshots, LaneOf laneOf)
        : m_snapshots(snapshots)
        , m_laneOf(laneOf)
    {}

    /// Chooses the column [from, to).
    void seek(std::chrono::nanoseconds from, std::chrono::nanoseconds to);
    /// The chosen column's mix in a lane.
    [[nodiscard]] LaneCell cell(std::uint32_t lane) const;

private:
    [[nodiscard]] LaneCell mean(std::uint32_t lane) const;
    [[nodiscard]] LaneCell mostContended(std::uint32_t lane) const;

    const std::deque<measure::SnapshotPtr>& m_snapshots;
    LaneOf m_laneOf;
    std::vector<std::pair<const measure::Snapshot*, float>> m_parts; ///< with their weights
};

} // namespace lockscope::ui
