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

/// What one snapshot says of a lane.
using LaneOf = LaneCell (*)(const measure::Snapshot& snapshot, std::uint32_t lane);

/// The lane of the worker with that index.
[[nodiscard]] LaneCell threadLane(const measure::Snapshot& snapshot, std::uint32_t worker);
/// The one lane of all workers together.
[[nodiscard]] LaneCell wholeLane(const measure::Snapshot& snapshot, std::uint32_t lane);

/// The mean of snapshots over columns of time, weighted by how much of each lies in the column.
/// Columns are asked for in any order; ascending is fastest.
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
    const std::deque<measure::SnapshotPtr>& m_snapshots;
    LaneOf m_laneOf;
    std::vector<std::pair<const measure::Snapshot*, float>> m_parts; ///< with their weights
};

} // namespace lockscope::ui
