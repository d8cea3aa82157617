// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"
#include "core/measure/probe_cost.h"

#include <functional>
#include <optional>

namespace lockscope::lab {

/// Measures what the probe costs a call of this configuration, on the calling thread alone: pairs
/// of runs of the same loop with and without it, in turn (about 0.1 s in all), by the thread's CPU
/// time. None when `cancelled`, which is asked between pairs, says so.
[[nodiscard]] std::optional<measure::ProbeCost> measureProbeCost(
    const LabConfig& config, const std::function<bool()>& cancelled);

} // namespace lockscope::lab
