// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/figures.h"
#include "core/measure/history.h"
#include "core/measure/time_range.h"

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace lockscope::measure {

/// Figures over a range of settled seconds, each with how well it is known.
struct SettledFigures
{
    std::chrono::nanoseconds length{}; ///< of the time averaged
    ByFigure<std::optional<BatchEstimate>> figures; ///< quantiles of the waits are not among them
    std::optional<double> preempted; ///< share of the workers' time ready to run, but without a CPU
    int workers = 0; ///< the most at a time
    int cpus = 0; ///< different ones that they ran on; 0: unknown

    [[nodiscard]] const std::optional<BatchEstimate>& operator[](Figure figure) const
    {
        return figures[figure];
    }
};

/// What a live change did: the settled seconds on both sides of it.
struct ChangeEffect
{
    ConfigChange change;
    std::optional<SettledFigures> before; ///< none while there is too little settled time
    std::optional<SettledFigures> after;

    /// A figure after over before, by ratioOf(); none without both, or when one of them is 0.
    [[nodiscard]] std::optional<Interval> ratio(Figure figure = Figure::Throughput) const;
    /// True when others took the workers' CPUs on one of the sides, by preemptedByOthers(): then
    /// the ratio of throughputs is theirs as well as the change's.
    [[nodiscard]] bool disturbed() const;
};

/// Before and after a change, the n-th of these from 0, of a source that was heard from `all.begin`
/// to `all.end`: from the change before it to when it was asked for, and from when it was in force
/// to the next. `n` must be less than their number.
[[nodiscard]] std::pair<TimeRange, TimeRange> aroundChange(const std::vector<ConfigChange>& changes,
                                                           std::size_t n,
                                                           const TimeRange& all);

/// Time after a change that is left out because threads and caches still settle.
inline constexpr std::chrono::milliseconds kSettling{250};
/// At most so much time is averaged on each side, or twice kMinSnapshots snapshots where those take
/// longer.
inline constexpr std::chrono::seconds kSettledSpan{5};

/// The effect of the newest change in the history: figures over at most kSettledSpan on both sides,
/// bounded by the neighbouring changes; the time in which callers wait for a late initialisation,
/// and kSettling after that, are left out. None without a change.
[[nodiscard]] std::optional<ChangeEffect> lastChangeEffect(const History& history);

} // namespace lockscope::measure
