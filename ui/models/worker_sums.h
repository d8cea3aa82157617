// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/states.h"
#include "ui/models/range_waits.h"
#include "ui/models/time_range.h"

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace lockscope::ui {

/// What a worker did in a range. What was never known is none.
struct WorkerSum
{
    double waitNs = 0; ///< lock-wait time that ended
    std::optional<double> cpuNs;
    double calls = 0;
    std::array<double, measure::kStateCount> stateSeconds{}; ///< by kStates, of knownSeconds
    double knownSeconds = 0; ///< in which its states are known
    double seconds = 0; ///< in which it was there
    bool atEnd = false; ///< it was there in the last snapshot of the range

    /// Shares of the time in which they are known.
    [[nodiscard]] std::optional<measure::StateShares> states() const;
    [[nodiscard]] bool onlyIdled() const;

    void add(const measure::ThreadSnapshot& thread, double interval);
};

/// How many workers the snapshots of a range have at most; of one without any the newest has them.
[[nodiscard]] std::size_t workersIn(const Snapshots& snapshots, const TimeRange& range);

/// Of the workers with numbers below `workers`, by number.
[[nodiscard]] std::vector<WorkerSum> workerSums(const Snapshots& snapshots,
                                                const TimeRange& range,
                                                std::size_t workers);

} // namespace lockscope::ui
