// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/run_summary.h"

namespace lockscope::cli {

/// Prints a run for people on standard output, broken invariants on standard error.
/// `countHardware`: say of every hardware counter what it counted, or why not.
void printReport(const measure::ConfigFacts& config,
                 const measure::RunSummary& summary,
                 bool countHardware);

} // namespace lockscope::cli
