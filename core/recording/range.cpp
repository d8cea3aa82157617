// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/range.h"

#include "core/measure/change_effect.h"
#include "core/recording/run_summary_builder.h"

#include <fmt/format.h>

namespace lockscope::recording {

Range rangeOf(std::shared_ptr<const Recording> recording,
              std::optional<std::chrono::nanoseconds> from,
              std::optional<std::chrono::nanoseconds> until)
{
    Range range{.recording = std::move(recording)};
    range.from = from.value_or(range.recording->begin());
    range.until = until.value_or(range.recording->end());
    const Recording& all = *range.recording;
    for (std::size_t i = all.countUntil(range.from); i < all.countUntil(range.until); ++i)
        if (const auto snapshot = all.snapshot(i);
            snapshot->time - snapshot->interval >= range.from)
            return range;
    throw RecordingError(fmt::format(
        "{} has no whole snapshot from {:.6g} to {:.6g} s; it goes from {:.6g} to {:.6g} s",
        all.name(),
        secondsOf(range.from),
        secondsOf(range.until),
        secondsOf(all.begin()),
        secondsOf(all.end())));
}

std::pair<Range, Range> aroundMarker(const std::shared_ptr<const Recording>& recording,
                                     std::size_t marker)
{
    const std::vector<Marker>& markers = recording->markers();
    if (marker >= markers.size())
        throw RecordingError(fmt::format(
            "{} has no marker {}; it has {}", recording->name(), marker + 1, markers.size()));
    std::vector<measure::ConfigChange> changes;
    changes.reserve(markers.size());
    for (const Marker& each : markers)
        changes.push_back(each.change);
    const auto [before, after] =
        measure::aroundChange(changes, marker, {recording->begin(), recording->end()});
    return {rangeOf(recording, before.begin, before.end),
            rangeOf(recording, after.begin, after.end)};
}

namespace {

/// Into `result`, from what was summed up of so many snapshots.
void takeFigures(RangeFigures& result, const measure::SnapshotSums& samples)
{
    result.snapshots = samples.size();
    for (const measure::FigureRow& row : measure::figures())
        if (row.ofRange != nullptr)
            result.figures[row.figure] = row.ofRange(samples);
    for (const measure::State state : measure::kStates)
        result.states[static_cast<std::size_t>(state)] = samples.state(state);
}

} // namespace

RangeFigures figuresOf(const std::vector<measure::SnapshotPtr>& snapshots)
{
    RangeFigures result;
    measure::SnapshotSums samples;
    for (const measure::SnapshotPtr& snapshot : snapshots) {
        samples.add(*snapshot);
        result.subject = snapshot->subject();
        result.waitsExact = result.waitsExact && snapshot->waitsExact;
    }
    takeFigures(result, samples);
    return result;
}

RangeFigures figuresOf(const Range& range)
{
    RangeFigures result;
    measure::SnapshotSums samples;
    RunSummaryBuilder run;
    const Recording& all = *range.recording;
    for (std::size_t i = all.countUntil(range.from); i < all.countUntil(range.until); ++i) {
        const auto snapshot = all.snapshot(i);
        if (snapshot->time - snapshot->interval < range.from)
            continue;
        samples.add(*snapshot);
        run.add(*snapshot);
        result.subject = snapshot->subject();
        result.waitsExact = result.waitsExact && snapshot->waitsExact;
    }
    takeFigures(result, samples);
    result.quality = run.quality(all.header());
    return result;
}

} // namespace lockscope::recording
