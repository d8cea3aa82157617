// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scaling/curve.h"
#include "core/scaling/law.h"

#include <optional>

namespace lockscope::scaling {

/// How a curve lies off the law laid through it. Repeated measurements count as their mean, so that
/// their scatter is not taken for a fault of the law.
struct Misfit
{
    double share = 0; ///< residual standard deviation, as a share of the mean throughput
    /// How unlikely it is that neighbours lie off to the same side as they do by chance, in
    /// standard deviations: Young's C over its own, which is normal from 8 values on (Young 1941,
    /// "On randomness in ordered sequences"; C = 1 - half of von Neumann's ratio). None for fewer,
    /// or without residuals.
    std::optional<double> pattern;
};

/// For a curve with more than three different n.
[[nodiscard]] Misfit misfitOf(const Curve& curve, const Coefficients& coefficients);

/// Above this share no forecast is worth its name, whatever the reason. The cliff of a ticket lock
/// (Boyd-Wickizer et al., 2012) gives 0.5 to 0.7; noise of 10 % about 0.1.
inline constexpr double kTooFarOff = 0.3;

/// Above this share and this many standard deviations the law has another shape than the data.
/// Chance goes beyond 3 about once in a thousand curves; below a share of 5 % a forecast is good
/// all the same.
inline constexpr double kOffEnough = 0.05;
inline constexpr double kTooRegular = 3;

/// The number of different n.
[[nodiscard]] int differentCounts(const Curve& curve);

} // namespace lockscope::scaling
