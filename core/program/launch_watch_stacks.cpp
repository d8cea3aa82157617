// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/launch_watch.h"

#include <algorithm>
#include <utility>

/// What is known of one lock beside its counts: stacks of who waits and of who holds it, call
/// sites.
namespace lockscope::program {

std::vector<WeighedStack> LaunchWatch::waitStacks(std::uint32_t lock, std::size_t most)
{
    if (lock == 0 || lock > m_locks.size())
        return {};
    Process* const process = m_locks[lock - 1].process;
    const LockName& name = m_locks[lock - 1].name;
    const LockStacks* const stacks = process->watch ? process->watch->stacksOf(name) : nullptr;
    if (!stacks)
        return {};
    double total = 0;
    for (const LockCounts& counts : process->watch->counts().locks)
        if (counts.name == name)
            total = static_cast<double>(counts.waitNs);
    return heaviest(stacks->waits, total, most, [&](StackTable::Id id) {
        return process->watch->framesOf(id);
    });
}

std::vector<WeighedStack> LaunchWatch::blameStacks(std::uint32_t lock, std::size_t most)
{
    if (lock == 0 || lock > m_locks.size())
        return {};
    Process* const process = m_locks[lock - 1].process;
    const LockName& name = m_locks[lock - 1].name;
    if (!process->watch)
        return {};
    std::vector<WeighedStack> found;
    for (const LockCounts& counts : process->watch->counts().locks)
        if (counts.name == name)
            found = process->watch->blameOf(counts);
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.ns > b.ns; });
    if (found.size() > most)
        found.resize(most);
    return found;
}

std::vector<NamedSite> LaunchWatch::sites(std::uint32_t lock, std::size_t most)
{
    if (lock == 0 || lock > m_locks.size())
        return {};
    Process* const process = m_locks[lock - 1].process;
    const LockName& name = m_locks[lock - 1].name;
    std::vector<NamedSite> found;
    if (!process->watch)
        return found;
    for (const LockCounts& counts : process->watch->counts().locks) {
        if (counts.name != name)
            continue;
        for (const SiteCounts& site : counts.sites)
            if (site.acquisitions > 0 || site.waitNs > 0)
                found.push_back({process->watch->frameOf(site.address), site});
    }
    std::sort(found.begin(), found.end(), [](const NamedSite& a, const NamedSite& b) {
        return std::pair(a.counts.waitNs, a.counts.acquisitions)
            > std::pair(b.counts.waitNs, b.counts.acquisitions);
    });
    if (found.size() > most)
        found.resize(most);
    return found;
}

std::optional<double> LaunchWatch::rootedShare() const
{
    double caught = 0;
    double rooted = 0;
    for (const std::unique_ptr<Process>& process : m_processes) {
        if (!process->watch)
            continue;
        caught += process->watch->caughtNs();
        rooted += process->watch->rootedNs();
    }
    return caught > 0 ? std::optional(rooted / caught) : std::nullopt;
}

} // namespace lockscope::program
