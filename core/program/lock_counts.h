// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/wait_histogram.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace lockscope::program {

/// What a lock of a program is.
enum class LockKind : std::uint8_t
{
    Mutex,
    Read, ///< the read side of a read-write lock
    Write, ///< its write side
    Spin,
    Semaphore,
    Once,
    Condition, ///< no lock: its waits are never lock-wait time
    Futex ///< something that threads sleep on, seen from outside
};

inline constexpr std::size_t kLockKinds = 8;

/// The kind's name as it stands in files.
[[nodiscard]] constexpr std::string_view lockKindName(LockKind kind)
{
    constexpr std::array<std::string_view, kLockKinds> kNames{
        "mutex", "read", "write", "spin", "semaphore", "once", "condition", "futex"};
    return kNames[static_cast<std::size_t>(kind)];
}

/// A lock within one process.
struct LockName
{
    std::uint64_t address = 0;
    LockKind kind = LockKind::Mutex;
    friend auto operator<=>(const LockName&, const LockName&) =
        default; // NOLINT(modernize-use-nullptr): of clang-tidy 14
};

struct LockNameHash
{
    std::size_t operator()(const LockName& name) const
    {
        // Locks lie at multiples of 8 and more.
        constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15; // 2^64 over the golden ratio
        return static_cast<std::size_t>(
            ((name.address + static_cast<std::uint64_t>(name.kind)) * kOdd) >> 16U);
    }
};

/// One call site of a lock: how often it was taken there, what was waited there, and what holders
/// that released there cost others. All since the process began.
struct SiteCounts
{
    std::uint64_t address = 0; ///< return address of the call
    std::uint64_t acquisitions = 0;
    std::uint64_t contended = 0; ///< waits that ended with the lock
    std::uint64_t waitNs = 0; ///< thread time, also of waits that ended without it
    std::uint64_t releases = 0; ///< while others waited
    std::uint64_t causedNs = 0; ///< thread time that others waited during the holds
};

/// A lock since the process began: what stands in the shared file, summed over threads.
struct LockCounts
{
    LockName name;
    std::uint64_t acquisitions = 0;
    std::uint64_t contended = 0;
    /// How many threads at a time take it, those that take it seldom counting for less: the square
    /// of all acquisitions over the sum of the squares of each thread's (1 / Simpson's index). None
    /// while it was never taken, and where that is not known.
    std::optional<double> takers;
    std::uint64_t waitNs = 0;
    std::uint64_t timeouts = 0; ///< waits that ended without the lock
    std::uint64_t waitMaxNs = 0;
    std::uint64_t causedNs = 0; ///< charged to holders
    std::uint64_t handOverNs = 0; ///< waited between a release and the next contended acquisition
    std::uint64_t ownerChanges = 0; ///< between contended acquisitions
    std::uint64_t holdSamples = 0;
    std::uint64_t holdMaxNs = 0;
    std::uint64_t firstSite = 0; ///< of the first contended acquisition; 0: never contended
    std::uint32_t flags = 0; ///< LsFlag
    std::uint32_t generation = 0; ///< how often the same address was destroyed and used again
    std::uint32_t substitute = 0; ///< LsSubstitute in force; less than LS_SUBSTITUTES
    std::uint32_t refusal = 0; ///< LsRefusal of what was wanted last
    std::uint64_t delayNs = 0; ///< added to each hold
    std::uint64_t substitutedAgoNs = 0; ///< how long ago either changed last, when it was read
    std::uint64_t swaps = 0; ///< how often
    std::vector<SiteCounts> sites; ///< by address
    measure::SparseHistogram waits; ///< of contended acquisitions
    measure::SparseHistogram holds; ///< weighted: a sampled hold counts for those not timed
};

/// A piece of a stack as it was copied, with the registers that belong to it.
struct CapturedStack
{
    std::array<std::uint64_t, 8> registers{}; ///< rip rsp rbp rbx r12 r13 r14 r15
    std::vector<std::uint8_t> bytes; ///< from the stack pointer up

    [[nodiscard]] std::uint64_t stackPointer() const { return registers[1]; }
};

/// A wait under way.
struct WaitUnderWay
{
    std::uint32_t tid = 0;
    LockName lock;
    std::uint64_t site = 0;
    std::uint64_t sinceNs = 0; ///< on the monotonic clock
    std::uint32_t ownerTid = 0; ///< when the wait began; 0: not known
    std::uint32_t number = 0; ///< of the thread's waits: tells two of them apart
    std::array<std::uint64_t, 8> registers{};
};

/// A holder's stack, copied when it released a lock that others waited for.
struct HolderStack
{
    std::uint32_t tid = 0;
    LockName lock;
    std::uint64_t site = 0;
    std::uint64_t causedNs = 0;
    CapturedStack stack;
};

/// A thread. Of one that has ended the counts stand here until another thread gets its place.
struct ThreadCounts
{
    std::uint32_t tid = 0; ///< 0: it has ended
    std::uint32_t generation = 0; ///< of its place: with `place` it names the thread
    std::uint32_t place = 0; ///< index in the file
    std::uint64_t startedNs = 0; ///< monotonic: its first lock
    std::uint64_t threads = 0; ///< that had the place
    std::uint64_t livedNs = 0; ///< of those of them that ended, from their first lock on
    std::uint64_t acquisitions = 0;
    std::uint64_t contended = 0;
    std::uint64_t waitNs = 0;
    std::uint64_t conditionNs = 0; ///< waited for conditions, by all threads that had the place
    std::uint64_t lost = 0; ///< acquisitions that found no cell, likewise
    std::optional<WaitUnderWay> waiting;
};

/// Everything that a process counted up to now.
struct ProcessCounts
{
    std::uint32_t pid = 0;
    std::uint32_t parent = 0;
    std::uint64_t startedNs = 0; ///< monotonic
    bool ended = false; ///< it ran its destructors
    std::uint64_t lost = 0; ///< acquisitions that could not be counted
    std::uint64_t lostLocks = 0; ///< contended acquisitions of locks without a record
    bool full = false; ///< no more memory was to be had
    bool damaged = false; ///< something in the file cannot be: what is here is what could be read
    std::vector<ThreadCounts> threads;
    std::vector<LockCounts> locks;
};

} // namespace lockscope::program
