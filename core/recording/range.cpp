// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/range.h"

#include "core/measure/snapshot_sums.h"
#include "core/recording/run_summary_builder.h"

#include <fmt/format.h>

namespace lockscope::recording {

namespace {

std::optional<BatchEstimate> estimateOf(const measure::SnapshotSums& samples, RangeFigure figure)
{
    switch (figure) {
    case RangeFigure::Throughput:
        return samples.throughput();
    case RangeFigure::MeanWait:
        return samples.meanWait();
    case RangeFigure::P50Wait:
        return samples.waitQuantile(0.5);
    case RangeFigure::P90Wait:
        return samples.waitQuantile(0.9);
    case RangeFigure::P99Wait:
        return samples.waitQuantile(0.99);
    case RangeFigure::CpuPerCall:
        break;
    }
    return samples.cpuPerCall();
}

} // namespace

std::string_view figureName(RangeFigure figure)
{
    constexpr std::array<std::string_view, kRangeFigures.size()> kNames{"throughput",
                                                                        "wait_mean_ns",
                                                                        "wait_p50_ns",
                                                                        "wait_p90_ns",
                                                                        "wait_p99_ns",
                                                                        "cpu_ns_per_call"};
    return kNames[static_cast<std::size_t>(figure)];
}

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
    for (const RangeFigure figure : kRangeFigures)
        result.figures[static_cast<std::size_t>(figure)] = estimateOf(samples, figure);
    result.contended = samples.contended();
    for (const measure::State state : measure::kStates)
        result.states[static_cast<std::size_t>(state)] = samples.state(state);
    result.quality = run.quality(all.header());
    return result;
}

} // namespace lockscope::recording
