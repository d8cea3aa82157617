// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

/// What single operations cost on this machine, ns each, the median of some runs: a few
/// milliseconds each. Nothing else should be running.
namespace lockscope::simulation {

/// An atomic exchange of a word in the core's own cache.
[[nodiscard]] double measureLocalOperation();

/// An atomic increment of one word by both CPUs as fast as they can, for each increment of either.
/// None when a thread could not be bound to its CPU.
[[nodiscard]] std::optional<double> measureContendedOperation(int firstCpu, int secondCpu);

/// Futex calls of one thread and the waking of another.
struct FutexCosts
{
    double wakeNobody = 0; ///< a wake that finds no sleeper
    double waitRefused = 0; ///< a wait that finds another value than it was told
    double wakeOne = 0; ///< a wake of a sleeper, until the call returns
    double wakeUp = 0; ///< from the beginning of that call until the sleeper runs
};
[[nodiscard]] FutexCosts measureFutex();

/// A switch between two threads on one CPU. None when they could not be bound to it.
[[nodiscard]] std::optional<double> measureThreadSwitch(int cpu);

/// For how long a thread keeps a CPU that another wants all the time, on average: 0.3 s. None when
/// they could not be bound to it, or the kernel never took it away.
[[nodiscard]] std::optional<double> measureTimeSlice(int cpu);

} // namespace lockscope::simulation
