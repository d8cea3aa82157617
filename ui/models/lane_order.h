// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/range_waits.h"
#include "ui/models/time_range.h"

#include <cstdint>
#include <vector>

namespace lockscope::ui {

/// What lanes are sorted by; but for their numbers the largest first.
enum class LaneSort : std::uint8_t
{
    Number,
    Wait, ///< lock-wait time
    CpuTime,
    Calls
};

/// Which lanes are shown, and in which order.
struct LaneChoice
{
    LaneSort sort = LaneSort::Number;
    bool hidesIdle = false; ///< those that were idle for all of the time that is looked at
    friend bool operator==(const LaneChoice&, const LaneChoice&) = default;
};

/// The workers that have a lane, from the top down, by what they did in a range. By number there is
/// a lane for each up to the highest of the newest snapshot; workers whose figure is not known come
/// last.
[[nodiscard]] std::vector<std::uint32_t> laneOrder(const Snapshots& snapshots,
                                                   const TimeRange& range,
                                                   const LaneChoice& choice);

} // namespace lockscope::ui
