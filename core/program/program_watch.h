// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/hazards.h"
#include "core/program/program_reading.h"
#include "core/program/stack_weights.h"
#include "core/program/substitution.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace lockscope::program {

/// What somebody wants of a lock.
struct WantedLock
{
    std::uint32_t lock = 0; ///< id
    bool wholeSite = false; ///< of all of its process that are first contended where it was
    Substitution wanted;
};

/// A program that is looked at: launched with the preload library, or attached to. One owner calls
/// these from one thread.
class ProgramWatch
{
public:
    ProgramWatch() = default;
    ProgramWatch(const ProgramWatch&) = delete;
    ProgramWatch& operator=(const ProgramWatch&) = delete;
    virtual ~ProgramWatch() = default;

    /// Looks who waits now. Call it some hundred times a second: what is between two looks, each
    /// wait that is seen stands for.
    virtual void sample() = 0;

    /// Everything up to now. After the program's end what it left.
    [[nodiscard]] virtual ProgramReading read() = 0;

    /// Whether it has ended, all of its processes. Does not wait.
    [[nodiscard]] virtual bool ended() = 0;

    /// Where those stood who waited for a lock, most time first; scaled so that the sum is what was
    /// waited. `most`: how many at most; of several processes those of the lock's.
    [[nodiscard]] virtual std::vector<WeighedStack> waitStacks(std::uint32_t lock,
                                                               std::size_t most) = 0;

    /// Where those stood who held it while others waited, most caused first; scaled likewise.
    [[nodiscard]] virtual std::vector<WeighedStack> blameStacks(std::uint32_t lock,
                                                                std::size_t most) = 0;

    /// Where a lock is taken, by name: most waited first, then most often. None of a program that
    /// is attached to.
    [[nodiscard]] virtual std::vector<NamedSite> sites(std::uint32_t lock, std::size_t most) = 0;

    /// What was seen at the readings so far.
    [[nodiscard]] virtual std::vector<Hazard> hazards() const = 0;

    /// Puts these substitutes and delays in place, instead of those that were wanted before. It
    /// comes into force as the program comes by, and holds as long as sample() is called.
    /// io::BadInput, one sentence, where nothing can be put into the program, there is no such
    /// lock, or there are too many: then nothing has changed. The same where a process cannot be
    /// told any more; then others may have been.
    virtual void substitute(const std::vector<WantedLock>& wanted);

    /// How many looks a second it is made for.
    [[nodiscard]] virtual double rate() const = 0;

    /// Whether stacks could be followed to where their thread began: a share of the time that was
    /// caught, 0..1; none when nothing was.
    [[nodiscard]] virtual std::optional<double> rootedShare() const = 0;
};

/// The heaviest of sampled stacks, most time first, scaled so that all together come to `total`.
[[nodiscard]] std::vector<WeighedStack> heaviest(
    const StackWeights& weights,
    double total,
    std::size_t most,
    const std::function<std::vector<Frame>(StackTable::Id)>& framesOf);

} // namespace lockscope::program
