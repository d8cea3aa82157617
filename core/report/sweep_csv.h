// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/sweep.h"

#include <string>
#include <string_view>

namespace lockscope::report {

/// What toCsv() begins with.
inline constexpr std::string_view kSweepCsvBeginning =
    "guard,fast_path,cpus,workers,repeats,throughput,";

/// A line for each point that has a run, under a header: guard, fast_path (on or off), cpus,
/// workers, repeats, throughput, throughput_low, throughput_high (calls/s), wait_mean_ns,
/// cpu_ns_per_call, exact (yes or no), the states' shares, and of the quality preempted_share,
/// throttled_share and load (CPUs). Empty is what is not known.
[[nodiscard]] std::string toCsv(const study::Sweep& sweep);

} // namespace lockscope::report
