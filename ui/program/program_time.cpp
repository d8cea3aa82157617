// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/program_time.h"

namespace lockscope::ui {

bool ProgramTime::follow(const measure::History& history, const TimeRange& range)
{
    const HistoryMirror::Step step = m_mirror.follow(history);
    const Snapshots& snapshots = m_mirror.snapshots();
    if (step.restarted) {
        m_names.clear();
        m_locks.restart();
        m_blocking.restart();
    }
    for (std::size_t i = step.restarted ? 0 : step.firstNew; i < snapshots.size(); ++i)
        m_names.follow(*snapshots[i]);
    m_range = range;
    const bool moved = m_locks.show(snapshots, range);
    (void)m_blocking.show(snapshots, range);
    return moved || step.restarted;
}

LockSubstitutes ProgramTime::substitutesBefore() const
{
    return substitutesAt(m_mirror.snapshots(), m_range.begin);
}

LockSubstitutes ProgramTime::substitutesAfter() const
{
    return substitutesAt(m_mirror.snapshots(), m_range.end);
}

} // namespace lockscope::ui
