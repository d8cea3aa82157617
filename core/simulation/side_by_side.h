// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>

namespace lockscope::simulation {

/// Calls `work` with 0 to count - 1, each once, in this order but side by side on so many threads,
/// the calling one among them; 0 threads: as many as there are CPUs for this process. Where the
/// system gives fewer threads it takes longer, and that is all: not oneTBB's parallel_for, whose
/// threads end the program then. Returns when all are done; after the first exception of `work`
/// nothing more is begun, and it is thrown.
void sideBySide(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work);

} // namespace lockscope::simulation
