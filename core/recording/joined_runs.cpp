// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/joined_runs.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace lockscope::recording {

void JoinedRuns::beginRun(const measure::ConfigFacts& config)
{
    m_begins = config;
}

void JoinedRuns::follow(const measure::Snapshot& first, TimePoint now)
{
    const auto gap = std::max<std::chrono::nanoseconds>(first.interval, now - m_lastAt);
    m_time = m_last->time + gap - first.time;
    m_sequence = m_last->sequence + 2 - first.sequence; // wraps, and wraps back when added
    m_revision = m_lastRevision + 1;
    m_totals = m_last->total;
}

measure::SnapshotPtr JoinedRuns::join(const measure::SnapshotPtr& snapshot, TimePoint now)
{
    const auto begins = std::exchange(m_begins, std::nullopt);
    const bool follows = begins && m_last;
    if (follows) {
        follow(*snapshot, now);
        m_isFirstRun = false;
    }
    m_lastAt = now;
    if (m_isFirstRun) {
        if (!snapshot->changes.empty())
            m_lastRevision = snapshot->changes.back().revision;
        return m_last = snapshot;
    }
    auto joined = std::make_shared<measure::Snapshot>(*snapshot);
    joined->time += m_time;
    joined->sequence += m_sequence;
    joined->total += m_totals;
    for (measure::ConfigChange& change : joined->changes) {
        change.time += m_time;
        change.revision += m_revision;
    }
    if (follows)
        joined->changes.insert(joined->changes.begin(),
                               {.revision = m_revision,
                                .time = joined->time - joined->interval,
                                .label = "reconnected: a new run",
                                .config = *begins});
    if (!joined->changes.empty())
        m_lastRevision = joined->changes.back().revision;
    return m_last = joined;
}

} // namespace lockscope::recording
