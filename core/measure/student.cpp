// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/student.h"

#include <stdexcept>
#include <unsupported/Eigen/SpecialFunctions>

#include <fmt/format.h>

namespace lockscope::measure {

namespace {

/// P(|T| <= t) = I(t^2 / (freedom + t^2); 1/2, freedom/2), the regularised incomplete beta function
/// (Abramowitz and Stegun, 26.7.1 with 26.5.27). In this form small arguments keep their digits.
double withinProbability(double t, double freedom)
{
    return Eigen::numext::betainc(0.5, freedom / 2, t * t / (freedom + t * t));
}

} // namespace

double studentQuantile(double level, double freedom)
{
    if (!(level > 0 && level < 1 && freedom >= 1))
        throw std::invalid_argument(
            fmt::format("Student's t for level {} and {} degrees of freedom; allowed: a level "
                        "between 0 and 1, 1 or more",
                        level,
                        freedom));
    // The probability grows with t: bracket, then halve until the bracket is a few parts in 10^15.
    double low = 0;
    double high = 1;
    while (withinProbability(high, freedom) < level) {
        low = high;
        high *= 2;
    }
    for (int i = 0; i < 50; ++i) {
        const double middle = (low + high) / 2;
        (withinProbability(middle, freedom) < level ? low : high) = middle;
    }
    return (low + high) / 2;
}

} // namespace lockscope::measure
