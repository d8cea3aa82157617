// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scaling/curve.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace lockscope::scaling {

/// A coefficient with its standard error and 95 % confidence interval (Student's t with n - 3 degrees of
/// freedom); none of those where the points are too few for them.
struct Coefficient
{
    double value = 0;
    std::optional<double> se;
    std::optional<double> low;
    std::optional<double> high;
};

/// The laws that a curve is held against, the simpler ones first.
enum class Law
{
    Linear, ///< X = gamma N
    Amdahl, ///< X = gamma N / (1 + alpha (N - 1))
    Usl ///< X = gamma N / (1 + alpha (N - 1) + beta N (N - 1))
};
inline constexpr std::array kLaws {Law::Linear, Law::Amdahl, Law::Usl};

/// "linear", "amdahl", "usl": in files.
[[nodiscard]] std::string_view lawName(Law law);

/// One law, fitted.
struct LawFit
{
    double alpha = 0;
    double beta = 0;
    double gamma = 0;
    double squares = 0; ///< of the residuals, summed
    double aic = 0; ///< n ln(squares / n) + 2 (coefficients + 1); less is better

    [[nodiscard]] double at(double n) const;
};

/// The Universal Scalability Law (N. Gunther, "Guerrilla Capacity Planning", 2007, chapters 4 to 6), fitted to
/// a curve by least squares with alpha and beta >= 0.
struct UslFit
{
    Coefficient alpha; ///< share that is serial: contention
    Coefficient beta; ///< cost of keeping a pair consistent: coherency; 0 on its bound
    Coefficient gamma; ///< throughput of one
    std::array<LawFit, kLaws.size()> laws; ///< by Law
    Law best = Law::Usl; ///< the simplest within 2 of the least AIC (Burnham and Anderson 2002, 2.6)
    double r2 = 0; ///< share of the variation that the law explains
    std::vector<double> residuals; ///< measured less fitted, by point
    std::optional<double> residualSd; ///< standard deviation with n - 3 degrees of freedom
    bool fits = true;
    std::vector<std::string> reasons; ///< why it does not; sentences
    std::vector<std::string> remarks; ///< what else is to be known; sentences

    [[nodiscard]] const LawFit& operator[](Law law) const { return laws[static_cast<std::size_t>(law)]; }

    /// Where throughput is highest: sqrt((1 - alpha) / beta). None without a peak, or when it does not fit.
    [[nodiscard]] std::optional<double> nStar() const;
    /// What Amdahl's law lets throughput grow to, gamma / alpha. None without contention, or when it does not
    /// fit.
    [[nodiscard]] std::optional<double> limit() const;
    /// Throughput at n by the law; none when it does not fit: there is no forecast then.
    [[nodiscard]] std::optional<double> predict(double n) const;
};

/// Fits by Levenberg-Marquardt from several beginnings; a coefficient that would be negative stays on 0, and
/// the errors are those of all three at the result, as R's nls() gives them with bounds. Of a curve of one
/// point or more, by n. It does not fit when there are fewer than 4 different n, when alpha or beta come out
/// above 1, when a point lies further off than a fifth of the highest throughput, or when residuals that
/// matter (more than 2 % of it) keep their sign so long that chance would do that in 1 of 100 at most.
[[nodiscard]] UslFit fitUsl(const Curve& curve);

} // namespace lockscope::scaling
