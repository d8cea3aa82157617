// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/student.h"

#include <numeric>

#include <Eigen/Core>
#include <unsupported/Eigen/SpecialFunctions>

namespace lockscope::measure {

double student95(double freedom)
{
    // P(|t| > x) = I(v / (v + x^2); v/2, 1/2), falling in x.
    const auto outside = [freedom](double x) {
        return Eigen::numext::betainc(freedom / 2, 0.5, freedom / (freedom + x * x));
    };
    double low = 1; // inside too little for every number of degrees of freedom
    double high = 13; // inside enough for every one
    constexpr int kHalvings = 60; // down to a double's last digits
    for (int i = 0; i < kHalvings; ++i) {
        const double middle = std::midpoint(low, high);
        (outside(middle) > 0.05 ? low : high) = middle;
    }
    return high;
}

} // namespace lockscope::measure
