// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/history.h"

#include <algorithm>

namespace lockscope::measure {

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
    m_threads += snapshot->threads.size();
    m_snapshots.push_back(std::move(snapshot));
    const auto oldest = end() - m_span;
    while (m_snapshots.size() > m_most || m_snapshots.front()->time < oldest
           || (m_threads > m_mostThreads && m_snapshots.size() > 1))
    {
        m_threads -= m_snapshots.front()->threads.size();
        m_snapshots.pop_front();
    }
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
        threads += snapshot->threads.size();
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
