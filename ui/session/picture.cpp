// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/picture.h"

namespace lockscope::ui {

void Picture::add(const std::vector<measure::SnapshotPtr>& snapshots, const QDateTime& at)
{
    for (const measure::SnapshotPtr& snapshot : snapshots)
        m_newest.history.push(snapshot);
    m_newest.takenAt = at;
}

void Picture::replace(const std::vector<measure::SnapshotPtr>& snapshots, const QDateTime& at)
{
    m_newest.history.clear();
    add(snapshots, at);
}

void Picture::setFrozen(bool frozen)
{
    if (frozen && !m_frozen)
        m_frozen = m_newest;
    else if (!frozen)
        m_frozen.reset();
}

void Picture::clear()
{
    m_frozen.reset();
    m_newest.history.clear();
}

} // namespace lockscope::ui
