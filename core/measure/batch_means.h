// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <optional>

/// Confidence intervals from one run, whose values are no independent samples: a snapshot resembles
/// its neighbours.
///
/// Method: non-overlapping batch means. The run is cut into batches of as many snapshots each, so
/// long that their means resemble each other little; these are taken as independent (A. M. Law,
/// Simulation Modeling and Analysis, ch. 9; 10 to 30 batches, B. Schmeiser, Operations Research 30
/// (1982) 556-568). Of 30, 20, 15 and 10 batches the first whose neighbours correlate by less than
/// 0.15 are used, else 10; what correlation r they still have widens the standard error by sqrt((1
/// + r) / (1 - r)), as for a first-order autoregressive process. Nothing is drawn at random, so
/// there is no seed.
namespace lockscope::measure {

/// The figure of a stretch of snapshots [from, until); none when it is not known or does not exist.
using FigureOver = std::function<std::optional<double>(std::size_t from, std::size_t until)>;

/// A figure of a whole run with how well it is known.
struct BatchEstimate
{
    double value = 0; ///< of the whole run, not the mean of the batches
    std::optional<double>
        standardError; ///< none when there are too few snapshots, or a batch has no figure
    int batches = 0; ///< that the standard error is from; 0 without
};

/// An interval of kConfidence; without bounds when they are not known.
struct Interval
{
    double mean = 0;
    std::optional<double> low{};
    std::optional<double> high{};
};

/// Fewer snapshots give no interval.
inline constexpr std::size_t kMinSnapshots = 10;

/// The figure over `count` snapshots; none when it does not exist. Asks `figure` for some 80
/// stretches.
[[nodiscard]] std::optional<BatchEstimate> batchMeans(std::size_t count, const FigureOver& figure);

/// Student's interval. For a figure that is never negative: its lower end is cut off at 0, its
/// upper one at `most`, which is 1 for a share.
[[nodiscard]] Interval intervalOf(const BatchEstimate& estimate,
                                  double most = std::numeric_limits<double>::infinity());

/// b / a, by the delta method on its logarithm, with Welch's degrees of freedom (B. L. Welch,
/// Biometrika 34 (1947) 28-35): ends are positive, and a / b has the inverse interval. None unless
/// both are above 0.
[[nodiscard]] std::optional<Interval> ratioOf(const BatchEstimate& a, const BatchEstimate& b);

/// b - a, Welch's interval, cut off at `most` to both sides, which is 1 for shares.
[[nodiscard]] Interval differenceOf(const BatchEstimate& a,
                                    const BatchEstimate& b,
                                    double most = std::numeric_limits<double>::infinity());

} // namespace lockscope::measure
