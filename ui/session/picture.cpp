// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/picture.h"

#include <algorithm>

namespace lockscope::ui {

void Picture::add(const std::vector<measure::SnapshotPtr>& snapshots, const QDateTime& at)
{
    for (const measure::SnapshotPtr& snapshot : snapshots)
        m_newest.history.push(snapshot);
    m_newest.takenAt = at;
}

void Picture::replace(const std::vector<measure::SnapshotPtr>& snapshots, const QDateTime& at)
{
    m_newest.history.replace(snapshots);
    m_newest.takenAt = at;
}

void Picture::setPlace(std::optional<std::chrono::nanoseconds> place)
{
    m_newest.place = place;
    if (!place)
        return;
    const auto& all = m_newest.history.snapshots();
    const auto end = std::partition_point(all.begin(), all.end(), [&place](const auto& snapshot) {
        return snapshot->time <= *place;
    });
    m_newest.past.replace({all.begin(), end});
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
    m_newest.past.clear();
}

} // namespace lockscope::ui
