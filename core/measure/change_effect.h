// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/history.h"

#include <optional>

namespace lockscope::measure {

/// Means over a stretch of settled seconds.
struct SettledMeans
{
    double throughput = 0; ///< calls/s
    std::optional<double> waitNs; ///< mean lock-wait time over all passes, ns
    std::chrono::nanoseconds length {}; ///< of the time averaged
};

/// What a live change did: the settled seconds on both sides of it.
struct ChangeEffect
{
    ConfigChange change;
    std::optional<SettledMeans> before; ///< none while there is too little settled time
    std::optional<SettledMeans> after;

    /// Throughput after over before; none without both, or when nothing ran before.
    [[nodiscard]] std::optional<double> ratio() const;
};

/// Time after a change that is left out because threads and caches still settle.
inline constexpr std::chrono::milliseconds kSettling {250};
/// At most so much time is averaged on each side.
inline constexpr std::chrono::seconds kSettledSpan {5};

/// The effect of the newest change in the history: means over at most kSettledSpan on both sides,
/// bounded by the neighbouring changes; the time in which callers wait for a late initialisation, and
/// kSettling after that, are left out. None without a change.
[[nodiscard]] std::optional<ChangeEffect> lastChangeEffect(const History& history);

} // namespace lockscope::measure
