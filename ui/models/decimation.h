// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <deque>
#include <vector>

namespace lockscope::ui {

/// One value of a line. A line is a sequence of samples in ascending order of time.
struct Sample
{
    std::chrono::nanoseconds time{};
    double value = 0;
    bool startsRun = false; ///< nothing is known between the sample before and this one: a gap
    friend bool operator==(const Sample&, const Sample&) = default;
};

/// The samples from `from` to `until`, both included, reduced to at most two per `column` of time:
/// the smallest and the largest, in the order in which they came. Gaps stay: a column is cut where
/// a run starts.
///
/// Columns are counted from the clock's zero, not from the window's edge, so that a line keeps its
/// shape while it scrolls. A column of no length keeps every sample.
[[nodiscard]] std::vector<Sample> decimate(
    const std::deque<Sample>& samples,
    std::chrono::nanoseconds from,
    std::chrono::nanoseconds column,
    std::chrono::nanoseconds until = std::chrono::nanoseconds::max());

} // namespace lockscope::ui
