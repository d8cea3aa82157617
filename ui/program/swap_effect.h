// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/batch_means.h"
#include "core/measure/history.h"

#include <QString>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lockscope::ui {

/// How a program's locks did over some seconds: all of those that were swapped, together.
struct SwapSide
{
    std::chrono::nanoseconds length{};
    std::optional<measure::BatchEstimate>
        acquisitions; ///< a second; none when they were not counted
    std::optional<double> contended; ///< share of them; none where there are none, too
    std::optional<double> meanWaitNs; ///< of all acquisitions, by waits that ended
};

/// What the last swap of a watched program's lock did, or its last delay: the seconds before and
/// after.
struct SwapEffect
{
    std::vector<std::uint32_t> locks; ///< that were changed together, by id, ascending
    std::string site; ///< of the first; the program's own text
    std::string by; ///< "ticket"; empty when they were given different ones
    std::chrono::nanoseconds time{}; ///< when the first of them came into force
    SwapSide before;
    SwapSide after;

    /// How often the locks are taken, after over before; none where that is not known, or is 0 on a
    /// side.
    [[nodiscard]] std::optional<measure::Interval> ratio() const;
};

/// A side that is shorter says nothing yet.
inline constexpr std::chrono::seconds kShortestSwapSide{3};
/// No more than that counts of a side, as programs do something else after a while.
inline constexpr std::chrono::seconds kLongestSwapSide{60};

/// The effect of the newest change in a history of a watched program. Changes less than a second
/// apart are one. Each side reaches to the change next to it; a quarter of a second after a change
/// is left out, as threads and caches still settle. None without a change, or of no program.
[[nodiscard]] std::optional<SwapEffect> lastSwapEffect(const measure::History& history);

/// "update (stats.c:20): taken 1.31x as often (1.28-1.34), 1.20 M/s → 1.57 M/s, since ticket stands
/// in front of it: 12 s before, 9 s after"; while there is too little to compare, that. Fit to be
/// shown.
[[nodiscard]] QString swapEffectText(const SwapEffect& effect);
/// What else became of it, and what the interval is; some lines.
[[nodiscard]] QString swapEffectTip(const SwapEffect& effect);

} // namespace lockscope::ui
