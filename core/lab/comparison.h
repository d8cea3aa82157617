// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"
#include "core/measure/figures.h"
#include "core/measure/quality/quality.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace lockscope::lab {

/// The quality of several runs of one configuration: their means, and what to say of those. Any
/// thread.
[[nodiscard]] measure::Quality qualityOf(const std::vector<measure::Quality>& runs,
                                         const LabConfig& config);

/// A mean of repeated runs with its 95 % confidence interval (Student's t, from the runs alone);
/// without an interval for one run. None of a figure that no run had. For figures that are not
/// negative.
struct Estimate
{
    double mean = 0;
    std::optional<double> low;
    std::optional<double> high;
    int runs = 0; ///< that the figure was known of
};
[[nodiscard]] std::optional<Estimate> estimateOf(const std::vector<double>& values);

/// b / a of two estimates from repeated runs, by measure::ratioOf(); without bounds when one has a
/// single run.
[[nodiscard]] std::optional<measure::Interval> ratioOf(const Estimate& a, const Estimate& b);

/// One guard, with or without the fast path.
struct Contender
{
    std::string guard;
    bool fastPath = false;
    friend bool operator==(const Contender&, const Contender&) = default;
};

struct ComparisonPlan
{
    LabConfig config; ///< all but the guard and its fast path
    std::vector<Contender> contenders;
    int repeats = 5; ///< 1..kMaxRepeats
    std::chrono::milliseconds length{500}; ///< of each run, 10 ms..1 h
    std::uint64_t seed = 1; ///< of the order within each round
};
inline constexpr int kMaxRepeats = 1000;

/// A contender's runs.
struct ComparedGuard
{
    Contender contender;
    bool waitsExact = true;
    measure::ByFigure<std::optional<Estimate>>
        figures; ///< those by which guards are compared, the others none
    measure::Quality quality{}; ///< means over its runs, and what to say of them

    [[nodiscard]] const std::optional<Estimate>& operator[](measure::Figure figure) const
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

/// Runs the contenders one after another at the same settings, each once in a round, in another
/// order in every round, so that a drift of the machine's speed falls on all alike. What comes
/// before a run and is not counted: warmUpFor(). Throws ConfigError as validate(),
/// std::runtime_error when a lab fails. One thread.
[[nodiscard]] Comparison compare(const ComparisonPlan& plan,
                                 const ComparisonProgress& progress = {});

} // namespace lockscope::lab
