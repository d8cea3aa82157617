// SPDX-License-Identifier: GPL-3.0-or-later
// What sweep.json and merge.json have in common, for the reader of both. Any thread.
#pragma once

#include "core/io/checked_value.h"
#include "core/study/sweep.h"

#include <vector>

namespace lockscope::report {

/// A sweep from the object that holds the fields of its plan, and from its points, each of which is
/// a cell of that plan's guards. Throws io::ValueError, and lab::ConfigError for the plan.
[[nodiscard]] study::Sweep sweepFrom(const io::CheckedValue& plan,
                                     const std::vector<io::CheckedValue>& points,
                                     const lab::ConfigLimits& limits);

} // namespace lockscope::report
