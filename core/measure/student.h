// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace lockscope::measure {

/// Student's t that a variate of so many degrees of freedom stays within, both sides together, with
/// probability 0.95: the factor of a 95 % confidence interval. 12.706 for 1, 1.960 for very many.
/// `freedom` >= 1. Thread-safe.
///
/// From the regularised incomplete beta function (Abramowitz and Stegun, 26.7.1), inverted by bisection.
[[nodiscard]] double student95(double freedom);

} // namespace lockscope::measure
