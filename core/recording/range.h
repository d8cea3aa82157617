// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/figures.h"
#include "core/measure/quality/quality.h"
#include "core/recording/recording.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace lockscope::recording {

using measure::BatchEstimate;
using measure::Figure;
using measure::Interval;

/// A range of a recording: the snapshots whose intervals lie within from..until on the source's
/// clock.
struct Range
{
    std::shared_ptr<const Recording> recording;
    std::chrono::nanoseconds from{};
    std::chrono::nanoseconds until{};
};

[[nodiscard]] inline double secondsOf(std::chrono::nanoseconds time)
{
    return std::chrono::duration<double>(time).count();
}

/// All of it, or from and until the times given. Throws RecordingError when no snapshot lies
/// within.
[[nodiscard]] Range rangeOf(std::shared_ptr<const Recording> recording,
                            std::optional<std::chrono::nanoseconds> from = {},
                            std::optional<std::chrono::nanoseconds> until = {});

/// Before and after a marker, counted from 0, by measure::aroundChange(). Throws
/// RecordingError when there is no such marker, or no snapshot on one of its sides.
[[nodiscard]] std::pair<Range, Range> aroundMarker(
    const std::shared_ptr<const Recording>& recording, std::size_t marker);

/// The figures of a range, each over the whole of it and with its standard error by batchMeans();
/// none of those that snapshots do not tell.
struct RangeFigures
{
    measure::Subject subject = measure::Subject::Experiment; ///< decides the words for them
    std::size_t snapshots = 0;
    bool waitsExact = true;
    measure::ByFigure<std::optional<BatchEstimate>> figures;
    std::array<std::optional<BatchEstimate>, measure::kStateCount>
        states; ///< shares of the workers' time
    measure::Quality quality; ///< what disturbed it; nothing known of what was simulated

    [[nodiscard]] const std::optional<BatchEstimate>& operator[](Figure figure) const
    {
        return figures[figure];
    }
};

/// Of these snapshots, all of them; what disturbed them stays unknown.
[[nodiscard]] RangeFigures figuresOf(const std::vector<measure::SnapshotPtr>& snapshots);
/// Reads the range: some 30 us a snapshot. Throws RecordingError as Recording::snapshot().
[[nodiscard]] RangeFigures figuresOf(const Range& range);

} // namespace lockscope::recording
