// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/history_mirror.h"

#include <algorithm>
#include <utility>

namespace lockscope::ui {

HistoryMirror::Step HistoryMirror::follow(const measure::History& history)
{
    Step step;
    m_span = history.span();
    const auto& theirs = history.snapshots();
    const bool sameSeries = std::exchange(m_series, history.series()) == history.series();
    const auto known = m_snapshots.empty() || !sameSeries
        ? theirs.rend()
        : std::find(theirs.rbegin(), theirs.rend(), m_snapshots.back());
    if (known == theirs.rend()) {
        step.restarted = true;
        m_snapshots = theirs;
        return step;
    }
    while (m_snapshots.front()->time < theirs.front()->time) {
        step.dropped.push_back(std::move(m_snapshots.front()));
        m_snapshots.pop_front();
    }
    step.firstNew = m_snapshots.size();
    m_snapshots.insert(m_snapshots.end(), known.base(), theirs.end());
    return step;
}

std::chrono::nanoseconds HistoryMirror::end() const
{
    return m_snapshots.empty() ? std::chrono::nanoseconds{0} : m_snapshots.back()->time;
}

std::chrono::nanoseconds HistoryMirror::covered() const
{
    if (m_snapshots.empty())
        return std::chrono::nanoseconds{0};
    const measure::Snapshot& oldest = *m_snapshots.front();
    const auto covered = end() - oldest.time + oldest.interval;
    // One more snapshot would push the oldest out.
    return covered + m_snapshots.back()->interval > m_span ? m_span : covered;
}

measure::SnapshotPtr HistoryMirror::at(std::chrono::nanoseconds time) const
{
    const auto found = std::lower_bound(
        m_snapshots.begin(),
        m_snapshots.end(),
        time,
        [](const auto& snapshot, std::chrono::nanoseconds t) { return snapshot->time < t; });
    if (found == m_snapshots.end() || time < (*found)->time - (*found)->interval)
        return nullptr;
    return *found;
}

bool HistoryMirror::startsRun(std::size_t index) const
{
    return index == 0 || measure::History::gapBetween(*m_snapshots[index - 1], *m_snapshots[index]);
}

} // namespace lockscope::ui
