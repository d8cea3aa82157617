// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/history.h"
#include "core/recording/difference.h"
#include "ui/models/decimation.h"

#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>

namespace lockscope::ui {

/// A recording, and which part of it: without times all of it.
struct RangeChoice
{
    std::shared_ptr<const recording::Recording> recording;
    std::optional<std::chrono::nanoseconds> from; ///< on the recorded source's clock
    std::optional<std::chrono::nanoseconds> until;
};

/// Two ranges compared, and what is drawn of them. A value that is not changed any more.
struct ComparedRanges
{
    recording::Difference difference;
    measure::History a; ///< the snapshots that the figures are of, without their threads
    measure::History b;

    /// The longer of both: how much time each picture shows.
    [[nodiscard]] std::chrono::nanoseconds span() const;
};

/// Reads both; from any thread. Throws recording::RecordingError.
[[nodiscard]] ComparedRanges compareRanges(const RangeChoice& a, const RangeChoice& b);

/// Throughput, calls/s, from end to end of a recording in at most so many steps: each is the mean
/// from the one before, so that nothing is left out. Throws recording::RecordingError.
[[nodiscard]] std::deque<Sample> overviewOf(const recording::Recording& recording,
                                            std::size_t steps);

} // namespace lockscope::ui
