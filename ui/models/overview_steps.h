// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/snapshot.h"
#include "ui/models/decimation.h"
#include "ui/models/lock_figures.h"

#include <deque>
#include <optional>

namespace lockscope::ui {

inline constexpr int kMostOverviewSteps = 500;

/// Throughput, calls/s, of all snapshots in up to so many steps of the same length, however close
/// the snapshots of each are. Where steps end does not depend on where the data begin, so that the
/// picture of them stands while the oldest are forgotten; all of them get twice as long when there
/// would be too many. Oldest first. Of a program's locks one, or all of
/// them; of one that is sampled how many threads wait for them.
[[nodiscard]] std::deque<Sample> overviewSteps(const std::deque<measure::SnapshotPtr>& snapshots,
                                               const std::optional<ChosenLock>& lock = {});

} // namespace lockscope::ui
