// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/path_looks.h"

#include "core/io/limits.h"

#include <algorithm>

namespace lockscope::program {

namespace {

/// Of one lock, or thread: what comes then is not told apart.
constexpr std::size_t kToldApart = 32;

template<class Key>
void countOne(std::vector<std::pair<Key, std::uint32_t>>& counts, Key key)
{
    for (std::size_t i = 0; i < counts.size(); ++i)
        if (counts[i].first == key) {
            ++counts[i].second;
            if (i > 0 && counts[i].second > counts[i - 1].second)
                std::swap(counts[i], counts[i - 1]); // what comes often is found soon
            return;
        }
    if (counts.size() < kToldApart)
        counts.emplace_back(key, 1);
}

/// Running, waiting for locks and without a CPU: all that is not idle, as a share.
double busyShare(const measure::ThreadSnapshot& thread)
{
    if (!thread.states)
        return 0;
    const measure::StateShares& states = *thread.states;
    const double share = static_cast<double>(states[measure::kRunning])
        + states[measure::kWaitsForLock] + states[measure::State::Preempted];
    return share > 0 ? std::min(share, 1.0) : 0; // NaN, too
}

} // namespace

PathLooks::PathLooks(const PathSnapshots& snapshots, const measure::ProgramNames& names)
{
    for (const measure::SnapshotPtr& snapshot : snapshots) {
        if (!snapshot || !snapshot->program)
            continue;
        addThreads(*snapshot);
        addLocks(*snapshot);
    }
    for (std::size_t id = 0; id < m_locks.size(); ++id) {
        Lock& lock = m_locks[id];
        if (const measure::LockInfo* info = names.lock(static_cast<std::uint32_t>(id))) {
            lock.isLock = measure::isLock(*info);
            // A queue on it is one behind a holder, also where no look fell on who that is.
            lock.hasHolder = lock.hasHolder || info->kind == "mutex" || info->kind == "write";
        }
        for (const auto& [tid, times] : lock.holders)
            if (auto& held = m_heldBy[tid]; held.size() < kToldApart)
                held.push_back(static_cast<std::uint32_t>(id));
    }
}

void PathLooks::addThreads(const measure::Snapshot& snapshot)
{
    const double seconds = std::chrono::duration<double>(snapshot.interval).count();
    const auto& waiting = snapshot.program->waitingFor;
    for (std::size_t i = 0; i < snapshot.threads.size(); ++i) {
        const measure::ThreadSnapshot& thread = snapshot.threads[i];
        if (thread.index >= io::limits::kThreadsInAll)
            continue;
        if (thread.index >= m_threads.size())
            m_threads.resize(thread.index + std::size_t{1});
        Thread& known = m_threads[thread.index];
        known.busy += busyShare(thread) * seconds;
        if (i < waiting.size() && waiting[i] != 0)
            countOne(known.waitedFor, waiting[i]);
    }
}

void PathLooks::addLocks(const measure::Snapshot& snapshot)
{
    for (const measure::LockSnapshot& lock : snapshot.program->locks) {
        if (lock.id > io::limits::kLocksInAll)
            continue;
        if (lock.id >= m_locks.size())
            m_locks.resize(lock.id + std::size_t{1});
        Lock& known = m_locks[lock.id];
        known.hasHolder = known.hasHolder || lock.ownerTid != 0;
        if (lock.waiters == 0)
            continue;
        ++known.looks;
        known.waiters += lock.waiters;
        if (lock.ownerTid == 0)
            continue;
        ++known.known;
        countOne(known.holders, static_cast<std::int32_t>(lock.ownerTid));
    }
}

const PathLooks::Lock* PathLooks::find(std::uint32_t id) const
{
    return id < m_locks.size() ? &m_locks[id] : nullptr;
}

bool PathLooks::isLock(std::uint32_t id) const
{
    const Lock* lock = find(id);
    return lock == nullptr || lock->isLock;
}

bool PathLooks::hasHolder(std::uint32_t id) const
{
    const Lock* lock = find(id);
    return lock != nullptr && lock->isLock && lock->hasHolder;
}

double PathLooks::waitersAtATime(std::uint32_t id) const
{
    const Lock* lock = find(id);
    return lock == nullptr || lock->looks == 0
        ? 1
        : static_cast<double>(lock->waiters) / static_cast<double>(lock->looks);
}

double PathLooks::holdShare(std::uint32_t id, std::int32_t tid) const
{
    const Lock* lock = find(id);
    if (lock == nullptr || lock->known == 0)
        return 0;
    for (const auto& [holder, times] : lock->holders)
        if (holder == tid)
            return static_cast<double>(times) / static_cast<double>(lock->known);
    return 0;
}

std::int32_t PathLooks::usualHolder(std::uint32_t id) const
{
    const Lock* lock = find(id);
    if (lock == nullptr)
        return 0;
    for (const auto& [holder, times] : lock->holders)
        if (times * std::uint64_t{2} > lock->known)
            return holder;
    return 0;
}

const PathLooks::Counts& PathLooks::waitedFor(std::uint32_t thread) const
{
    static const Counts none;
    return thread < m_threads.size() ? m_threads[thread].waitedFor : none;
}

const std::vector<std::uint32_t>& PathLooks::heldBy(std::int32_t tid) const
{
    static const std::vector<std::uint32_t> none;
    const auto found = m_heldBy.find(tid);
    return found == m_heldBy.end() ? none : found->second;
}

double PathLooks::busy(std::uint32_t thread) const
{
    return thread < m_threads.size() ? m_threads[thread].busy : 0;
}

} // namespace lockscope::program
