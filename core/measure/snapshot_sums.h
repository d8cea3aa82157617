// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/batch_means.h"
#include "core/measure/packed_histograms.h"
#include "core/measure/snapshot.h"

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace lockscope::measure {

/// What the figures of a run of snapshots are computed from, each with its interval by
/// batchMeans(). Of a snapshot no more than that is kept. None of a figure that is not known or
/// does not exist. For one thread.
class SnapshotSums
{
public:
    /// Whether a snapshot's wait-time histogram is kept, which only waitQuantile() needs.
    enum class Keep
    {
        Waits,
        NoWaits
    };

    void add(const Snapshot& snapshot, Keep keep = Keep::Waits);

    [[nodiscard]] std::size_t size() const { return m_sums.size() - 1; } ///< snapshots
    [[nodiscard]] double seconds() const { return m_sums.back().seconds; } ///< of all of them

    [[nodiscard]] std::optional<BatchEstimate> throughput() const; ///< calls/s
    [[nodiscard]] std::optional<BatchEstimate> meanWait()
        const; ///< lock-wait time over all passes, ns
    [[nodiscard]] std::optional<BatchEstimate> waitQuantile(
        double q) const; ///< over the contended passes, ns
    [[nodiscard]] std::optional<BatchEstimate> cpuPerCall()
        const; ///< CPU time burnt for a call, ns; of the snapshots that know it
    [[nodiscard]] std::optional<BatchEstimate> contended() const; ///< share of the passes
    [[nodiscard]] std::optional<BatchEstimate> state(
        State state) const; ///< share of the workers' time

private:
    /// From the first snapshot on, so that any part's figure is a difference of two.
    struct Sums
    {
        double seconds = 0;
        double calls = 0;
        double passes = 0;
        double contended = 0;
        double waitNs = 0;
        double cpuNs = 0; ///< of the snapshots that know it of all threads
        double cpuCalls = 0; ///< of the same
        double stateSeconds = 0; ///< of the snapshots whose states are known
        std::array<double, kStateCount> states{}; ///< seconds by state
    };

    /// A sum for each of another one; none without the other.
    [[nodiscard]] std::optional<double> quotient(double Sums::*above,
                                                 double Sums::*below,
                                                 std::size_t from,
                                                 std::size_t until) const;
    [[nodiscard]] std::optional<double> stateOver(std::size_t state,
                                                  std::size_t from,
                                                  std::size_t until) const;

    std::vector<Sums> m_sums{Sums{}}; ///< one more than snapshots
    PackedHistograms m_waits;
};

} // namespace lockscope::measure
