// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/history.h"

#include "core/measure/joined_snapshots.h"

#include <algorithm>
#include <cstddef>
#include <memory>

namespace lockscope::measure {

namespace {

/// Behind the last of the snapshots from `first` on that may be one: what follows directly, has no
/// change, and is no longer than that together; the newest stays by itself.
std::size_t endOfRun(const std::deque<SnapshotPtr>& snapshots,
                     std::size_t first,
                     std::chrono::nanoseconds longest)
{
    const Snapshot& begin = *snapshots[first];
    std::size_t end = first + 1;
    if (!begin.changes.empty())
        return end;
    while (end + 1 < snapshots.size() && snapshots[end]->changes.empty()
           && !History::gapBetween(*snapshots[end - 1], *snapshots[end])
           && snapshots[end]->time - (begin.time - begin.interval) <= longest)
        ++end;
    return end;
}

} // namespace

std::size_t History::sizeOf(const Snapshot& snapshot)
{
    constexpr std::size_t kLocksOfAThread = 8;
    return snapshot.threads.size()
        + snapshot.waits.entries().size() * sizeof(SparseHistogram::Entry) / sizeof(ThreadSnapshot)
        + (snapshot.program ? snapshot.program->locks.size() / kLocksOfAThread : 0);
}

History::History(std::chrono::nanoseconds span, std::size_t most, std::size_t mostThreads)
    : m_span(span)
    , m_most(most)
    , m_mostThreads(mostThreads)
{}

void History::push(SnapshotPtr snapshot)
{
    if (!snapshot)
        return;
    if (!m_snapshots.empty()) {
        const Snapshot& last = *m_snapshots.back();
        if (snapshot->time <= last.time || snapshot->sequence <= last.sequence)
            clear();
        else if (const std::uint64_t first = snapshot->firstSequence(); first > last.sequence)
            m_dropped += first - last.sequence - 1;
    }
    m_threads += sizeOf(*snapshot);
    m_snapshots.push_back(std::move(snapshot));
    const auto forgetOldest = [this] {
        m_threads -= sizeOf(*m_snapshots.front());
        m_snapshots.pop_front();
    };
    const auto oldest = end() - m_span;
    while (m_snapshots.size() > m_most || m_snapshots.front()->time < oldest)
        forgetOldest();
    if (m_threads > m_mostThreads && m_snapshots.size() >= kLeastJoined)
        thin();
    while (m_threads > m_mostThreads && m_snapshots.size() > 1)
        forgetOldest();
}

void History::thin()
{
    const auto longest = m_span / kLongestJoined;
    const std::size_t wanted = m_mostThreads - m_mostThreads / 4;
    std::vector<SnapshotPtr> joinedOnes; // in place of as many of the oldest as were looked at
    std::size_t at = 0;
    while (at < m_snapshots.size() && m_threads > wanted) {
        const std::size_t end = endOfRun(m_snapshots, at, longest);
        if (end == at + 1) {
            joinedOnes.push_back(m_snapshots[at]);
        } else {
            const std::vector<SnapshotPtr> parts(
                m_snapshots.begin() + static_cast<std::ptrdiff_t>(at),
                m_snapshots.begin() + static_cast<std::ptrdiff_t>(end));
            joinedOnes.push_back(std::make_shared<const Snapshot>(joined(parts)));
            for (const SnapshotPtr& part : parts)
                m_threads -= sizeOf(*part);
            m_threads += sizeOf(*joinedOnes.back());
        }
        at = end;
    }
    if (joinedOnes.size() == at)
        return; // nothing could be joined
    m_snapshots.erase(m_snapshots.begin(), m_snapshots.begin() + static_cast<std::ptrdiff_t>(at));
    m_snapshots.insert(m_snapshots.begin(), joinedOnes.begin(), joinedOnes.end());
    ++m_series;
}

void History::clear()
{
    m_snapshots.clear();
    m_threads = 0;
    m_dropped = 0;
    ++m_series;
}

void History::replace(const std::vector<SnapshotPtr>& snapshots)
{
    clear();
    if (snapshots.empty())
        return;
    m_span = std::max(m_span, snapshots.back()->time - snapshots.front()->time);
    m_most = std::max(m_most, snapshots.size());
    std::size_t threads = 0;
    for (const SnapshotPtr& snapshot : snapshots)
        threads += sizeOf(*snapshot);
    m_mostThreads = std::max(m_mostThreads, threads);
    for (const SnapshotPtr& snapshot : snapshots)
        push(snapshot);
}

std::chrono::nanoseconds History::end() const
{
    return m_snapshots.empty() ? std::chrono::nanoseconds{0} : m_snapshots.back()->time;
}

SnapshotPtr History::at(std::chrono::nanoseconds time) const
{
    const auto found = std::lower_bound(
        m_snapshots.begin(),
        m_snapshots.end(),
        time,
        [](const SnapshotPtr& snapshot, std::chrono::nanoseconds t) { return snapshot->time < t; });
    if (found == m_snapshots.end() || time < (*found)->time - (*found)->interval)
        return nullptr;
    return *found;
}

bool History::gapBetween(const Snapshot& earlier, const Snapshot& later)
{
    return later.firstSequence() != earlier.sequence + 1;
}

} // namespace lockscope::measure
