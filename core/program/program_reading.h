// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/frame.h"
#include "core/program/launched_program.h"
#include "core/program/lock_counts.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lockscope::program {

/// How much a count has grown; 0 where it has not.
[[nodiscard]] constexpr std::uint64_t grownBy(std::uint64_t now, std::uint64_t before)
{
    return now > before ? now - before : 0;
}

/// A command line on one line, its words parted by blanks.
[[nodiscard]] std::string commandText(const std::vector<std::string>& words);

/// Times of a thread since it was first seen, ns; they sum to at most `seenNs`.
struct ThreadTimes
{
    std::uint64_t seenNs = 0;
    std::uint64_t lockNs = 0; ///< wants a lock: asleep, spinning, or woken and not yet on a CPU
    std::uint64_t conditionNs = 0; ///< waits in a condition variable
    std::uint64_t runningNs = 0; ///< on a CPU, not for a lock
    std::uint64_t preemptedNs = 0; ///< runnable without a CPU, not for a lock
    bool kernelKnown = false; ///< whether the kernel said what it ran; else the rest is unknown

    /// Asleep elsewhere.
    [[nodiscard]] std::uint64_t asleepNs() const;
    /// Nothing is known of it.
    [[nodiscard]] std::uint64_t unknownNs() const;
    [[nodiscard]] ThreadTimes since(const ThreadTimes& before) const;
};

struct ThreadReading
{
    std::uint32_t pid = 0;
    std::uint32_t tid = 0;
    std::string name; ///< as the kernel has it, any bytes
    std::uint64_t acquisitions = 0;
    std::uint64_t contended = 0;
    std::uint64_t waitNs = 0; ///< lock waits, with the one under way
    bool running = true; ///< false: it has ended
    ThreadTimes times;
    std::optional<std::uint32_t> waitsFor; ///< id of the lock that it wants now
    std::uint32_t ownerTid = 0; ///< who holds that one, as far as is known; 0 otherwise
    bool asleepNow = false; ///< it sleeps, and while it does it holds what others wait for
};

/// A lock, or a condition, of the program.
struct LockReading
{
    std::uint32_t id = 0; ///< from 1, in the order in which they were seen
    std::uint32_t pid = 0;
    LockCounts counts;
    Frame site; ///< where it is taken; empty while it was never contended
    std::uint64_t siteAddress = 0;
    std::uint32_t waiters = 0; ///< now
    std::uint64_t waitSoFarNs = 0; ///< of them, in no count yet
    std::uint32_t ownerTid = 0; ///< who holds it now, of locks that say so; 0: nobody, or not known

    /// All that was waited for it, with the waits under way.
    [[nodiscard]] std::uint64_t allWaitNs() const { return counts.waitNs + waitSoFarNs; }
};

struct ProcessReading
{
    std::uint32_t pid = 0;
    std::uint32_t parent = 0;
    std::string command; ///< any bytes
    bool running = true;
    std::uint64_t uncontended =
        0; ///< acquisitions of locks that were never contended, in an ended one
};

/// A program up to one moment: everything since watching began.
struct ProgramReading
{
    std::chrono::nanoseconds elapsed{};
    bool exact = true; ///< false: sampled, by attaching
    std::optional<int> cpus; ///< that the first process may use; none: not known
    std::vector<ProcessReading> processes; ///< the first one first
    std::vector<LockReading> locks; ///< by waited time, most first; conditions are apart
    std::vector<LockReading> conditions;
    std::vector<ThreadReading> threads; ///< those that were seen: many short ones never are
    std::uint64_t threadsEver = 0; ///< that took a lock, or were seen
    std::uint64_t threadNs = 0; ///< that all of these lived, from their first lock on
    std::uint64_t overflowed = 0; ///< acquisitions and waits that found no place to be counted
    bool damaged = false; ///< a file had something in it that cannot be
    std::optional<ProgramEnd> end; ///< of the first process
};

/// Time with a stack: waited by those who stood there, or caused by them.
struct WeighedStack
{
    double ns = 0;
    std::vector<Frame> frames; ///< the innermost first
};

/// A place where a lock is taken. What it caused stands where it is released.
struct NamedSite
{
    Frame frame;
    SiteCounts counts;
};

/// A lock that threads sleep in until there is work: few acquisitions, long waits. Idleness, not
/// contention.
[[nodiscard]] bool isGate(const LockReading& lock, std::chrono::nanoseconds elapsed);

/// Whether waits for it can be somebody's fault: not those of a gate, nor for a semaphore, which
/// nobody holds.
[[nodiscard]] bool isContention(const LockReading& lock, std::chrono::nanoseconds elapsed);

/// A site as people read it: "evict (cache.c:88)", "evict (libcache.so)", "libcache.so+0x1a2b".
/// Made of the program's own text: make it fit where it is shown.
[[nodiscard]] std::string siteText(const Frame& frame);

/// One sentence on what the program waits for, with its evidence; none where no lock takes more
/// than a twentieth of the time of the threads that work with locks.
[[nodiscard]] std::optional<std::string> verdict(const ProgramReading& reading,
                                                 const std::vector<WeighedStack>& blameOfFirst);

} // namespace lockscope::program
