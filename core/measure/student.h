// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace lockscope::measure {

/// The t of Student's distribution that a value stays within, on both sides of 0, with probability
/// `level`: studentQuantile(0.95, 4) is 2.776. `level` in (0, 1), `freedom` 1 or more, whole or
/// not; the result is within a few parts in a million. Throws std::invalid_argument otherwise. Any
/// thread.
[[nodiscard]] double studentQuantile(double level, double freedom);

/// The level of every confidence interval that is shown.
inline constexpr double kConfidence = 0.95;

} // namespace lockscope::measure
