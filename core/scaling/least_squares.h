// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scaling/curve.h"
#include "core/scaling/law.h"

#include <array>
#include <optional>

namespace lockscope::scaling {

/// A law laid through a curve.
struct LawFit
{
    Law law = Law::Linear;
    Coefficients coefficients;
    double residualSquares = 0; ///< the sum of them, in throughput squared
    double aic = 0; ///< Akaike's criterion; only differences at the same curve mean something
};

/// The coefficients with the least sum of squared residuals, none below 0 (Levenberg-Marquardt). A
/// coefficient that wants to go below 0 stands at 0, where the law is the next simpler one. `curve`
/// has at least as many points as the law has coefficients.
[[nodiscard]] LawFit fitLaw(const Curve& curve, Law law);

/// Variances and covariances of gamma, alpha and beta, in this order.
using Covariance = std::array<std::array<double, 3>, 3>;

/// How far a change of gamma, alpha and beta, in this order, moves the throughput at n.
[[nodiscard]] std::array<double, 3> gradientAt(const Coefficients& coefficients, double n);

/// s^2 (J'J)^-1 with the Jacobian of all three coefficients, whichever of them stand at 0, and s^2
/// with n - 3 degrees of freedom: as R's nls gives it with algorithm "port". None with three points
/// or fewer, or when the points do not tell the coefficients apart.
[[nodiscard]] std::optional<Covariance> covarianceOf(const Curve& curve, const LawFit& fit);

} // namespace lockscope::scaling
