// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/range_sums.h"

#include <algorithm>

namespace lockscope::ui {

std::pair<Snapshots::const_iterator, Snapshots::const_iterator> snapshotsIn(
    const Snapshots& snapshots, const TimeRange& range)
{
    const auto middle = [](const measure::SnapshotPtr& snapshot) {
        return snapshot->time - snapshot->interval / 2;
    };
    const auto first = std::partition_point(
        snapshots.begin(), snapshots.end(), [&](const auto& s) { return middle(s) < range.begin; });
    const auto last = std::partition_point(
        first, snapshots.end(), [&](const auto& s) { return middle(s) <= range.end; });
    return {first, last};
}

bool RangeSums::show(const Snapshots& snapshots, const TimeRange& range)
{
    const auto [first, last] = snapshotsIn(snapshots, range);
    if (m_summed.empty()
            ? first == last
            : first != last && m_summed.front() == *first && m_summed.back() == *std::prev(last))
        return false;
    // What is summed up already: as a range of the same snapshots, or nothing of it.
    const auto kept = m_summed.empty() ? last : std::find(first, last, m_summed.front());
    const auto keptEnd = m_summed.empty() ? last : std::find(first, last, m_summed.back());
    const bool overlaps = kept != last || keptEnd != last;
    if (!overlaps) {
        restart();
        std::for_each(first, last, [this](const auto& snapshot) {
            m_summed.push_back(snapshot);
            add(*snapshot);
        });
        return true;
    }
    bool removed = false;
    while (m_summed.front()->time < (*first)->time) {
        remove(*m_summed.front());
        m_summed.pop_front();
        removed = true;
    }
    while (m_summed.back()->time > (*std::prev(last))->time) {
        remove(*m_summed.back());
        m_summed.pop_back();
        removed = true;
    }
    if (removed)
        removedSome();
    for (auto next = std::find(first, last, m_summed.front()); next != first;) {
        --next;
        m_summed.push_front(*next);
        add(**next);
    }
    for (auto next = std::next(std::find(first, last, m_summed.back())); next != last; ++next) {
        m_summed.push_back(*next);
        add(**next);
    }
    return true;
}

void RangeSums::restart()
{
    m_summed.clear();
    clear();
}

} // namespace lockscope::ui
