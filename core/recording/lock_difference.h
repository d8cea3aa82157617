// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recording/lock_figures.h"

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockscope::recording {

/// What became of a lock from A to B, by the share of the threads' time that goes into waiting for
/// it.
enum class LockChange
{
    Better, ///< the interval of the difference lies below 0
    Worse,
    NoneShown, ///< it holds 0
    Unknown, ///< there is no interval
    OnlyInA,
    OnlyInB
};

/// The same words for people and in JSON.
[[nodiscard]] std::string_view changeName(LockChange change);

/// The locks of one site in A and B.
struct LockDifference
{
    std::optional<LockFigures> a; ///< none where no lock of the site is in A
    std::optional<LockFigures> b;

    [[nodiscard]] const LockSite& site() const { return b ? b->site : a->site; }
    /// "mutex in evict (cache.c:88)"; with both lines where the line is another in B.
    [[nodiscard]] std::string text() const;

    [[nodiscard]] std::optional<Interval> acquisitions() const; ///< B / A
    [[nodiscard]] std::optional<Interval> contended() const; ///< B - A
    [[nodiscard]] std::optional<Interval> waitShare() const; ///< B - A
    [[nodiscard]] std::optional<Interval> meanWait() const; ///< B / A
    [[nodiscard]] LockChange change() const;
};

/// Matches locks by kind and the places that they have in common, most waited for; what is left by
/// kind, function and file, where that names one on either side, since lines move when code is
/// changed. What waits most in A or B comes
/// first.
[[nodiscard]] std::vector<LockDifference> matched(std::vector<LockFigures> a,
                                                  std::vector<LockFigures> b);

[[nodiscard]] nlohmann::ordered_json toJson(const std::vector<LockDifference>& locks);

} // namespace lockscope::recording
