// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/critical_path.h"

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

namespace lockscope::program {

/// What all looks of a range say together: which locks a thread waits for, who holds them, how many
/// wait at a time. One look says little; what they have in common fills in what one has not seen.
/// Bounded, whatever the snapshots say. Immutable once made.
class PathLooks
{
public:
    PathLooks(const PathSnapshots& snapshots, const measure::ProgramNames& names);

    /// Whether waits for it are lock waits.
    [[nodiscard]] bool isLock(std::uint32_t id) const;
    /// Whether one thread holds it at a time, and it is that thread's doing that others wait.
    [[nodiscard]] bool hasHolder(std::uint32_t id) const;
    /// How many threads wait for it when any does, at least 1.
    [[nodiscard]] double waitersAtATime(std::uint32_t id) const;
    /// Share of the looks at which others waited and a thread held it.
    [[nodiscard]] double holdShare(std::uint32_t id, std::int32_t tid) const;
    /// Who held it at more than half of those; 0: nobody did.
    [[nodiscard]] std::int32_t usualHolder(std::uint32_t id) const;

    using Counts = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
    /// Locks that a thread was seen waiting for, and how often. By ThreadSnapshot::index.
    [[nodiscard]] const Counts& waitedFor(std::uint32_t thread) const;
    /// Locks that it was seen holding while others waited.
    [[nodiscard]] const std::vector<std::uint32_t>& heldBy(std::int32_t tid) const;
    /// How long it ran, waited for locks, or had no CPU, s; 0 where that is not known.
    [[nodiscard]] double busy(std::uint32_t thread) const;

private:
    struct Lock
    {
        std::uint32_t looks = 0; ///< at which somebody waited
        std::uint32_t known = 0; ///< of these: with a holder
        std::uint64_t waiters = 0; ///< at all of them
        bool isLock = true;
        bool hasHolder = false;
        std::vector<std::pair<std::int32_t, std::uint32_t>> holders; ///< and how often
    };
    struct Thread
    {
        Counts waitedFor;
        double busy = 0;
    };

    void addThreads(const measure::Snapshot& snapshot);
    void addLocks(const measure::Snapshot& snapshot);
    [[nodiscard]] const Lock* find(std::uint32_t id) const;

    std::vector<Lock> m_locks; ///< by id
    std::vector<Thread> m_threads; ///< by index
    std::unordered_map<std::int32_t, std::vector<std::uint32_t>> m_heldBy;
};

} // namespace lockscope::program
