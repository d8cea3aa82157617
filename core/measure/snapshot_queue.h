// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/snapshot.h"

#include <cstddef>
#include <deque>
#include <iterator>
#include <mutex>
#include <vector>

namespace lockscope::measure {

/// From the sampler to whoever polls: bounded, so that a reader that does not come costs nothing
/// but the oldest snapshots. Thread-safe.
class SnapshotQueue
{
public:
    static constexpr std::size_t kCapacity = 600;

    void push(SnapshotPtr snapshot)
    {
        const std::lock_guard hold(m_mutex);
        if (m_snapshots.size() == kCapacity)
            m_snapshots.pop_front();
        m_snapshots.push_back(std::move(snapshot));
    }

    [[nodiscard]] std::vector<SnapshotPtr> take()
    {
        std::deque<SnapshotPtr> taken;
        {
            const std::lock_guard hold(m_mutex);
            taken.swap(m_snapshots);
        }
        return {std::make_move_iterator(taken.begin()), std::make_move_iterator(taken.end())};
    }

private:
    std::mutex m_mutex;
    std::deque<SnapshotPtr> m_snapshots;
};

} // namespace lockscope::measure
