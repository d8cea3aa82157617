// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lockscope::measure {

/// A lock of a watched program, or a condition: what is told of it once, and again when more is
/// known. Texts are the program's own, in UTF-8.
struct LockInfo
{
    std::uint32_t id = 0; ///< from 1; names it in all snapshots of a source
    std::string
        kind; ///< "mutex", "read", "write", "spin", "semaphore", "once", "condition", "futex"
    std::uint64_t address = 0;
    std::uint32_t pid = 0;
    std::string function; ///< where it is taken; empty while that is not known
    std::string file;
    std::optional<std::uint32_t> line;
    std::string module;
    std::uint64_t offset = 0; ///< of that place in the module

    friend bool operator==(const LockInfo&, const LockInfo&) = default;
};

/// A lock over the interval of a snapshot. Locks of which nothing changed and for which nobody
/// waits are left out.
struct LockSnapshot
{
    std::uint32_t id = 0;
    std::uint32_t waiters = 0; ///< at the end of the interval
    std::uint64_t acquisitions = 0; ///< in the interval
    std::uint64_t contended = 0;
    std::uint64_t waitNs = 0; ///< of waits that ended in the interval
    std::uint64_t waitSoFarNs = 0; ///< of those that had not, by its end
    std::uint64_t causedNs = 0; ///< charged to holders in the interval
    std::uint32_t ownerTid = 0; ///< who held it at its end; 0: nobody, or not known

    friend bool operator==(const LockSnapshot&, const LockSnapshot&) = default;
};

/// A thread of a watched program, told of once and again when its name changes.
struct ThreadInfo
{
    std::uint32_t index = 0; ///< ThreadSnapshot::index
    std::uint32_t pid = 0;
    std::int32_t tid = 0;
    std::string name;

    friend bool operator==(const ThreadInfo&, const ThreadInfo&) = default;
};

struct ProgramAccount;

/// What a snapshot of a watched program has beyond one of an experiment.
struct ProgramSnapshot
{
    std::vector<LockSnapshot> locks; ///< by id
    std::vector<LockInfo> newLocks;
    std::vector<ThreadInfo> newThreads;
    std::vector<std::uint32_t> waitingFor; ///< of each thread of the snapshot: a lock's id, or 0
    /// Now and then, and with the last: everything that is known up to the interval's end; else
    /// null.
    std::shared_ptr<const ProgramAccount> account;
};

/// A lock in the interval; null when it is left out.
[[nodiscard]] inline const LockSnapshot* lockIn(const ProgramSnapshot& program, std::uint32_t id)
{
    const auto found = std::lower_bound(
        program.locks.begin(),
        program.locks.end(),
        id,
        [](const LockSnapshot& lock, std::uint32_t wanted) { return lock.id < wanted; });
    return found == program.locks.end() || found->id != id ? nullptr : &*found;
}

} // namespace lockscope::measure
