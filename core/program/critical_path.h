// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/program_names.h"
#include "core/measure/snapshot.h"
#include "core/measure/time_range.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The critical path of a watched program through a range: what its end waited for, followed
/// backwards from one thread to whoever held it up. README.md of this room has the method and what
/// is wrong with it.
namespace lockscope::program {

/// What the thread on the path did.
enum class PathPart : std::uint8_t
{
    Running, ///< on a CPU, holding up nobody
    Held, ///< held a lock that others waited for, on a CPU or asleep
    Preempted, ///< runnable without a CPU, also while it held such a lock
    Condition, ///< in a condition variable: nobody knows who woke it
    Asleep, ///< elsewhere, likewise
    HolderUnknown, ///< waited for a lock of which nobody knows who held it
    Circle, ///< waited for itself, over others
    Unknown ///< nothing is known of the thread, or of that time
};

inline constexpr std::size_t kPathPartCount = 8;

/// As it stands in files: "running", "held", ...
[[nodiscard]] std::string_view pathPartName(PathPart part);

/// A piece of the path on one thread; an instant at which it changes hands is known to a snapshot's
/// interval.
struct PathSegment
{
    std::uint32_t thread = 0; ///< ThreadSnapshot::index
    std::int32_t tid = 0;
    std::chrono::nanoseconds begin{};
    std::chrono::nanoseconds end{};
    PathPart what = PathPart::Unknown; ///< for the most part
    std::uint32_t lock = 0; ///< id of what was held or waited for; 0: none

    friend bool operator==(const PathSegment&, const PathSegment&) = default;
};

/// A lock's part of the path, as shares of its time, 0 to 1.
struct PathLock
{
    std::uint32_t id = 0; ///< 0: waits for a lock of which nothing is known
    double share = 0; ///< in all: the sum of held, preempted and holderUnknown
    double held = 0; ///< its holder ran or slept while others waited
    double asleep = 0; ///< of `held`: slept
    double preempted = 0; ///< its holder had no CPU meanwhile
    double holderUnknown = 0;
    /// A 95 % interval of `share`, by batch means over the snapshots: how much it varied over the
    /// range, and nothing of what the method may have wrong. None from few snapshots.
    std::optional<double> low{};
    std::optional<double> high{};
};

struct CriticalPath
{
    std::optional<std::string> whyNot; ///< a sentence; then nothing that follows is told
    measure::TimeRange range; ///< that it goes through
    std::uint32_t endThread = 0; ///< ThreadSnapshot::index; the path is followed back from it
    std::int32_t endTid = 0;
    std::array<double, kPathPartCount> parts{}; ///< shares of the range by PathPart; they sum to 1
    std::vector<PathLock> locks; ///< by share, most first; at most kPathLocks
    std::vector<PathSegment> segments; ///< by time, without a gap
    std::size_t looks = 0; ///< snapshots that it is made of
    std::size_t handOvers = 0; ///< from one thread to another that were seen
    std::size_t began = 0; ///< times that its thread had only begun, and it goes on with another
    std::size_t circles = 0; ///< looks at which those who waited did so for each other
    bool sampled = false; ///< waits were seen by chance, not counted

    [[nodiscard]] double part(PathPart part) const { return parts[static_cast<std::size_t>(part)]; }
};

inline constexpr std::size_t kPathLocks = 200;

/// Snapshots whose interval's middle is in a range, in order; the one before comes first, to say
/// how it began, where there is one. A measure::SnapshotPtr each.
using PathSnapshots = std::vector<measure::SnapshotPtr>;
[[nodiscard]] PathSnapshots pathSnapshots(const std::deque<measure::SnapshotPtr>& all,
                                          const measure::TimeRange& range);

/// The path through a range of snapshots in the order of their time, as from pathSnapshots(): those
/// whose middle is before the range only say how it began. `from`: ThreadSnapshot::index of the
/// thread at its end; none: the one that worked longest, waited for locks or had no CPU, of those
/// that are there at the end. A pure function; what it is given may be anything.
[[nodiscard]] CriticalPath criticalPath(const PathSnapshots& snapshots,
                                        const measure::TimeRange& range,
                                        const measure::ProgramNames& names,
                                        std::optional<std::uint32_t> from = std::nullopt);

} // namespace lockscope::program
