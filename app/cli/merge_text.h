// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/merged_sweeps.h"

namespace lockscope::cli {

/// The machines, then for each guard a table of throughput with a column for each machine and what
/// the law says of each curve, to standard output.
void printMerged(const study::MergedSweeps& merged);

} // namespace lockscope::cli
