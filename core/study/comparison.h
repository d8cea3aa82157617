// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"
#include "core/measure/estimate.h"
#include "core/measure/figures.h"
#include "core/measure/quality/quality.h"
#include "core/study/contender.h"
#include "core/study/contender_runner.h"
#include "core/study/sweep.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace lockscope::study {

/// The quality of several runs of one configuration: their means, and what to say of those. Any
/// thread.
[[nodiscard]] measure::Quality qualityOf(const std::vector<measure::Quality>& runs,
                                         const lab::LabConfig& config);

/// Guards at the same settings: a sweep at one number of CPUs.
struct ComparisonPlan
{
    lab::LabConfig config; ///< all but the guard and its fast path
    std::vector<Contender> contenders;
    int repeats = 5; ///< 1..kMaxRepeats
    std::chrono::milliseconds length{500}; ///< of each run, 10 ms..1 h
    std::uint64_t seed = 1; ///< of the order within each round
};

/// A contender's runs.
struct ComparedGuard
{
    Contender contender;
    bool waitsExact = true;
    measure::ByFigure<std::optional<measure::Estimate>>
        figures; ///< those by which guards are compared, the others none
    measure::Quality quality{}; ///< means over its runs, and what to say of them

    [[nodiscard]] const std::optional<measure::Estimate>& operator[](measure::Figure figure) const
    {
        return figures[figure];
    }
};

/// What was done, in the plan's order of contenders; complete unless it was cancelled.
struct Comparison
{
    ComparisonPlan plan;
    std::vector<ComparedGuard> guards;
    int rounds = 0; ///< that were completed
    [[nodiscard]] bool complete() const { return rounds == plan.repeats; }
    /// Of all runs together; with what to say of them.
    [[nodiscard]] measure::Quality quality() const;
};

/// Throws ConfigError: no contender at all, one twice, a guard that is not known or not available,
/// a number out of its range.
void validate(const ComparisonPlan& plan);

/// Share done, 0..1, and the contender whose turn it is; called some ten times a second. Returns
/// false to cancel, also in the middle of a run: what rounds are complete count.
using ComparisonProgress = std::function<bool(double share, const Contender& now)>;

/// Runs the contenders with whatever runs them, each once in a round, see runRounds(). Throws
/// ConfigError as validate(), std::runtime_error when a run fails. One thread.
[[nodiscard]] Comparison compare(const ComparisonPlan& plan,
                                 MeasuredRunner& runner,
                                 const ComparisonProgress& progress = {});

/// The same in the lab.
[[nodiscard]] Comparison compare(const ComparisonPlan& plan,
                                 const ComparisonProgress& progress = {});

} // namespace lockscope::study
