// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/program_names.h"
#include "core/measure/snapshot.h"
#include "core/measure/wait_histogram.h"

#include <QString>

#include <chrono>
#include <cstdint>
#include <optional>

namespace lockscope::ui {

/// The one of a watched program's locks that charts are to be of.
struct ChosenLock
{
    std::uint32_t id = 0;
    QString site; ///< where it is taken, fit to be shown
    friend bool operator==(const ChosenLock&, const ChosenLock&) = default;
};

/// How long the contended acquisitions of a lock waited since watching began, which no snapshot
/// has.
struct LockWaits
{
    measure::SparseHistogram waits;
    std::chrono::nanoseconds until{}; ///< so long after that
};

/// What a snapshot of a watched program tells of a lock, or of all locks together.
struct LockFigures
{
    std::optional<double> perSecond; ///< acquisitions; none when they were not counted
    std::optional<double> contended; ///< share of them; none where there are none, too
    std::optional<double> meanWaitNs; ///< of all acquisitions
    std::optional<double> contendedWaitNs; ///< of the contended ones
    std::uint32_t waiters = 0; ///< at the end of the interval, not those of conditions
};

/// The snapshot is of a program.
[[nodiscard]] LockFigures lockFigures(const measure::Snapshot& snapshot,
                                      const std::optional<ChosenLock>& lock,
                                      const measure::ProgramNames& names);

} // namespace lockscope::ui
