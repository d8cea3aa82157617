// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/limits.h"
#include "core/measure/snapshot.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <vector>

namespace lockscope::measure {

/// The bounded run of snapshots that a window draws from: the last `span` of time, never more than
/// `most`, and, but for the newest, with no more than `mostThreads` threads in all of them. Eight
/// locks of a watched program count as a thread; a wait-time histogram, which grows as snapshots
/// are joined, counts as the threads that take as many bytes.
///
/// When threads get too many the oldest snapshots are joined, up to kLongestJoined of the span in
/// one, so that all of the span is there, less finely the older it is; only when that is not enough
/// are the oldest forgotten before their time. No snapshot is joined over a gap, nor one with a
/// change or the newest. For one thread.
class History
{
public:
    static constexpr std::size_t kMaxSnapshots = 4000;
    /// Threads of all its snapshots together: a stream may bring any number in each.
    static constexpr std::size_t kMaxThreads = io::limits::kThreadsKept;

    /// A joined snapshot's interval is this share of the span at most: some pixels of a picture.
    static constexpr int kLongestJoined = 300;

    /// Fewer snapshots than that, each with thousands of threads, are not joined: it would be done
    /// over and over.
    static constexpr std::size_t kLeastJoined = 800;

    explicit History(std::chrono::nanoseconds span = std::chrono::seconds(60),
                     std::size_t most = kMaxSnapshots,
                     std::size_t mostThreads = kMaxThreads);

    /// What a snapshot counts for, in threads: a lock of a program's is smaller, and there may be
    /// many; a wait-time histogram has as many bytes as ten to a hundred threads.
    [[nodiscard]] static std::size_t sizeOf(const Snapshot& snapshot);

    /// Takes the next snapshot; drops what has grown too old. A snapshot whose time is not after
    /// the last one's begins a new history (its source was reset).
    void push(SnapshotPtr snapshot);
    void clear();
    /// Keeps these and no others, all of them: who chose them has bounded them.
    void replace(const std::vector<SnapshotPtr>& snapshots);

    [[nodiscard]] const std::deque<SnapshotPtr>& snapshots() const { return m_snapshots; }
    [[nodiscard]] bool empty() const { return m_snapshots.empty(); }
    [[nodiscard]] std::chrono::nanoseconds span() const { return m_span; }
    /// Another number once what is kept is no longer what was kept before, with new ones behind it:
    /// who mirrors it begins anew.
    [[nodiscard]] std::uint64_t series() const { return m_series; }

    /// Time of the newest snapshot; 0 when empty.
    [[nodiscard]] std::chrono::nanoseconds end() const;

    /// Snapshots that the sequence numbers say never arrived, since the last clear().
    [[nodiscard]] std::uint64_t dropped() const { return m_dropped; }

    /// The snapshot whose interval holds `time`; null when there is none (before, after, a gap).
    [[nodiscard]] SnapshotPtr at(std::chrono::nanoseconds time) const;

    /// True when `later` does not follow `earlier` directly: draw a gap, never a line.
    [[nodiscard]] static bool gapBetween(const Snapshot& earlier, const Snapshot& later);

private:
    /// Joins the oldest until there are fewer threads by a quarter, or nothing more can be joined.
    void thin();

    std::chrono::nanoseconds m_span;
    std::size_t m_most;
    std::size_t m_mostThreads;
    std::deque<SnapshotPtr> m_snapshots;
    std::size_t m_threads = 0; ///< of all of them, and what their locks count for
    std::uint64_t m_dropped = 0;
    std::uint64_t m_series = 0;
};

} // namespace lockscope::measure
