// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/snapshot_sums.h"

#include <algorithm>
#include <chrono>

namespace lockscope::measure {

void SnapshotSums::add(const Snapshot& snapshot, Keep keep)
{
    Sums sums = m_sums.back();
    const double seconds = std::chrono::duration<double>(snapshot.interval).count();
    sums.seconds += seconds;
    sums.calls += static_cast<double>(snapshot.delta.calls);
    sums.passes += static_cast<double>(snapshot.delta.passes);
    sums.contended += static_cast<double>(snapshot.delta.contended);
    sums.waitNs += static_cast<double>(snapshot.delta.waitNs);
    const bool cpuKnown = std::all_of(snapshot.threads.begin(),
                                      snapshot.threads.end(),
                                      [](const auto& thread) { return thread.cpuNs.has_value(); });
    if (cpuKnown) {
        for (const ThreadSnapshot& thread : snapshot.threads)
            sums.cpuNs += static_cast<double>(*thread.cpuNs);
        sums.cpuCalls += static_cast<double>(snapshot.delta.calls);
    }
    if (snapshot.states) {
        sums.stateSeconds += seconds;
        for (std::size_t s = 0; s < kStateCount; ++s)
            sums.states[s] += static_cast<double>(snapshot.states->share[s]) * seconds;
    }
    m_sums.push_back(sums);
    if (keep == Keep::Waits)
        m_waits.add(snapshot.waits);
}

std::optional<double> SnapshotSums::quotient(double Sums::*above,
                                             double Sums::*below,
                                             std::size_t from,
                                             std::size_t until) const
{
    const double divisor = m_sums[until].*below - m_sums[from].*below;
    if (divisor <= 0)
        return std::nullopt;
    return (m_sums[until].*above - m_sums[from].*above) / divisor;
}

std::optional<double> SnapshotSums::stateOver(std::size_t state,
                                              std::size_t from,
                                              std::size_t until) const
{
    const double seconds = m_sums[until].stateSeconds - m_sums[from].stateSeconds;
    if (seconds <= 0)
        return std::nullopt;
    return (m_sums[until].states[state] - m_sums[from].states[state]) / seconds;
}

std::optional<BatchEstimate> SnapshotSums::throughput() const
{
    return batchMeans(size(), [this](std::size_t from, std::size_t until) {
        return quotient(&Sums::calls, &Sums::seconds, from, until);
    });
}

std::optional<BatchEstimate> SnapshotSums::meanWait() const
{
    return batchMeans(size(), [this](std::size_t from, std::size_t until) {
        return quotient(&Sums::waitNs, &Sums::passes, from, until);
    });
}

std::optional<BatchEstimate> SnapshotSums::waitQuantile(double q) const
{
    return batchMeans(m_waits.size(), [this, q](std::size_t from, std::size_t until) {
        HistogramCounts counts;
        for (std::size_t i = from; i < until; ++i)
            counts.merge(m_waits[i]);
        return counts.sparse().quantile(q);
    });
}

std::optional<BatchEstimate> SnapshotSums::cpuPerCall() const
{
    return batchMeans(size(), [this](std::size_t from, std::size_t until) {
        return quotient(&Sums::cpuNs, &Sums::cpuCalls, from, until);
    });
}

std::optional<BatchEstimate> SnapshotSums::contended() const
{
    return batchMeans(size(), [this](std::size_t from, std::size_t until) {
        return quotient(&Sums::contended, &Sums::passes, from, until);
    });
}

std::optional<BatchEstimate> SnapshotSums::state(State state) const
{
    return batchMeans(size(), [this, state](std::size_t from, std::size_t until) {
        return stateOver(static_cast<std::size_t>(state), from, until);
    });
}

} // namespace lockscope::measure
