// SPDX-License-Identifier: GPL-3.0-or-later
// What is wanted of a launched program's locks, said to each of its processes.
#include "core/io/bad_input.h"
#include "core/program/launch_watch.h"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>

namespace lockscope::program {

namespace {

std::uint64_t firstSiteOf(const ProcessWatch& watch, const LockName& name)
{
    for (const LockCounts& counts : watch.counts().locks)
        if (counts.name == name)
            return counts.firstSite;
    return 0;
}

} // namespace

void LaunchWatch::substitute(const std::vector<WantedLock>& wanted)
{
    std::map<Process*, std::vector<LockWish>> wishes;
    for (const WantedLock& one : wanted) {
        if (one.lock == 0 || one.lock > m_locks.size())
            throw io::BadInput(fmt::format(
                "lock {}: there is no such lock; allowed: 1 to {}", one.lock, m_locks.size()));
        const Place& place = m_locks[one.lock - 1];
        if (!place.process->watch || !place.process->facts.running)
            continue; // its program has ended, and what was wanted of it with it
        LockWish wish{place.name, 0, one.wanted};
        if (one.wholeSite)
            wish.site = firstSiteOf(*place.process->watch, place.name);
        wishes[place.process].push_back(wish);
    }
    for (auto& [process, all] : wishes) {
        if (all.size() > LockControls::kMost)
            throw io::BadInput(fmt::format(
                "{} locks: too many; allowed: {} of a process", all.size(), LockControls::kMost));
        // The library takes the last that is meant for a lock: what is said of one lock counts more
        // than what is said of its call site.
        std::stable_partition(
            all.begin(), all.end(), [](const LockWish& wish) { return wish.site != 0; });
    }
    for (const std::unique_ptr<Process>& process : m_processes)
        if (process->watch && process->facts.running
            && !process->watch->wish(wishes[process.get()]))
            throw io::BadInput(fmt::format(
                "process {}: its shared file cannot be written, so its locks stay as they are",
                process->facts.pid));
}

} // namespace lockscope::program
