// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/batch_means.h"

#include <optional>
#include <vector>

namespace lockscope::measure {

/// A mean of repeated runs with its 95 % confidence interval (Student's t, from the runs alone);
/// without an interval for one run. None of a figure that no run had. For figures that are not
/// negative.
struct Estimate
{
    double mean = 0;
    std::optional<double> low;
    std::optional<double> high;
    int runs = 0; ///< that the figure was known of
};
[[nodiscard]] std::optional<Estimate> estimateOf(const std::vector<double>& values);

/// b / a of two estimates from repeated runs, by ratioOf(); without bounds when one has a single
/// run.
[[nodiscard]] std::optional<Interval> ratioOf(const Estimate& a, const Estimate& b);

} // namespace lockscope::measure
