// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/snapshot.h"
#include "core/recording/frame.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace lockscope::recording {

/// What both readers hold records to: how a recording begins, what may follow what, and what they
/// say of one that does not go on. For one thread.
class RecordOrder
{
public:
    explicit RecordOrder(std::string name)
        : m_name(std::move(name))
    {}

    /// Throws RecordingError unless the magic is one that this program reads. `rest`: bytes that
    /// there are, all of them when `isAll`. Returns the magic's size, 0 when there is too little to
    /// tell.
    [[nodiscard]] std::size_t passMagic(Bytes rest, bool isAll) const;

    /// Why a whole record may not stand here, in a few words; empty when it may, and then it
    /// counts.
    [[nodiscard]] std::string take(const Frame& frame);

    /// Why a snapshot's changes may not stand here, after take(): all of a recording are kept, so
    /// there may not be any number of them.
    [[nodiscard]] std::string takeChanges(const std::vector<measure::ConfigChange>& changes);

    /// The end record has been taken.
    [[nodiscard]] bool isComplete() const { return m_isComplete; }

    /// One sentence for a recording whose bytes end, `left` of them after the last whole record.
    [[nodiscard]] std::string cutShort(std::size_t left) const;
    /// One sentence for one that is damaged at this byte.
    [[nodiscard]] std::string damaged(std::uint64_t at, const std::string& why) const;
    /// Throws RecordingError with one of those two when not even a header came before.
    void needHeader(const std::string& sentence) const;

    [[nodiscard]] const std::string& name() const { return m_name; }

private:
    [[nodiscard]] std::string whatIsLeft() const;

    std::string m_name;
    std::uint64_t m_next = 0; ///< sequence number that the next record has
    std::uint64_t m_snapshots = 0;
    std::size_t m_changes = 0;
    std::size_t m_facts = 0; ///< of all changes
    std::size_t m_text = 0; ///< of all changes, bytes
    std::chrono::nanoseconds m_time{-1}; ///< of the last snapshot
    bool m_isComplete = false;
};

} // namespace lockscope::recording
