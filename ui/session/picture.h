// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/history.h"
#include "core/measure/source.h"

#include <QDateTime>

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace lockscope::ui {

/// What is drawn of one source: its newest snapshots, what it says of itself, and when that came.
/// While frozen all three stay as they were; what comes meanwhile is kept, and shown after. For one
/// thread.
class Picture
{
public:
    /// So much is kept to look back at, of up to kKeptThreads threads in all snapshots, some 40
    /// MB: ten minutes of 33 workers at 20 Hz as they came, of 256 the last minute or so, and what
    /// is older in steps of up to two seconds.
    static constexpr std::chrono::minutes kKept{10};
    static constexpr std::size_t kKeptThreads = 400'000;
    static constexpr std::size_t kKeptSnapshots = 36'000; ///< of few threads, at 60 Hz

    [[nodiscard]] const measure::History& history() const { return shown().history; }
    /// None before the source has said anything.
    [[nodiscard]] const std::optional<measure::SourceInfo>& facts() const { return shown().facts; }
    /// When the newest snapshot came; invalid before the first.
    [[nodiscard]] const QDateTime& takenAt() const { return shown().takenAt; }
    [[nodiscard]] bool frozen() const { return m_frozen.has_value(); }
    /// How long the source has run, by its newest snapshot, also while frozen; 0 before the first
    /// and after clear().
    [[nodiscard]] std::chrono::nanoseconds measuredTime() const { return m_newest.history.end(); }

    /// What the source says of itself now.
    void note(const measure::SourceInfo& facts) { m_newest.facts = facts; }
    /// New snapshots, oldest first.
    void add(const std::vector<measure::SnapshotPtr>& snapshots, const QDateTime& at);
    /// These and no others, all of them.
    void replace(const std::vector<measure::SnapshotPtr>& snapshots, const QDateTime& at);
    /// Where the source stands in what is drawn; none: at the newest.
    void setPlace(std::optional<std::chrono::nanoseconds> place);
    [[nodiscard]] std::optional<std::chrono::nanoseconds> place() const { return shown().place; }
    /// What lies before that place: for whatever tells of now.
    [[nodiscard]] const measure::History& past() const
    {
        return shown().place ? shown().past : shown().history;
    }
    void setFrozen(bool frozen);
    /// Forgets all snapshots, and thaws.
    void clear();

private:
    struct Moment
    {
        measure::History history{kKept, kKeptSnapshots, kKeptThreads};
        std::optional<measure::SourceInfo> facts;
        QDateTime takenAt;
        std::optional<std::chrono::nanoseconds> place;
        measure::History past; ///< of the history, when there is a place
    };

    [[nodiscard]] const Moment& shown() const { return m_frozen ? *m_frozen : m_newest; }

    Moment m_newest;
    std::optional<Moment> m_frozen; ///< m_newest, then
};

} // namespace lockscope::ui
