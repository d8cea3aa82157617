// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace lockscope::measure {

/// Bytes of a cache line, of which two CPUs cannot write different parts at once. What one thread
/// writes and others only read stands on lines of its own: stores to its neighbour would take the
/// line away each time (false sharing). std::hardware_destructive_interference_size may differ
/// between compilers and flags, and so would our layouts; every CPU that is held has 64.
inline constexpr std::size_t kCacheLine = 64;

} // namespace lockscope::measure
