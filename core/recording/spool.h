// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/time_range.h"
#include "core/recording/header.h"
#include "core/recording/record_encoder.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>

namespace lockscope::recording {

/// The last minutes of a run, encoded and in memory, so that they can be saved after the fact.
/// Of a watched program's accounts it keeps the newest. Bounded by time and by bytes; the oldest
/// goes first. Thread-safe; saveTo() does not hold up add().
class Spool
{
public:
    static constexpr std::chrono::minutes kSpan{10};
    static constexpr std::size_t kMaxBytes = std::size_t{48} << 20U;

    explicit Spool(std::chrono::nanoseconds span = kSpan, std::size_t maxBytes = kMaxBytes);

    /// A run begins: what was kept of another is forgotten.
    void begin(const RecordingHeader& header);

    /// Keeps a snapshot. One whose time is not after the last one's belongs to a new run: what was
    /// there before is forgotten. Encoding takes some 30 us for 16 threads.
    void add(const measure::Snapshot& snapshot);

    void clear();

    [[nodiscard]] bool empty() const;
    [[nodiscard]] std::size_t snapshots() const;
    /// Those that a RangeGate of that range takes.
    [[nodiscard]] std::size_t snapshotsIn(const measure::TimeRange& range) const;
    [[nodiscard]] std::size_t bytes() const; ///< of what is kept
    [[nodiscard]] std::chrono::nanoseconds length() const; ///< of time that they cover

    /// Writes what is kept as a recording, whole or not at all. Its header is that of the oldest
    /// snapshot kept: its configuration and its wall-clock time. Returns the snapshots written.
    /// Throws RecordingError when the file exists and `replace` is not set, or nothing is kept;
    /// std::runtime_error when it cannot be written.
    std::size_t saveTo(const std::filesystem::path& path, bool replace = false) const;

private:
    struct Kept
    {
        RecordType type;
        std::chrono::nanoseconds time;
        std::chrono::nanoseconds interval;
        std::chrono::system_clock::time_point wallClock;
        std::shared_ptr<const std::string> payload; ///< shared with a save under way
        std::shared_ptr<const measure::ConfigFacts>
            configAfter; ///< of the last of its changes; null without
        std::size_t bytes; ///< of both
    };

    void dropOldest(); ///< with m_mutex held

    const std::chrono::nanoseconds m_span;
    const std::size_t m_maxBytes;
    mutable std::mutex m_mutex; ///< guards what follows
    RecordingHeader m_header; ///< at the beginning of what is kept
    std::deque<Kept> m_kept;
    std::size_t m_bytes = 0;
    AccountPtr m_account; ///< the newest, and the time of its snapshot
    std::chrono::nanoseconds m_accountTime{};
};

} // namespace lockscope::recording
