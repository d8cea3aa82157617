// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/wait_histogram.h"

#include <cstdint>
#include <vector>

namespace lockscope::ui {

/// A bin of a histogram that can be read: waits of [from, to) ns.
struct WaitBin
{
    std::uint64_t from = 0;
    std::uint64_t to = 0;
    std::uint64_t count = 0;
};

/// About ten bins a decade, their edges rounded to whole nanoseconds, since that is what a wait is
/// measured in: narrower bins would be empty for no reason but arithmetic. Every wait is counted
/// in the bin that holds the middle of its bucket. From the first bin with a count to the last;
/// empty when there is none.
[[nodiscard]] std::vector<WaitBin> waitBins(const measure::HistogramCounts& counts);

} // namespace lockscope::ui
