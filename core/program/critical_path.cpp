// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/critical_path.h"

#include "core/program/path_walk.h"

#include <algorithm>
#include <array>

namespace lockscope::program {

namespace {

constexpr std::size_t kLeastLooks = 3;

bool isIn(const measure::Snapshot& snapshot, const measure::TimeRange& range)
{
    return range.contains(
        measure::TimeRange{snapshot.time - snapshot.interval, snapshot.time}.middle());
}

} // namespace

std::string_view pathPartName(PathPart part)
{
    constexpr std::array<std::string_view, kPathPartCount> kNames{"running",
                                                                  "held",
                                                                  "preempted",
                                                                  "condition",
                                                                  "asleep",
                                                                  "holder_unknown",
                                                                  "circle",
                                                                  "unknown"};
    return kNames[static_cast<std::size_t>(part)];
}

PathSnapshots pathSnapshots(const std::deque<measure::SnapshotPtr>& all,
                            const measure::TimeRange& range)
{
    PathSnapshots found;
    for (const measure::SnapshotPtr& snapshot : all) {
        const bool in = isIn(*snapshot, range);
        if (!in && snapshot->time > range.end && !found.empty())
            break;
        if (!in)
            found.clear(); // only the one before
        if (in || snapshot->time <= range.end)
            found.push_back(snapshot);
    }
    return found;
}

CriticalPath criticalPath(const PathSnapshots& snapshots,
                          const measure::TimeRange& range,
                          const measure::ProgramNames& names,
                          std::optional<std::uint32_t> from)
{
    // In the order of their time, each with a length.
    PathSnapshots usable;
    for (const measure::SnapshotPtr& snapshot : snapshots)
        if (snapshot && snapshot->program && snapshot->interval.count() > 0
            && (usable.empty() || snapshot->time > usable.back()->time))
            usable.push_back(snapshot);
    while (!usable.empty() && !isIn(*usable.back(), range))
        usable.pop_back();
    const auto first =
        std::find_if(usable.begin(), usable.end(), [&range](const measure::SnapshotPtr& snapshot) {
            return isIn(*snapshot, range);
        });
    CriticalPath path;
    if (usable.end() - first < static_cast<std::ptrdiff_t>(kLeastLooks)) {
        path.whyNot = "There are too few snapshots of a program in that time.";
        return path;
    }
    return PathWalk(usable, names).walk(static_cast<std::size_t>(first - usable.begin()), from);
}

} // namespace lockscope::program
