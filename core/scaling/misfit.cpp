// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scaling/misfit.h"

#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

namespace lockscope::scaling {

namespace {

/// One point for each n: the mean of its measurements.
Curve meansOf(const Curve& curve)
{
    Curve means;
    for (std::size_t i = 0; i < curve.size();) {
        std::size_t end = i;
        double sum = 0;
        for (; end < curve.size() && curve[end].n == curve[i].n; ++end)
            sum += curve[end].throughput;
        means.push_back({curve[i].n, sum / static_cast<double>(end - i)});
        i = end;
    }
    return means;
}

std::optional<double> patternOf(const std::vector<double>& residuals)
{
    constexpr std::size_t kFewest = 8;
    if (residuals.size() < kFewest)
        return std::nullopt;
    const auto n = static_cast<double>(residuals.size());
    const double mean = std::accumulate(residuals.begin(), residuals.end(), 0.0) / n;
    double squares = 0;
    double steps = 0;
    for (std::size_t i = 0; i < residuals.size(); ++i) {
        squares += (residuals[i] - mean) * (residuals[i] - mean);
        if (i > 0)
            steps += (residuals[i] - residuals[i - 1]) * (residuals[i] - residuals[i - 1]);
    }
    if (squares == 0)
        return std::nullopt;
    return (1 - steps / (2 * squares)) / std::sqrt((n - 2) / (n * n - 1));
}

} // namespace

Misfit misfitOf(const Curve& curve, const Coefficients& coefficients)
{
    const Curve means = meansOf(curve);
    std::vector<double> residuals;
    double squares = 0;
    double sum = 0;
    for (const CurvePoint& point : means) {
        residuals.push_back(point.throughput - coefficients.throughputAt(point.n));
        squares += residuals.back() * residuals.back();
        sum += point.throughput;
    }
    const auto n = static_cast<double>(means.size());
    return {.share = std::sqrt(squares / (n - 3)) / (sum / n), .pattern = patternOf(residuals)};
}

int differentCounts(const Curve& curve)
{
    return static_cast<int>(meansOf(curve).size());
}

} // namespace lockscope::scaling
