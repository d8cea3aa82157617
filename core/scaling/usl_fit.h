// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scaling/least_squares.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace lockscope::scaling {

/// A coefficient with its standard error and its 95 % confidence interval: Student's t with n - 3
/// degrees of freedom, cut off at the bound 0. Without them when the points do not tell the
/// coefficients apart.
struct Estimated
{
    double value = 0;
    std::optional<double> se;
    std::optional<double> low;
    std::optional<double> high;
};

/// What least squares found.
struct FittedLaws
{
    Estimated alpha; ///< of the Universal Scalability Law, like all up to the residuals
    Estimated beta;
    Estimated gamma;
    std::optional<double> r2; ///< none when throughput does not vary
    double residualSd = 0; ///< with n - 3 degrees of freedom
    std::vector<double> residuals; ///< measured minus fitted, in the order of the curve
    std::array<LawFit, kLaws.size()> laws; ///< linear, Amdahl, USL
    Law law = Law::Usl; ///< that describes the curve best, see chooseLaw()
    std::optional<Covariance> covariance; ///< at the coefficients of that law

    [[nodiscard]] const LawFit& best() const { return laws[static_cast<std::size_t>(law)]; }
};

/// Ends of a 95 % confidence interval.
struct Band
{
    double low = 0;
    double high = 0;
};

/// The Universal Scalability Law laid through a curve, and whether that means anything.
struct UslFit
{
    Curve curve;
    std::optional<FittedLaws> fitted; ///< none with too few points
    std::vector<std::string> reasons; ///< why it does not fit, a sentence each
    std::vector<std::string> remarks; ///< what to know about a fit, a sentence each

    [[nodiscard]] bool fits() const { return reasons.empty(); }

    /// Where throughput is highest: sqrt((1 - alpha) / beta). None when it does not fit, when beta
    /// is 0 or when a simpler law, which has no peak, describes the data as well.
    [[nodiscard]] std::optional<double> nStar() const;

    /// What throughput cannot exceed by contention alone (Amdahl): gamma / alpha. None when it does
    /// not fit, when alpha is 0 or when throughput grows in proportion.
    [[nodiscard]] std::optional<double> limit() const;

    /// Throughput at n > 0 by the law that describes the curve best; none when it does not fit.
    [[nodiscard]] std::optional<double> predict(double n) const;

    /// The confidence band of that curve (not of single measurements) at n, by the delta method
    /// with the covariance of all three coefficients: what is not known of beta counts also where
    /// Amdahl's law wins.
    [[nodiscard]] std::optional<Band> bandAt(double n) const;
};

/// Different n that a fit needs: three coefficients and one to see whether they are right.
inline constexpr int kFewestCounts = 4;

/// The simplest law whose AIC is within 2 of the best: a difference up to 2 is no evidence (Burnham
/// and Anderson 2002, section 2.6), and the simpler law has less to be wrong about. For one
/// coefficient more that is about a likelihood ratio test at 5 %. Plain AIC, not AICc, which is not
/// defined for the five points or fewer that many have.
[[nodiscard]] Law chooseLaw(const std::array<LawFit, kLaws.size()>& laws);

/// Fits a curve, sorted or not. Does not throw: a curve out of the law's reach has its reasons. Any
/// thread.
[[nodiscard]] UslFit fitUsl(Curve curve);

} // namespace lockscope::scaling
