// SPDX-License-Identifier: GPL-3.0-or-later
// What sweep.json and merge.json have in common, for the reader of both. Any thread.
#pragma once

#include "core/measure/host_facts.h"
#include "core/report/sweep_field.h"
#include "core/scaling/sweep.h"

#include <vector>

namespace lockscope::report {

/// The facts of the machine that a sweep was measured on. Throws SweepFileError.
[[nodiscard]] measure::HostFacts hostFrom(const SweepField& field);

/// A sweep from the object that holds the fields of its plan, and from its points, each of which is
/// a cell of that plan's guards. Throws SweepFileError, and lab::ConfigError for the plan.
[[nodiscard]] scaling::Sweep sweepFrom(const SweepField& plan,
                                       const std::vector<SweepField>& points,
                                       const lab::ConfigLimits& limits);

} // namespace lockscope::report
