// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/whatif/own_time.h"

#include <algorithm>
#include <utility>

namespace lockscope::whatif {

using program::grownBy;
using program::LockCounts;
using program::LockReading;
using program::ReportedLock;
using program::ThreadReading;
using program::WatchReport;

void OwnTime::take(const WatchReport& report)
{
    const program::ProgramReading& reading = report.reading;
    const bool other = report.pid != m_pid || reading.elapsed < m_elapsed;
    std::uint64_t swaps = 0;
    for (const ReportedLock& lock : report.locks)
        swaps += lock.lock.counts.swaps;
    if (other)
        m_began = {};
    // Whoever sees only the end of a recording does not know what came after the last swap.
    if (swaps != (other ? 0 : m_swaps)) {
        m_began = {.elapsed = reading.elapsed, .locks = {}, .threads = {}};
        for (const ReportedLock& lock : report.locks)
            m_began.locks.emplace(lock.lock.id, lock.lock);
        for (const ThreadReading& thread : reading.threads)
            m_began.threads.emplace(std::pair(thread.pid, thread.tid), thread);
    }
    m_pid = report.pid;
    m_elapsed = reading.elapsed;
    m_swaps = swaps;
}

LoadFound OwnTime::loadOf(const WatchReport& report, const ReportedLock& lock) const
{
    const auto isSwapped = [](const ReportedLock& one) {
        return one.lock.counts.substitute != 0 || one.lock.counts.delayNs != 0;
    };
    bool own = m_began.elapsed.count() > 0 && report.reading.elapsed > m_began.elapsed
        && report.pid == m_pid;
    for (const ReportedLock& one : report.locks)
        own = own && !isSwapped(one);
    if (!own)
        return whatif::loadOf(report, lock);
    WatchReport part;
    part.command = report.command;
    part.pid = report.pid;
    part.launched = report.launched;
    part.reading.elapsed = report.reading.elapsed - m_began.elapsed;
    part.reading.exact = report.reading.exact;
    part.reading.cpus = report.reading.cpus;
    part.reading.threadsEver = report.reading.threadsEver;
    part.reading.damaged = report.reading.damaged;
    for (ThreadReading thread : report.reading.threads) {
        const auto found = m_began.threads.find({thread.pid, thread.tid});
        if (found != m_began.threads.end()) {
            thread.acquisitions = grownBy(thread.acquisitions, found->second.acquisitions);
            thread.times = thread.times.since(found->second.times);
        }
        part.reading.threads.push_back(std::move(thread));
    }
    for (const ReportedLock& one : report.locks)
        if (&one == &lock || one.lock.counts.name.address == lock.lock.counts.name.address)
            part.locks.push_back(since(one));
    for (const ReportedLock& one : part.locks)
        if (one.lock.id == lock.lock.id)
            return whatif::loadOf(part, one);
    return whatif::loadOf(report, lock);
}

/// Without its stacks.
ReportedLock OwnTime::since(const ReportedLock& lock) const
{
    ReportedLock part;
    part.lock = lock.lock;
    part.gate = lock.gate;
    const auto found = m_began.locks.find(lock.lock.id);
    if (found == m_began.locks.end())
        return part;
    const LockReading& began = found->second;
    LockCounts& counts = part.lock.counts;
    counts.acquisitions = grownBy(counts.acquisitions, began.counts.acquisitions);
    counts.contended = grownBy(counts.contended, began.counts.contended);
    // Waits under way at the beginning have a part before it.
    const std::uint64_t waitNs = grownBy(part.lock.allWaitNs(), began.allWaitNs());
    part.lock.waitSoFarNs = std::min(part.lock.waitSoFarNs, waitNs);
    counts.waitNs = waitNs - part.lock.waitSoFarNs;
    counts.holdSamples = grownBy(counts.holdSamples, began.counts.holdSamples);
    counts.holds = counts.holds.since(began.counts.holds);
    counts.swaps = grownBy(counts.swaps, began.counts.swaps);
    return part;
}

} // namespace lockscope::whatif
