// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/band.h"
#include "core/simulation/simulator.h"
#include "core/whatif/lock_load.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockscope::whatif {

/// What is not known exactly of a load, put to its ends: each is simulated, and the band is what
/// they span. Costs of a calibrated machine move with the holds.
enum class Ends : std::uint8_t
{
    AsMeasured, ///< times spread the way that comes nearer to the present
    OtherSpread, ///< the other way: constant for exponential
    LongHolds, ///< and costs up
    ShortHolds ///< and costs down
};
inline constexpr std::array kEnds{
    Ends::AsMeasured, Ends::OtherSpread, Ends::LongHolds, Ends::ShortHolds};

/// A load on a simulated machine, and what is not of the load.
struct LoadOnMachine
{
    LockLoad load;
    simulation::Machine machine;
    simulation::Distribution spread = simulation::Distribution::Exponential;
    std::uint64_t seed = 1;

    /// What is simulated with a model of a lock on so many CPUs. `holdFactor` shortens the hold;
    /// the time outside stays. The machine's own costs of a pass, which are in the time outside
    /// that was measured, are taken off it.
    [[nodiscard]] simulation::SimulationSpec spec(const std::string& model,
                                                  int cpus,
                                                  Ends ends,
                                                  double holdFactor = 1) const;
    /// Threads on so many CPUs: as many on each as the program had on those that it used, so at
    /// least one.
    [[nodiscard]] int workersOn(int cpus) const;
};

/// The model of a lock of a program; none where there is none.
[[nodiscard]] std::optional<std::string> modelOf(program::LockKind kind);

/// CPUs that a load's threads can use at a time: no more than threads.
[[nodiscard]] int usedCpus(const LockLoad& load);

/// A contended share may also miss by so much in itself: of 2 % for 4 % nothing follows.
inline constexpr double kSharesAlike = 0.05;

/// The program as it was measured, simulated.
struct Present
{
    int cpus = 1; ///< that its threads used
    int workers = 1;
    std::string model;
    double throughput = 0; ///< simulated, acquisitions a second
    double contendedShare = 0;
    double waitMeanNs = 0;
    double throughputMiss = 1; ///< 1.2: the one is 20 % more than the other
    double shareMiss = 1;
    bool passes = false; ///< both within simulation::kMissedTooFar

    /// What does not come out, one sentence; empty when it passes.
    std::string text;
};

/// Simulates the present both ways in which times can be spread, and keeps the one that comes
/// nearer in `on`. None when `progress` ended it. Throws lab::ConfigError for a machine that is
/// not allowed.
[[nodiscard]] std::optional<Present> simulatePresent(
    LoadOnMachine& on, const simulation::SimulationProgress& progress = {});

} // namespace lockscope::whatif
