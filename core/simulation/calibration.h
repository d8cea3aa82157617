// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/line_transfer.h"
#include "core/measure/quality/quality.h"
#include "core/simulation/machine.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lockscope::simulation {

/// This host as a machine to simulate.
struct Calibration
{
    Machine machine;
    std::vector<std::string> measured; ///< names of the costs that were measured here
    std::vector<std::string> assumed; ///< of those that could not be, and are the preset 2x16's
    measure::Quality
        quality{}; ///< what disturbed the measuring; one with a warning is not to be trusted
};

/// Looks for half a second at what other programs do, while this one sleeps. What it warns of would
/// disturb a calibration. Blocks the calling thread.
[[nodiscard]] measure::Quality qualityBeforeCalibrating();

/// "other programs used 0.8 CPUs; another Lockscope was at work", for a sentence; empty when all
/// was quiet.
[[nodiscard]] std::string busyText(const measure::Quality& quality);

/// As much of these CPUs as a regular topology can say, grown to 16 cores to each socket. The CPUs
/// that there are stay as near to each other as they are: a socket of several caches gets more of
/// them, one of a single cache more cores. Thread-safe.
[[nodiscard]] Topology topologyOf(const std::vector<measure::CpuPlace>& cpus);

/// Called before each step with the share done; false ends it.
using CalibrationProgress = std::function<bool(double share)>;

/// Costs by rounds of measuring the same: the median of each, and half of its 95 % interval as a
/// share of it. None of `scatter` where there were fewer than two rounds.
struct CostRounds
{
    Costs costs;
    std::map<std::string, double> scatter;
};
/// `measured`: names of the costs that every round measured; the others are as in the first. Not
/// empty.
[[nodiscard]] CostRounds medianOf(const std::vector<Costs>& rounds,
                                  const std::vector<std::string>& measured);

/// Measures what passes, line transfers, parking, thread switches and the channel cost here, on
/// otherwise idle CPUs, in some five seconds: each in several rounds, whose scatter becomes the
/// machine's accuracy; then tries itself on what was not put into it, locks that this host contends
/// for. The costs of what this host does not have (another socket, say) are assumed, and named.
/// CPUs beyond those that there are: 16 cores to each socket, the sockets like these. None when
/// `progress` ended it. Throws std::runtime_error when a lab fails. One thread.
[[nodiscard]] std::optional<Calibration> calibrate(const CalibrationProgress& progress = {});

} // namespace lockscope::simulation
