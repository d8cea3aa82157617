// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/batch_means.h"

#include "core/measure/student.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

namespace lockscope::measure {

namespace {

constexpr double kLittle = 0.15; ///< correlation of neighbours that batches may have
constexpr double kMostCorrelation = 0.9; ///< what is above is taken for this

/// None when one of the batches has no figure.
std::optional<std::vector<double>> batchesOf(std::size_t count,
                                             std::size_t batches,
                                             const FigureOver& figure)
{
    std::vector<double> values;
    for (std::size_t i = 0; i < batches; ++i) {
        const auto value = figure(count * i / batches, count * (i + 1) / batches);
        if (!value)
            return std::nullopt;
        values.push_back(*value);
    }
    return values;
}

struct Spread
{
    double variance = 0; ///< of one batch
    double correlation = 0; ///< of neighbours, never negative
};

Spread spreadOf(const std::vector<double>& values)
{
    const auto n = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double squares = 0;
    double neighbours = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        squares += (values[i] - mean) * (values[i] - mean);
        if (i > 0)
            neighbours += (values[i] - mean) * (values[i - 1] - mean);
    }
    if (squares <= 0)
        return {};
    return {.variance = squares / (n - 1),
            .correlation = std::clamp(neighbours / squares, 0.0, kMostCorrelation)};
}

/// Welch's degrees of freedom of a sum of two squared standard errors.
double welchFreedom(double squareA, int batchesA, double squareB, int batchesB)
{
    const double below = squareA * squareA / (batchesA - 1) + squareB * squareB / (batchesB - 1);
    const double sum = squareA + squareB;
    return below > 0 ? std::max(1.0, sum * sum / below) : batchesA + batchesB - 2;
}

} // namespace

std::optional<BatchEstimate> batchMeans(std::size_t count, const FigureOver& figure)
{
    if (count == 0)
        return std::nullopt;
    const auto whole = figure(0, count);
    if (!whole)
        return std::nullopt;
    BatchEstimate estimate{.value = *whole, .standardError = {}};
    if (count < kMinSnapshots)
        return estimate;

    constexpr std::array<std::size_t, 4> kCounts{30, 20, 15, 10};
    std::vector<std::size_t> counts;
    for (const std::size_t batches : kCounts)
        if (2 * batches <= count)
            counts.push_back(batches);
    if (counts.empty())
        counts.push_back(count / 2);
    for (const std::size_t batches : counts) {
        const auto values = batchesOf(count, batches, figure);
        if (!values)
            continue; // longer ones may have it
        const Spread spread = spreadOf(*values);
        const double widened = (1 + spread.correlation) / (1 - spread.correlation);
        estimate.standardError =
            std::sqrt(spread.variance / static_cast<double>(batches) * widened);
        estimate.batches = static_cast<int>(batches);
        if (spread.correlation < kLittle)
            break;
    }
    return estimate;
}

Interval intervalOf(const BatchEstimate& estimate, double most)
{
    if (!estimate.standardError)
        return {.mean = estimate.value};
    const double half =
        studentQuantile(kConfidence, estimate.batches - 1) * *estimate.standardError;
    return {.mean = estimate.value,
            .low = std::max(0.0, estimate.value - half),
            .high = std::min(most, estimate.value + half)};
}

std::optional<Interval> ratioOf(const BatchEstimate& a, const BatchEstimate& b)
{
    if (!(a.value > 0 && b.value > 0))
        return std::nullopt;
    const double ratio = b.value / a.value;
    if (!a.standardError || !b.standardError)
        return Interval{.mean = ratio};
    const double squareA = std::pow(*a.standardError / a.value, 2);
    const double squareB = std::pow(*b.standardError / b.value, 2);
    const double freedom = welchFreedom(squareA, a.batches, squareB, b.batches);
    const double half = studentQuantile(kConfidence, freedom) * std::sqrt(squareA + squareB);
    return Interval{.mean = ratio, .low = ratio * std::exp(-half), .high = ratio * std::exp(half)};
}

Interval differenceOf(const BatchEstimate& a, const BatchEstimate& b, double most)
{
    const double difference = b.value - a.value;
    if (!a.standardError || !b.standardError)
        return {.mean = difference};
    const double squareA = std::pow(*a.standardError, 2);
    const double squareB = std::pow(*b.standardError, 2);
    const double freedom = welchFreedom(squareA, a.batches, squareB, b.batches);
    const double half = studentQuantile(kConfidence, freedom) * std::sqrt(squareA + squareB);
    return {.mean = difference,
            .low = std::max(-most, difference - half),
            .high = std::min(most, difference + half)};
}

} // namespace lockscope::measure
