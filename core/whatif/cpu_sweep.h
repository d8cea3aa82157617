// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/watch_report.h"
#include "core/scaling/usl_fit.h"
#include "core/whatif/lock_forecast.h"

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace lockscope::whatif {

/// A program that ran on so many CPUs, and what was counted.
struct RunOnCpus
{
    int cpus = 1;
    program::WatchReport report;
};

/// A lock in one of the runs; several that are taken in one place are one, by their sums.
struct SweptPoint
{
    int cpus = 1;
    std::uint64_t acquisitions = 0;
    std::uint64_t contended = 0;
    double waitNs = 0; ///< in all
    double rate = 0; ///< acquisitions a second of the program's time

    [[nodiscard]] double contendedShare() const;
    [[nodiscard]] double waitMeanNs() const; ///< over all acquisitions
};

/// A lock over the runs: the same kind, taken in the same place.
struct SweptLock
{
    program::LockKind kind = program::LockKind::Mutex;
    std::string place; ///< the program's own text
    std::vector<SweptPoint> points; ///< of the runs in which it was taken
    scaling::UslFit law; ///< fitted to their rates, measured
    /// Of the run with the most CPUs, on the machine that was asked for; none where the lock was
    /// not simulated.
    std::optional<LockForecast> simulated;
};

/// Locks that are in a sweep, those that were waited for most first.
inline constexpr std::size_t kSweptLocks = 10;

/// The runs' locks, exact ones alone, and the law fitted to each curve.
[[nodiscard]] std::vector<SweptLock> sweptLocks(const std::vector<RunOnCpus>& runs);

/// Simulates the lock beside its measured curve, by what it did in the run with the most CPUs;
/// false when `progress` ended it. Throws as forecastLock().
[[nodiscard]] bool simulateBeside(SweptLock& lock,
                                  const std::vector<RunOnCpus>& runs,
                                  const simulation::Machine& machine,
                                  const simulation::SimulationProgress& progress = {});

/// `watch --sweep-cpus --json`: schema lockscope.watch-sweep/1.
[[nodiscard]] nlohmann::ordered_json toJson(const std::vector<RunOnCpus>& runs,
                                            const std::vector<SweptLock>& locks);

/// For people, on lines, fit for a terminal.
[[nodiscard]] std::string toText(const std::vector<RunOnCpus>& runs,
                                 const std::vector<SweptLock>& locks);

} // namespace lockscope::whatif
