// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/states.h"
#include "ui/models/range_waits.h"
#include "ui/models/thread_names.h"
#include "ui/models/time_range.h"
#include "ui/models/worker_sums.h"

#include <QString>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
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

/// Which lanes are shown, in which order, and with what beside them.
struct LaneChoice
{
    /// A worker is in a state when it was so for this share of the time that is looked at.
    static constexpr double kInState = 0.05;
    /// So many lanes can be overlooked: then none is hidden by `hidesEnded`.
    static constexpr std::size_t kFewLanes = 24;

    LaneSort sort = LaneSort::Number;
    bool hidesIdle = false; ///< those that were idle for all of the time that is looked at
    /// Of a program with many threads those that had ended by the end of the time that is looked at
    /// and were there for little of it.
    bool hidesEnded = true;
    QString text{}; ///< those alone that isNamed() by it
    std::optional<measure::State> state{}; ///< those alone that were in it
    std::set<std::uint32_t> pinned{}; ///< on top of the others, whatever else is chosen
    bool hasShares = true; ///< of the time, beside the lanes
    bool hasPath = false; ///< a program's critical path, along them

    /// Whether lanes may be missing.
    [[nodiscard]] bool filters() const { return hidesIdle || state || !text.trimmed().isEmpty(); }
    friend bool operator==(const LaneChoice&, const LaneChoice&) = default;
};

/// Whether a text tells of a worker that did that: "12", "3-7", a part of its name, the name of a
/// state that it was in ("preempted", or its first letters), or several of these with commas
/// between them. Numbers of a program's threads are those of the kernel. A text without any tells
/// of all.
[[nodiscard]] bool isNamed(const QString& text,
                           std::uint32_t worker,
                           const WorkerSum& sum,
                           const ThreadNames& names = {});

/// The workers that have a lane, from the top down.
struct LaneOrder
{
    std::vector<std::uint32_t> lanes;
    std::size_t ended = 0; ///< threads without one by LaneChoice::hidesEnded alone
};

/// By what they did in a range. By number there is a lane for each; workers whose figure is not
/// known come last, and those that are pinned first. Of a program's threads those have a lane that
/// were there, and by number those come first that were there at the end.
[[nodiscard]] LaneOrder laneOrder(const std::vector<WorkerSum>& sums,
                                  const LaneChoice& choice,
                                  const ThreadNames& names = {});

/// Whether a lane is of a program's thread that would have none if lanes were ordered anew.
[[nodiscard]] bool hasGoneLane(const LaneOrder& order,
                               const std::vector<WorkerSum>& sums,
                               const LaneChoice& choice);

/// The lanes by what happened in a range, of so many workers that there are; 0: see workersIn().
[[nodiscard]] std::vector<std::uint32_t> laneOrder(const Snapshots& snapshots,
                                                   const TimeRange& range,
                                                   const LaneChoice& choice,
                                                   std::size_t workers = 0,
                                                   const ThreadNames& names = {});

} // namespace lockscope::ui
