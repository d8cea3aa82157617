// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"
#include "core/measure/estimate.h"
#include "core/measure/quality/quality.h"
#include "core/measure/states.h"
#include "core/scaling/usl_fit.h"
#include "core/study/contender.h"
#include "core/study/contender_runner.h"
#include "core/study/rounds.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace lockscope::study {

/// The same experiment over a range of CPU counts and guards.
struct SweepPlan
{
    lab::LabConfig config; ///< all but the guard, its fast path, CPUs and workers
    std::vector<Contender> contenders;
    std::vector<int> cpus; ///< each once, ascending
    std::optional<int> workers; ///< the same at every number of CPUs; none: they follow the CPUs
    int workersPerCpu = 1; ///< when they do
    int repeats = 5; ///< runs of each cell at least
    int maxRepeats = 15; ///< and at most
    /// Half the 95 % interval, as a share of the mean, that is tight enough.
    double tolerance = 0.05;
    std::chrono::milliseconds length{500}; ///< of each run, kShortestRun..kLongestRun
    std::uint64_t seed = 1; ///< of the order within each round

    [[nodiscard]] int workersAt(int cpuCount) const
    {
        return workers.value_or(cpuCount * workersPerCpu);
    }
};

struct SweepRun
{
    double throughput = 0; ///< calls/s
    std::optional<double> waitMeanNs; ///< lock-wait time over all passes
    std::optional<double> cpuNsPerCall;
    std::optional<measure::StateShares> states;
    bool waitsExact = true;
    measure::Quality quality{}; ///< without its warnings, which its point has
    friend bool operator==(const SweepRun&, const SweepRun&) = default;
};

/// A cell and its runs so far.
struct SweepPoint
{
    Cell cell;
    std::vector<SweepRun> runs;
    int cpusUsable = 0; ///< by the program that measured it; 0: not known

    /// Each none of what no run knows.
    [[nodiscard]] std::optional<measure::Estimate> throughput() const;
    [[nodiscard]] std::optional<double> waitMeanNs() const;
    [[nodiscard]] std::optional<double> cpuNsPerCall() const;
    [[nodiscard]] std::optional<measure::StateShares> states() const; ///< means over the runs
    [[nodiscard]] bool waitsExact() const;
    /// Means over the runs, and what to say of the point.
    [[nodiscard]] measure::Quality quality() const;
};

/// Points by contender, then by CPUs, in the plan's order; those without a run, too.
struct Sweep
{
    SweepPlan plan;
    std::vector<SweepPoint> points;
    std::optional<std::chrono::sys_seconds> ended = std::nullopt; ///< its last run; none: unknown

    /// True when each cell of the plan has been run as often as it wants, those for which there is
    /// no point, too; false after a cancelled sweep.
    [[nodiscard]] bool complete() const;
};

/// Whether a cell needs no more runs: at least `repeats`, and then a tight interval or
/// `maxRepeats`.
[[nodiscard]] bool finished(const SweepPlan& plan, const SweepPoint& point);

/// Runs that a cell will still need, guessed from the spread of those done.
[[nodiscard]] int expectedRuns(const SweepPlan& plan, const SweepPoint& point);

/// Throws lab::ConfigError: no contender or CPU count, one twice, or a value out of its range.
void validate(const SweepPlan& plan, const lab::ConfigLimits& limits = lab::labLimits());

/// Called after each run, while nothing is measured, with all that is done: to keep it safe. What
/// it throws ends the sweep.
using SweepKeeper = std::function<void(const Sweep& soFar)>;

/// Runs a plan with whatever runs contenders: rounds in which every cell that needs it is run once,
/// see runRounds(). `watcher` cancels it; whole runs count. `earlier` are points of the same
/// experiment that are there already, from a sweep that was cancelled: the sweep goes on where that
/// one stopped, in the order that it would have had. Throws ConfigError as validate() and for an
/// earlier point that is no cell of the plan; std::runtime_error when a run fails. One thread.
[[nodiscard]] Sweep runSweep(const SweepPlan& plan,
                             MeasuredRunner& runner,
                             const RoundWatcher& watcher = {},
                             const std::vector<SweepPoint>& earlier = {},
                             const SweepKeeper& keeper = {});

/// The same in the lab.
[[nodiscard]] Sweep runSweep(const SweepPlan& plan,
                             const RoundWatcher& watcher = {},
                             const std::vector<SweepPoint>& earlier = {},
                             const SweepKeeper& keeper = {});

/// The law laid through one guard's points: N is the number of CPUs, and every run is a
/// measurement.
struct SweepFit
{
    Contender contender;
    scaling::UslFit fit;
};

/// One for each contender, in the plan's order.
[[nodiscard]] std::vector<SweepFit> fitSweep(const Sweep& sweep);

inline constexpr int kMaxRepeats = 1000;
inline constexpr double kTightest = 0.001; ///< of tolerances
inline constexpr double kLoosest = 1;

} // namespace lockscope::study
