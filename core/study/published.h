// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"
#include "core/measure/batch_means.h"
#include "core/measure/run_summary.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace lockscope::study {

/// Workers of the published figures.
inline constexpr int kPublishedWorkers = 8;

/// The published experiment as it was: eight workers or another number take tasks from a channel
/// that is filled, on CPUs that the system chooses, and every callback takes the mutex.
[[nodiscard]] lab::LabConfig publishedConfig(int cpus, int workers);

/// Both guards over the same number of tasks, at one number of workers.
struct PublishedPoint
{
    lab::LabConfig config{}; ///< of the mutex; the other is the same with the fast path
    measure::RunSummary mutex{};
    measure::RunSummary fastPath{};
    int slices = 0; ///< pairs of slices that the ratio is from
    /// The mutex's time for each task over the fast path's. Without bounds when there were fewer
    /// slices than measure::kMinSnapshots; then it is that of the whole.
    measure::Interval ratio{};
};

/// Share done, 0..1, and whether the slice is of the fast path; returns false to cancel.
using PublishedProgress = std::function<bool(double share, bool fastPath)>;

/// Slices that each guard's tasks are cut into, about.
inline constexpr int kPublishedSlices = 30;

/// Runs `tasks` tasks with the mutex and as many with the fast path, in rounds of one slice each of
/// about 1/kPublishedSlices of them, see runRounds(), so that a busy moment of the machine falls on
/// both; which is first changes from round to round. Each guard has one lab, which stands still
/// during the other's slices, so its channel is filled once, before its clock starts. The ratio is
/// that of the pairs, its interval by batch means, which allows for neighbours that resemble each
/// other. None when it was cancelled. Throws ConfigError, std::runtime_error when a lab fails.
/// Blocks the calling thread.
[[nodiscard]] std::optional<PublishedPoint> runPublished(const lab::LabConfig& mutex,
                                                         std::uint64_t tasks,
                                                         const PublishedProgress& progress);

/// "no difference shown" where the ratio's interval holds 1, "fast path is faster" or "slower"
/// where it does not; "unknown" and why without an interval.
[[nodiscard]] std::string verdictOf(const PublishedPoint& point);

} // namespace lockscope::study
