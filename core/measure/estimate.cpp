// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/estimate.h"

#include "core/measure/student.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace lockscope::measure {

std::optional<Estimate> estimateOf(const std::vector<double>& values)
{
    if (values.empty())
        return std::nullopt;
    const auto n = static_cast<double>(values.size());
    Estimate estimate;
    estimate.runs = static_cast<int>(values.size());
    estimate.mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    if (values.size() < 2)
        return estimate;
    double squares = 0;
    for (const double value : values)
        squares += (value - estimate.mean) * (value - estimate.mean);
    const double half = studentQuantile(kConfidence, n - 1) * std::sqrt(squares / (n - 1) / n);
    estimate.low = std::max(0.0, estimate.mean - half); // none of the figures can be negative
    estimate.high = estimate.mean + half;
    return estimate;
}

std::optional<Interval> ratioOf(const Estimate& a, const Estimate& b)
{
    const auto known = [](const Estimate& estimate) {
        BatchEstimate result{.value = estimate.mean, .standardError = {}, .batches = estimate.runs};
        if (estimate.high && estimate.runs > 1)
            result.standardError =
                (*estimate.high - estimate.mean) / studentQuantile(kConfidence, estimate.runs - 1);
        return result;
    };
    return ratioOf(known(a), known(b));
}

} // namespace lockscope::measure
