// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>

namespace lockscope::simulation {

/// Simulated time in 1/1024 ns: whole numbers, so that sums are exact and the same everywhere, and
/// fine enough for a hundredth of a nanosecond. 2^63 of them are a hundred days.
using Ticks = std::int64_t;

inline constexpr Ticks kTicksPerNs = 1024;
/// Later than anything; one tick may be added to it.
inline constexpr Ticks kNever = std::numeric_limits<Ticks>::max() / 2;

/// Nanoseconds, >= 0, to the nearest tick.
[[nodiscard]] constexpr Ticks ticksOf(double ns)
{
    return static_cast<Ticks>(ns * kTicksPerNs + 0.5);
}

[[nodiscard]] constexpr double nsOf(Ticks ticks)
{
    return static_cast<double>(ticks) / kTicksPerNs;
}

} // namespace lockscope::simulation
