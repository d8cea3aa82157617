// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <vector>

namespace lockscope::measure {

/// What a CPU is part of, by hwloc's logical numbers; none where the topology does not say.
struct CpuPlace
{
    int cpu = 0; ///< the operating system's number
    std::optional<int> core;
    std::optional<int> cache; ///< the last-level cache
    std::optional<int> package;
    std::optional<int> numaNode;
};

/// The CPUs that this process may use, in the topology's order. Thread-safe.
[[nodiscard]] std::vector<CpuPlace> cpuPlaces();

/// How long a cache line takes from one CPU to another and back.
struct LineTransfers
{
    std::vector<CpuPlace> cpus;
    /// Round trip between cpus[i] and cpus[j], ns, the median of the runs; the same both ways, none
    /// on the diagonal and where a thread could not be bound.
    std::vector<std::vector<std::optional<double>>> roundTripNs;
    int runs = 0; ///< of each pair
    int roundTrips = 0; ///< in each run
};

/// The round trip of a line between two CPUs, ns, the median of the runs, as in LineTransfers; none
/// when a thread could not be bound. About 2 ms. Nothing else should be running.
[[nodiscard]] std::optional<double> measureRoundTrip(int firstCpu, int secondCpu);

/// Called before each pair with the share done; false ends it: the pairs that are left stay none.
using TransferProgress = std::function<bool(double share)>;

/// Has two threads, one on each CPU of a pair, hand an atomic flag on a line of its own to and fro,
/// for every pair of the CPUs that this process may use. About 2 ms a pair. Nothing else should be
/// running.
[[nodiscard]] LineTransfers measureLineTransfers(const TransferProgress& progress = {});

} // namespace lockscope::measure
