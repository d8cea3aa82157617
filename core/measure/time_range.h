// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>

namespace lockscope::measure {

/// A stretch of a source's clock, from `begin` to `end`. A plain value.
struct TimeRange
{
    using Time = std::chrono::nanoseconds;

    Time begin{};
    Time end{}; ///< not before `begin`

    [[nodiscard]] Time span() const { return end - begin; }
    [[nodiscard]] Time middle() const { return begin + span() / 2; }
    [[nodiscard]] bool contains(Time time) const { return time >= begin && time <= end; }
    [[nodiscard]] bool contains(const TimeRange& other) const
    {
        return begin <= other.begin && other.end <= end;
    }
    /// What lies in both; of no length, at an end of `other`, when nothing does.
    [[nodiscard]] TimeRange within(const TimeRange& other) const
    {
        return {std::clamp(begin, other.begin, other.end), std::clamp(end, other.begin, other.end)};
    }

    friend bool operator==(const TimeRange&, const TimeRange&) = default;
};

} // namespace lockscope::measure
