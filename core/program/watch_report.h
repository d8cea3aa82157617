// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/critical_path.h"
#include "core/program/program_watch.h"
#include "core/program/progress.h"

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace lockscope::program {

/// A lock with where it was waited for and who made others wait.
struct ReportedLock
{
    LockReading lock;
    bool gate = false;
    std::vector<WeighedStack> stacks;
    std::vector<WeighedStack> blame;
    std::vector<NamedSite> sites; ///< most waited first, then most acquisitions
};

/// Time that threads at one place waited for those at another.
struct Blocking
{
    std::uint32_t lock = 0; ///< id
    Frame waiter;
    Frame owner;
    double ns = 0;
};

/// Threads that wait for each other in a circle, each with the lock that it wants.
struct Deadlock
{
    struct Member
    {
        std::uint32_t tid = 0;
        std::string name;
        std::uint32_t lock = 0; ///< id
    };
    std::vector<Member> members;
};

/// What counting costs the program.
struct WatchCost
{
    double nsPerAcquisition = 0; ///< pairCostNs()
    /// Of the time that its threads were on a CPU, of those that were seen; none where the kernel
    /// did not say how long that was.
    std::optional<double> share;
};

/// All that there is to say of a program at one moment: `watch --json`, and what is printed.
struct WatchReport
{
    std::string command; ///< as it was given, or of the process
    std::uint32_t pid = 0;
    bool launched = true;
    ProgramReading reading;
    std::vector<ReportedLock> locks; ///< by waited time
    std::vector<ReportedLock> conditions;
    std::uint64_t locksLeftOut = 0; ///< of both: a recording had no room for them
    std::vector<Blocking> blockedBy;
    std::vector<Deadlock> deadlocks;
    std::vector<Hazard> hazards;
    std::optional<std::string> verdict;
    std::optional<double> rootedShare;
    std::optional<WatchCost> cost; ///< none where nothing is counted, or it could not be measured
    std::optional<CriticalPath> path; ///< of all that was watched; none where nobody asked for it
    std::optional<ProgressSoFar> progress; ///< none where nobody asked for it, or it is not known
};

/// Reads a watch and makes a report; stacks for the locks that were waited for most.
[[nodiscard]] WatchReport reportOf(ProgramWatch& watch,
                                   std::string command,
                                   std::uint32_t pid,
                                   bool launched);

/// What follows from the rest of a report: gates, who blocks whom, deadlocks, the verdict.
void addWhatFollows(WatchReport& report);

/// Circles of threads in which each waits for a lock that the next one holds.
[[nodiscard]] std::vector<Deadlock> findDeadlocks(const std::vector<ThreadReading>& threads);

/// `watch --json`: schema lockscope.watch/1.
[[nodiscard]] nlohmann::ordered_json toJson(const WatchReport& report);

struct PathNames;
/// By what the report calls its locks and threads; it outlives them.
[[nodiscard]] PathNames pathNames(const CriticalPath& path, const WatchReport& report);

/// For people, on lines; the program's own text made fit for a terminal.
[[nodiscard]] std::string toText(const WatchReport& report);

} // namespace lockscope::program
