// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/range.h"

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

std::pair<Range, Range> aroundMarker(std::shared_ptr<const Recording> recording, std::size_t marker)
{
    const std::vector<Marker>& markers = recording->markers();
    if (marker >= markers.size())
        throw RecordingError(fmt::format(
            "{} has no marker {}; it has {}", recording->name(), marker + 1, markers.size()));
    const measure::ConfigChange& change = markers[marker].change;
    const auto settled = [](const measure::ConfigChange& at) { return at.time + at.initialising; };
    const auto before = marker > 0 ? settled(markers[marker - 1].change) : recording->begin();
    const auto next = marker + 1 < markers.size()
        ? markers[marker + 1].change.time - markers[marker + 1].change.gap
        : recording->end();
    return {rangeOf(recording, before, change.time - change.gap),
            rangeOf(recording, settled(change), next)};
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
        result.waitsExact = result.waitsExact && snapshot->waitsExact;
    }
    result.snapshots = samples.size();
    for (const measure::FigureRow& row : measure::figures())
        if (row.ofRange != nullptr)
            result.figures[row.figure] = row.ofRange(samples);
    for (const measure::State state : measure::kStates)
        result.states[static_cast<std::size_t>(state)] = samples.state(state);
    result.quality = run.quality(all.header());
    return result;
}

} // namespace lockscope::recording
