// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/history.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <vector>

namespace lockscope::ui {

/// What a view remembers of the history between two refreshes, so that it works on what is new
/// instead of on everything: shares of the immutable snapshots, never a pointer to the history.
class HistoryMirror
{
public:
    struct Step
    {
        bool restarted = false; ///< nothing of before is left; all snapshots are new
        std::vector<measure::SnapshotPtr> dropped; ///< from the front, when not restarted
        std::size_t firstNew = 0; ///< index in snapshots() of the first that was not there before
    };

    /// Brings the mirror up to date.
    Step follow(const measure::History& history);

    [[nodiscard]] const std::deque<measure::SnapshotPtr>& snapshots() const { return m_snapshots; }
    [[nodiscard]] bool empty() const { return m_snapshots.empty(); }
    [[nodiscard]] std::chrono::nanoseconds end() const;
    /// As History::span(): the most time that is kept.
    [[nodiscard]] std::chrono::nanoseconds span() const { return m_span; }
    /// The time that there is, gaps included: all of span() once the history forgets its oldest
    /// end.
    [[nodiscard]] std::chrono::nanoseconds covered() const;
    /// As History::at.
    [[nodiscard]] measure::SnapshotPtr at(std::chrono::nanoseconds time) const;
    /// Whether a gap, or nothing, lies before the snapshot at an index.
    [[nodiscard]] bool startsRun(std::size_t index) const;

private:
    std::deque<measure::SnapshotPtr> m_snapshots;
    std::chrono::nanoseconds m_span{std::chrono::seconds(60)};
    std::uint64_t m_series = 0; ///< of the history
};

} // namespace lockscope::ui
