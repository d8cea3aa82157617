// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/contender.h"
#include "core/study/contender_runner.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace lockscope::study {

/// How cells take turns within a round.
enum class Order : std::uint8_t
{
    Shuffled, ///< at random; by the seed and the number of the round alone, so that a study that
              ///< goes on keeps it
    Mirrored ///< as they are and backwards: 0 1, 1 0, 1 0, 0 1, and so on
};

/// What is run, how often, in which order.
struct RoundPlan
{
    std::vector<Cell> cells{};
    std::vector<std::size_t> done{}; ///< runs of each that there are already; empty: none of any
    Order order = Order::Shuffled;
    std::uint64_t seed = 1;
    /// Runs that a cell needs beside those that were handed to `keep`, guessed; 0: it is finished.
    std::function<int(std::size_t cell)> runsLeft{};
    std::chrono::nanoseconds runLength{}; ///< guessed, until one has ended
};

struct RoundProgress
{
    double share = 0; ///< 0..1, never falls
    std::chrono::nanoseconds left{}; ///< time still needed, guessed
    const Cell& now;
};

/// Called some ten times a second, one call at a time; false cancels, also in the middle of a run.
using RoundWatcher = std::function<bool(const RoundProgress& progress)>;

/// Does the `round`-th run of a cell; what keeps its result, or nothing when `progress` cancelled
/// it.
using PerformRun = std::function<std::function<void()>(
    std::size_t cell, std::size_t round, const lab::RunProgress& progress)>;

/// Runs a plan in rounds, in which every cell that needs it is run once, in another order in each,
/// so that a drift of the machine's speed falls on all alike. Up to `atOnce` runs are under way at
/// a time. Results are kept one at a time; where one run is under way at a time, that is while
/// nothing runs. False when it was cancelled. What a run throws, or what keeps its result, ends all
/// and is thrown. Blocks the calling thread.
bool runRounds(const RoundPlan& plan,
               const PerformRun& perform,
               const RoundWatcher& watcher,
               unsigned atOnce);

/// The same with whatever runs contenders. `keep(cell, round, result)` takes what whole runs come
/// to.
template<class Result, class Keep>
bool runRounds(const RoundPlan& plan,
               ContenderRunner<Result>& runner,
               const Keep& keep,
               const RoundWatcher& watcher = {})
{
    const auto perform =
        [&](std::size_t cell, std::size_t round, const lab::RunProgress& progress) {
            auto result = runner.run(plan.cells[cell], round, progress);
            return result
                ? std::function<void()>([&keep, cell, round, result = std::move(*result)] {
                      keep(cell, round, result);
                  })
                : std::function<void()>();
        };
    return runRounds(plan, PerformRun(perform), watcher, runner.atOnce());
}

} // namespace lockscope::study
