// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/sweep.h"

namespace lockscope::cli {

/// For each guard its points and what the law says of them, to standard output.
void printSweep(const study::Sweep& sweep);

} // namespace lockscope::cli
