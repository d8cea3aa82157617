// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace benchmark {
class State;
} // namespace benchmark

namespace lockscope::bench {

/// A lock of the registry without everything of ours around it: Google Benchmark's loop, the lock,
/// its letting go. A once-primitive is run instead.
struct BareLock
{
    std::string_view id; ///< of its registry row
    void (*plain)(benchmark::State&);
    void (*tryFirst)(benchmark::State&); ///< try, then lock when that failed; null without a try
};

/// Of every lock that this build has.
[[nodiscard]] std::span<const BareLock> bareLocks();

} // namespace lockscope::bench
