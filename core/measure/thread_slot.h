// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/totals.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lockscope::measure {

/// What a worker says it is doing. The kernel's view refines it into a State (states.h).
enum class Phase : std::uint8_t {
    Native,
    Guard,
    Callback,
    Idle
};

inline constexpr std::size_t kPhaseCount = 4;
inline constexpr std::size_t kCacheLine = 64;

/// What one worker publishes of itself: two cache lines, written by that worker alone; the first is read by
/// the sampler.
///
/// Every access is relaxed: each field stands for itself, the reader draws no conclusion from one
/// field about memory behind another, and whoever needs exact totals (the lab, when workers are
/// parked) gets them through the mutex of the rendezvous, which orders everything before it.
/// A single writer needs no read-modify-write: it stores a value that it knows.
struct alignas(kCacheLine) ThreadSlot
{
    std::atomic<Phase> phase {Phase::Idle};
    std::atomic<std::int32_t> tid {0};
    std::atomic<std::uint64_t> tasks {0};
    std::atomic<std::uint64_t> calls {0};
    std::atomic<std::uint64_t> callbacks {0};
    std::atomic<std::uint64_t> passes {0};
    std::atomic<std::uint64_t> contended {0};
    std::atomic<std::uint64_t> waitNs {0};
    std::atomic<std::uint64_t> longestTurnNs {0}; ///< longest time between the ends of two batches of calls

    /// While a timed wait for the guard's lock lasts: when it began, a reading of WaitClock. From then until the lock
    /// is free again kHasWaited, else 0.
    alignas(kCacheLine) std::atomic<std::uint64_t> waitingSince {0};
    static constexpr std::uint64_t kHasWaited = 1;

    /// The counters as they stand; each is current, together they may be a batch apart.
    [[nodiscard]] Totals totals() const
    {
        constexpr auto kRelaxed = std::memory_order_relaxed; // see the type's comment
        return {.tasks = tasks.load(kRelaxed),
                .calls = calls.load(kRelaxed),
                .callbacks = callbacks.load(kRelaxed),
                .passes = passes.load(kRelaxed),
                .contended = contended.load(kRelaxed),
                .waitNs = waitNs.load(kRelaxed)};
    }
};

static_assert(sizeof(ThreadSlot) == 2 * kCacheLine, "what the sampler reads is one cache line");
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

} // namespace lockscope::measure
