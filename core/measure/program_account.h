// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/code_frame.h"
#include "core/measure/wait_histogram.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lockscope::measure {

/// Time with a stack: waited by those who stood there, or caused by them.
struct AccountedStack
{
    CodeStackPtr stack; ///< never null
    std::uint64_t ns = 0;
};

/// A call by which a lock is taken, or released.
struct AccountedSite
{
    CodeFramePtr frame; ///< never null
    std::uint64_t acquisitions = 0;
    std::uint64_t contended = 0;
    std::uint64_t waitNs = 0;
    std::uint64_t releases = 0; ///< while others waited
    std::uint64_t causedNs = 0;
};

/// A lock, or a condition, since watching began.
struct AccountedLock
{
    std::uint32_t id = 0; ///< LockInfo::id
    std::string kind; ///< LockInfo::kind
    std::uint64_t address = 0;
    std::uint32_t pid = 0;
    CodeFramePtr site; ///< where it is taken; null while it was never contended
    std::uint64_t siteAddress = 0; ///< of that call, where it was mapped; 0 likewise
    std::uint64_t acquisitions = 0;
    std::uint64_t contended = 0;
    std::uint64_t waitNs = 0;
    std::uint64_t waitSoFarNs = 0; ///< of waits under way, in no count yet
    std::uint64_t waitMaxNs = 0;
    std::uint64_t timeouts = 0; ///< waits that ended without it
    std::uint64_t causedNs = 0; ///< charged to holders
    std::uint64_t handOverNs = 0;
    std::uint64_t ownerChanges = 0;
    std::uint64_t holdSamples = 0;
    std::uint64_t holdMaxNs = 0;
    std::uint32_t flags = 0; ///< LsFlag of core/preload/layout.h
    std::uint32_t generation = 0; ///< how often its address was used again
    std::uint32_t waiters = 0; ///< now
    std::uint32_t ownerTid = 0; ///< now; 0: nobody, or not known
    std::uint32_t substitute = 0; ///< LsSubstitute in force; 0: its own lock
    std::uint32_t refusal = 0; ///< LsRefusal of what was wanted last
    std::uint64_t delayNs = 0; ///< added to each hold
    std::uint64_t swaps = 0; ///< how often either changed
    std::optional<double> takers; ///< how many threads at a time take it; none: not known
    SparseHistogram waits;
    SparseHistogram holds;
    std::vector<AccountedSite> sites;
    std::vector<AccountedStack> waitStacks; ///< the heaviest; together not more than was waited
    std::vector<AccountedStack> blameStacks;
};

/// A thread that was seen, and what it did with its time.
struct AccountedThread
{
    std::uint32_t pid = 0;
    std::uint32_t tid = 0;
    std::string name;
    std::uint64_t acquisitions = 0;
    std::uint64_t contended = 0;
    std::uint64_t waitNs = 0;
    bool running = true;
    std::uint64_t seenNs = 0;
    std::uint64_t lockNs = 0;
    std::uint64_t conditionNs = 0;
    std::uint64_t runningNs = 0;
    std::uint64_t preemptedNs = 0;
    bool kernelKnown = false;
    std::optional<std::uint32_t> waitsFor; ///< id of a lock
    std::uint32_t ownerTid = 0;
};

/// A process of the program. How it ended is known of the first one alone, whose parent we are.
struct AccountedProcess
{
    std::uint32_t pid = 0;
    std::uint32_t parent = 0; ///< 0: not known
    std::string command;
    bool running = true;
    std::uint64_t uncontended = 0; ///< acquisitions of locks that were never contended
    std::optional<int> exitCode;
    std::optional<int> signal; ///< that ended it
};

struct AccountedHazard
{
    std::string kind;
    std::string text; ///< one sentence
    std::vector<std::uint32_t> locks; ///< ids
};

/// Everything that is known of a watched program up to one moment, as a recording has it: with
/// stacks, sites, histograms and processes, which no snapshot has. Texts are the program's own, in
/// UTF-8. Never changed once it is made.
struct ProgramAccount
{
    std::string command;
    std::uint32_t pid = 0;
    bool launched = true;
    std::chrono::nanoseconds elapsed{};
    bool exact = true; ///< false: sampled, by attaching
    std::optional<int> cpus; ///< that the first process may use; none: not known
    bool ended = false; ///< the first process
    std::vector<AccountedProcess> processes; ///< the first one first
    std::vector<AccountedLock> locks; ///< by waited time; then conditions, likewise
    std::uint64_t locksLeftOut = 0; ///< for which there was no room in a recording
    std::vector<AccountedThread> threads;
    std::uint64_t threadsEver = 0;
    std::uint64_t threadNs = 0;
    std::vector<AccountedHazard> hazards;
    std::uint64_t overflowed = 0;
    bool damaged = false;
    std::optional<double> rootedShare;
};

} // namespace lockscope::measure
