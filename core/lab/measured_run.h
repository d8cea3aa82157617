// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"
#include "core/measure/run_summary.h"

#include <chrono>
#include <functional>
#include <optional>

namespace lockscope::lab {

/// Lengths that a measured run may have.
inline constexpr std::chrono::milliseconds kShortestRun{10};
inline constexpr std::chrono::hours kLongestRun{1};

/// Throws ConfigError, for the flag --seconds, when a run may not be so long.
void validateLength(std::chrono::milliseconds length);

/// What comes before a run of this length and is not counted: a quarter of it, at most 100 ms.
[[nodiscard]] std::chrono::milliseconds warmUpFor(std::chrono::milliseconds length);

/// Says how far a run is, 0..1, some ten times a second; false to cancel it.
using RunProgress = std::function<bool(double share)>;

/// Runs a configuration for so long, after it has warmed up. The same workers go on: a queue of
/// spinners, say, is not yet there when they begin, and in some hundredths of a second they make
/// more calls than in the next minute. None when it was cancelled. Throws ConfigError,
/// std::runtime_error when a lab fails. Blocks the calling thread.
[[nodiscard]] std::optional<measure::RunSummary> measuredRun(const LabConfig& config,
                                                             std::chrono::milliseconds length,
                                                             const RunProgress& progress);

} // namespace lockscope::lab
