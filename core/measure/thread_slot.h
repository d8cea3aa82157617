// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/cache_line.h"
#include "core/measure/clock.h"
#include "core/measure/totals.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lockscope::measure {

/// What a worker says it is doing. The kernel's view refines it into a State (states.h).
enum class Phase : std::uint8_t
{
    Native,
    Guard,
    Callback,
    Idle
};

inline constexpr std::size_t kPhaseCount = 4;

/// A wait for the guard's lock that belongs to a pass under way.
struct WaitUnderWay
{
    std::uint64_t ns = 0; ///< so far, or, when it has ended, in all
    bool ended = false; ///< the lock is held after it
};

/// What one worker publishes of itself: two cache lines, written by that worker alone, so that no
/// worker slows another by its stores.
///
/// Each field that is open stands for itself, and its accesses are relaxed. Counters that are
/// compared with each other (contended passes are passes, a callback belongs to a call) are
/// published together, and read together: there are two sets of them, and the worker writes the one
/// that is not current, then makes it so. A reader that finds the same set current before and after
/// has read one that was not written meanwhile, wherever the worker was interrupted. A single
/// writer needs no read-modify-write: it stores a value that it knows.
class alignas(kCacheLine) ThreadSlot
{
public:
    std::atomic<Phase> phase{Phase::Idle};
    std::atomic<std::int32_t> tid{0};

    /// The worker counted so much since its last call of this; of waitNs nothing is taken, see
    /// endWait().
    void add(const Totals& more)
    {
        // Relaxed: our own last store.
        const std::uint64_t current = m_current.load(std::memory_order_relaxed);
        const Counters& from = m_sets[current % m_sets.size()];
        Counters& to = m_sets[(current + 1) % m_sets.size()];
        const auto sum = [&from, &to](std::size_t i, std::uint64_t counted) {
            // Relaxed: our own. Release: who sees it sees, too, that the set before it has become
            // current.
            to[i].store(from[i].load(std::memory_order_relaxed) + counted,
                        std::memory_order_release);
        };
        sum(0, more.tasks);
        sum(1, more.calls);
        sum(2, more.callbacks);
        sum(3, more.passes);
        sum(4, more.contended);
        m_current.store(current + 1, std::memory_order_release); // publishes the set
    }

    /// The worker's attempt to take the lock has failed at `now`, a reading of WaitClock.
    void beginWait(std::uint64_t now) { m_waitingSince.store(now, std::memory_order_relaxed); }

    /// It holds the lock.
    void hold(std::uint64_t now) { m_heldSince.store(now, std::memory_order_relaxed); }

    /// The lock is free again; the wait took so long, ns.
    void endWait(std::uint64_t ns)
    {
        m_waitingSince.store(0, std::memory_order_relaxed);
        m_heldSince.store(0, std::memory_order_relaxed);
        // Relaxed: our own. Release: who sees it in the sum does not see it under way any more, and
        // so counts it once.
        m_waitNs.store(m_waitNs.load(std::memory_order_relaxed) + ns, std::memory_order_release);
    }

    /// The counters, which belong together, and the sum of the waits that have ended, which may be
    /// a batch ahead.
    [[nodiscard]] Totals totals() const
    {
        for (;;) {
            // Acquire: pairs with add(). The set may be written again when another has become
            // current.
            const std::uint64_t current = m_current.load(std::memory_order_acquire);
            const Counters& set = m_sets[current % m_sets.size()];
            const auto read = [&set](std::size_t i) {
                return set[i].load(std::memory_order_acquire);
            };
            const Totals totals{.tasks = read(0),
                                .calls = read(1),
                                .callbacks = read(2),
                                .passes = read(3),
                                .contended = read(4),
                                .waitNs = m_waitNs.load(std::memory_order_acquire)};
            // Relaxed: a counter of a later set, read above with acquire, would have brought the
            // change along.
            if (m_current.load(std::memory_order_relaxed) == current)
                return totals;
        }
    }

    /// The wait under way at `now`, a reading of WaitClock that was taken before totals() were: so
    /// it is never counted longer than it will be in the sum, nor twice. May miss one that ends or
    /// begins at this moment.
    [[nodiscard]] WaitUnderWay waitUnderWay(std::uint64_t now) const
    {
        const std::uint64_t held =
            m_heldSince.load(std::memory_order_acquire); // before the next, see there
        const std::uint64_t since = waitingSince(); // of the same wait as `held`, or a later one
        if (since == 0)
            return {};
        if (held >= since)
            return {.ns = WaitClock::between(since, held), .ended = true};
        return {.ns = WaitClock::between(since, now), .ended = false};
    }

    /// Since when it has waited, a reading of WaitClock; 0 when it does not. It may hold the lock
    /// by now.
    [[nodiscard]] std::uint64_t waitingSince() const
    {
        return m_waitingSince.load(std::memory_order_relaxed);
    }
    /// Whether it holds the lock, which it has waited for.
    [[nodiscard]] bool holdsAfterWait() const
    {
        return m_heldSince.load(std::memory_order_relaxed) != 0;
    }

private:
    using Counters = std::array<std::atomic<std::uint64_t>, 5>;

    std::atomic<std::uint64_t> m_current{0}; ///< the set that is current, modulo 2
    std::array<Counters, 2> m_sets{};
    std::atomic<std::uint64_t> m_waitNs{0}; ///< of the waits that have ended
    std::atomic<std::uint64_t> m_waitingSince{0};
    std::atomic<std::uint64_t> m_heldSince{0};
};

static_assert(sizeof(ThreadSlot) == 2 * kCacheLine, "what the sampler reads is two cache lines");
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

} // namespace lockscope::measure
