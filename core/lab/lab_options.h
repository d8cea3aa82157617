// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace lockscope::lab {

/// How a lab measures, as opposed to what.
struct LabOptions
{
    double snapshotsPerSecond = 20; ///< kMinRate..kMaxRate
    /// False: the uninstrumented loops; no waits, no states, and a stop or change waits for as long
    /// as a queue of spinners takes.
    bool probe = true;
    bool measureProbeCost = true; ///< before the first start
    std::optional<std::uint64_t> tasks; ///< end by itself after so many calls
    bool countHardware =
        false; ///< have the CPU count too; makes every context switch a little more expensive
    std::chrono::milliseconds patience{
        10'000}; ///< workers are given up when nobody has come for so long
};

inline constexpr double kMinSnapshotRate = 1;
inline constexpr double kMaxSnapshotRate = 60;

} // namespace lockscope::lab
