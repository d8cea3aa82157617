// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recording/lock_difference.h"
#include "core/recording/range.h"

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockscope::recording {

/// The figures of two ranges beside each other: B against A.
///
/// Intervals know what varies within a range. A run may also differ from the next of the same
/// kind as a whole (another placement of memory, another steady state of a lock); how much, two
/// runs cannot say, and study::compare(), which repeats and interleaves, can.
struct ComparedFigures
{
    RangeFigures figuresA;
    RangeFigures figuresB;

    /// B / A; none where one of them does not exist or is 0.
    [[nodiscard]] std::optional<Interval> ratio(Figure figure) const;
    /// B - A of a share of time; none where one is not known.
    [[nodiscard]] std::optional<Interval> change(measure::State state) const;

    /// "B is 1.57x (1.54-1.60)", of throughput, or measure::kNoDifference.
    [[nodiscard]] std::string verdict() const;

    /// B's throughput is shown to be lower than A's by more than this share of it (0.05 for
    /// 5 %): all of the ratio's interval lies below 1 - share. None when there is no interval.
    [[nodiscard]] std::optional<bool> isSlowerBy(double share) const;
};

/// Two ranges of recordings beside each other.
struct Difference : ComparedFigures
{
    Range a;
    Range b;
    std::vector<LockDifference> locks; ///< of watched programs; empty when neither is one
    std::vector<std::string> remarks; ///< what makes the two hard to compare, one sentence each
};

/// What the figures of a range lack, one sentence each: `name` is what the range is called, A or B,
/// and `changes` how many live changes came into force within it.
[[nodiscard]] std::vector<std::string> remarksOn(std::string_view name,
                                                 const RangeFigures& figures,
                                                 std::size_t changes);
/// What both lack together.
[[nodiscard]] std::vector<std::string> remarksOnBoth(const ComparedFigures& figures);

/// Reads both. Throws RecordingError.
[[nodiscard]] Difference compare(Range a, Range b);

/// `diff --json`: schema lockscope.diff/1.
[[nodiscard]] nlohmann::ordered_json toJson(const Difference& difference);

} // namespace lockscope::recording
