// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scaling/usl_fit.h"
#include "core/simulation/band.h"
#include "core/whatif/present.h"

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockscope::whatif {

/// What is asked of a lock's load.
struct ForecastQuestion
{
    simulation::Machine machine;
    std::vector<int> cpus{1, 2, 4, 8, 16, 32, 64, 128, 256}; ///< ascending, 1..kMaxCpus
    std::uint64_t seed = 1;
    simulation::RunLength length{.warmUp = 5'000, .calls = 30'000}; ///< of each run
    bool onlyOwn = false; ///< the program's own lock alone
};

/// Throughput at so many CPUs, all simulated.
struct ForecastAt
{
    int cpus = 1;
    int workers = 1;
    double throughput = 0; ///< acquisitions a second
    simulation::Band band;
    double contendedShare = 0;
    double waitMeanNs = 0;
    double timesOwn = 1; ///< of the throughput with the program's own lock
    simulation::Band timesOwnBand;
};

/// One thing that could be done, at a range of CPU counts.
struct WhatIfCurve
{
    std::string id; ///< "own", "ticket", "mcs", "spin-then-park", "back-off", "restricted",
                    ///< "fast-path", "half-hold"
    std::string label;
    std::string model; ///< empty where there is none
    std::vector<ForecastAt> points;
    std::string whyNot; ///< one sentence; empty when there are points

    [[nodiscard]] const ForecastAt* at(int cpus) const;
};

/// CPUs from which on more do not help the program as it is.
struct Peak
{
    int cpus = 1; ///< the fewest of those simulated that come within 2 % of the highest throughput
    int low = 1; ///< the least and the most of that over all ends of the band
    int high = 1;
    bool beyond = false; ///< throughput still grows by more than a twentieth up to the last count
    scaling::UslFit law; ///< fitted to the curve
};

/// What a lock's program would do on another machine.
struct LockForecast
{
    LockLoad load;
    simulation::Machine machine;
    simulation::Distribution spread = simulation::Distribution::Exponential;
    std::uint64_t seed = 1;
    std::optional<Present> present; ///< none where there are no numbers to simulate it with
    std::vector<Obstacle> obstacles; ///< why there are no curves; empty when there are
    std::vector<WhatIfCurve> curves; ///< the program's own lock first
    std::optional<Peak> peak; ///< of that one

    [[nodiscard]] bool isForecast() const { return obstacles.empty(); }
};

/// What the bands are, one sentence or more.
inline constexpr std::string_view kBandText =
    "The band is what four simulations span: times as they were measured, spread the other way "
    "(constant for exponential), and with the longest and the shortest mean hold that the measured "
    "holds allow, each from a seed of its own; widened by the factor by which the simulated "
    "present misses the measured one, and by what a calibrated machine knows of its own errors. "
    "That the program goes on working as it does is taken for granted, and in no band.";

/// Simulates the present, and when that comes out as it was measured, the future. Blocks; none
/// when `progress` ended it, which is called from several threads, one call at a time. Any thread.
/// Throws lab::ConfigError for a machine or counts that are not allowed.
[[nodiscard]] std::optional<LockForecast> forecastLock(
    const LoadFound& found,
    const ForecastQuestion& question,
    const simulation::SimulationProgress& progress = {});

/// What is simulated and what is left out, in sentences.
[[nodiscard]] std::vector<std::string> assumptionsOf(const LockForecast& forecast);

/// A point of a curve, and why there is none, as they stand in JSON.
[[nodiscard]] nlohmann::ordered_json toJson(const ForecastAt& at);
[[nodiscard]] nlohmann::ordered_json toJson(const std::vector<Obstacle>& obstacles);

/// `forecast --json`: schema lockscope.forecast/1. The report is the program's of which it is.
[[nodiscard]] nlohmann::ordered_json toJson(const LockForecast& forecast,
                                            const program::WatchReport& report);

/// For people, on lines, fit for a terminal.
[[nodiscard]] std::string toText(const LockForecast& forecast, const program::WatchReport& report);

} // namespace lockscope::whatif
