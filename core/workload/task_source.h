// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/cache_line.h"
#include "core/workload/kinds.h"
#include "core/workload/runtime_lock.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

namespace lockscope::workload {

/// The published reproducer's buffered channel, as its takers see it: one unfair lock around a ring
/// that was filled before the clock started. Nobody ever waits for a task; who waits, waits for the
/// lock.
///
/// Taking one is Go's chanrecv (runtime/chan.go) of a channel that is not empty: lock, copy the
/// element out, clear its place, move on, unlock. As in Go's hchan the lock is on another cache
/// line than the counts, so that three lines change hands: those two and the element's.
///
/// Memory is bounded. Up to kMostPrefilled tasks lie in the ring from the beginning. When there are
/// more, or when nobody knows how many there will be, the taker that finds the ring empty refills
/// it with the next kSlab tasks under the lock: some 30 us in 131,072 tasks, less than a nanosecond
/// for each.
///
/// Thread-safe.
class Channel
{
public:
    static constexpr std::size_t kMostPrefilled = std::size_t{1} << 24U; ///< 128 MiB
    static constexpr std::size_t kSlab = std::size_t{1} << 17U; ///< 1 MiB

    /// Holds so many tasks at once; without a number, or with one above kMostPrefilled, as many as
    /// it can.
    explicit Channel(std::optional<std::uint64_t> tasks = std::nullopt);
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;
    ~Channel() = default;

    /// The next task, 0, 1, 2, ...: in the order in which takers get the lock.
    [[nodiscard]] std::uint64_t take();

    /// Tasks that the ring has room for.
    [[nodiscard]] std::size_t capacity() const { return m_capacity; }

private:
    void fill(std::size_t count); ///< the empty ring, from its beginning

    std::size_t m_left = 0; ///< tasks in the ring
    std::size_t m_at = 0; ///< where the next one lies
    std::size_t m_capacity;
    std::unique_ptr<std::uint64_t[]> m_ring;
    std::uint64_t m_nextTask = 0; ///< the first one that is not in the ring yet
    alignas(measure::kCacheLine) RuntimeLock m_lock; ///< guards all of it
};

/// What tasks are taken from; made anew for each configuration. Only the member of the kind in use
/// is touched.
struct TaskSources
{
    /// `tasks`: how many will be taken, if that is known.
    explicit TaskSources(TaskSourceKind kind, std::optional<std::uint64_t> tasks = std::nullopt);

    TaskSourceKind kind;
    alignas(measure::kCacheLine) std::atomic<std::uint64_t> counter{0};
    std::unique_ptr<Channel> channel; ///< set when kind is Channel
};

} // namespace lockscope::workload
