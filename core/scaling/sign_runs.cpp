// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scaling/sign_runs.h"

#include <cmath>

namespace lockscope::scaling {

namespace {

/// n over k; 0 outside.
double choose(int n, int k)
{
    if (k < 0 || k > n)
        return 0;
    return std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1));
}

} // namespace

double chanceOfSoFewRuns(const std::vector<double>& residuals)
{
    int above = 0;
    int below = 0;
    int runs = 0;
    double last = 0;
    for (const double residual : residuals) {
        if (residual == 0)
            continue;
        ++(residual > 0 ? above : below);
        runs += last == 0 || (residual > 0) != (last > 0) ? 1 : 0;
        last = residual;
    }
    if (above == 0 || below == 0)
        return 1;
    double ways = 0;
    for (int r = 2; r <= runs; ++r) {
        const int half = r / 2;
        ways += r % 2 == 0 ? 2 * choose(above - 1, half - 1) * choose(below - 1, half - 1)
                           : choose(above - 1, half) * choose(below - 1, half - 1)
                + choose(above - 1, half - 1) * choose(below - 1, half);
    }
    return ways / choose(above + below, above);
}

} // namespace lockscope::scaling
