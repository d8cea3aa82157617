// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/history.h"

#include <chrono>
#include <optional>

namespace lockscope::measure {

/// The share of their time in which workers were ready to run but had no CPU, 0..1: the mean over
/// the snapshots whose whole interval lies within [from, to] on the history's clock, each weighted
/// by its length and its workers. None when no such snapshot knows the states. For the history's
/// thread.
[[nodiscard]] std::optional<double> preemptedShare(const History& history,
                                                   std::chrono::nanoseconds from,
                                                   std::chrono::nanoseconds to);

/// The share of that which the experiment causes itself: with more workers than CPUs, and all of
/// them ready, 1 - cpus / workers of their time is spent without a CPU. 0 with a CPU for each, and
/// where either number is not known (0 or less).
[[nodiscard]] double ownPreemptedShare(int workers, int cpus);

/// A preempted share that is higher than the workers' own by more than this is worth a word: other
/// programs, a quota or the hypervisor took their CPUs. The estimate of the states is good to about
/// 1 %, and the sampler itself takes 1 to 2 % of a CPU where none is free.
inline constexpr double kPreemptedTooMuch = 0.05;

/// Whether others took the workers' CPUs for more than kPreemptedTooMuch of the time. `preempted`
/// is what preemptedShare() gives; false when it is not known.
[[nodiscard]] bool preemptedByOthers(std::optional<double> preempted, int workers, int cpus);

} // namespace lockscope::measure
