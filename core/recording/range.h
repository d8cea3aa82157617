// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/batch_means.h"
#include "core/measure/quality/quality.h"
#include "core/recording/recording.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace lockscope::recording {

using measure::BatchEstimate;
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

/// Before and after a marker, counted from 0: from the marker before it to when the change was
/// asked for, and from when it was in force, and the runtime initialised, to the next. Throws
/// RecordingError when there is no such marker, or no snapshot on one of its sides.
[[nodiscard]] std::pair<Range, Range> aroundMarker(std::shared_ptr<const Recording> recording,
                                                   std::size_t marker);

/// What recordings are compared by.
enum class RangeFigure : std::uint8_t
{
    Throughput, ///< calls/s
    MeanWait, ///< lock-wait time, ns, over all passes
    P50Wait, ///< ns, over the contended passes, as the following
    P90Wait,
    P99Wait,
    CpuPerCall ///< CPU time burnt for a call, ns
};
inline constexpr std::array kRangeFigures{RangeFigure::Throughput,
                                          RangeFigure::MeanWait,
                                          RangeFigure::P50Wait,
                                          RangeFigure::P90Wait,
                                          RangeFigure::P99Wait,
                                          RangeFigure::CpuPerCall};

/// "throughput", "wait_mean_ns", ...: in files.
[[nodiscard]] std::string_view figureName(RangeFigure figure);

/// The figures of a range, each over the whole of it and with its standard error by batchMeans().
struct RangeFigures
{
    std::size_t snapshots = 0;
    bool waitsExact = true;
    std::array<std::optional<BatchEstimate>, kRangeFigures.size()> figures;
    std::array<std::optional<BatchEstimate>, measure::kStateCount>
        states; ///< shares of the workers' time
    std::optional<BatchEstimate> contended; ///< share of the passes
    measure::Quality quality; ///< what disturbed it; nothing known of what was simulated

    [[nodiscard]] const std::optional<BatchEstimate>& operator[](RangeFigure figure) const
    {
        return figures[static_cast<std::size_t>(figure)];
    }
};

/// Reads the range: some 30 us a snapshot. Throws RecordingError as Recording::snapshot().
[[nodiscard]] RangeFigures figuresOf(const Range& range);

} // namespace lockscope::recording
