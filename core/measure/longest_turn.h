// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/clock.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <optional>

namespace lockscope::measure {

/// The longest time that a worker went without a turn: between the ends of two batches of calls.
/// The worker notes its turns; one reader says from when on they count. Readings are of WaitClock.
class LongestTurn
{
public:
    /// A batch ended at `end`, the one before it at `before`: of the time between, the part that
    /// counts. The worker calls this, once a batch.
    void note(std::uint64_t before, std::uint64_t end)
    {
        constexpr auto kRelaxed =
            std::memory_order_relaxed; // a mark on its own, and our own last stores
        const std::uint64_t from = m_countFrom.load(kRelaxed);
        const bool anew = from != m_countedFrom.load(kRelaxed);
        const std::uint64_t ns = WaitClock::between(std::max(before, from), end);
        if (!anew && ns <= m_ns.load(kRelaxed)) [[likely]]
            return;
        m_ns.store(ns,
                   kRelaxed); // grows until the mark changes: any value that is read was right once
        if (anew) // Release: who sees the new mark must not see the longest of before it.
            m_countedFrom.store(from, std::memory_order_release);
    }

    /// What comes from `now` on counts, and nothing else; of a turn that is under way, the rest.
    /// The reader calls this.
    void countFrom(std::uint64_t now)
    {
        m_countFrom.store(now, std::memory_order_relaxed);
    } // a mark on its own

    /// ns; none when no batch has ended since turns count, or nobody notes them. The reader calls
    /// this.
    [[nodiscard]] std::optional<std::uint64_t> ns() const
    {
        const std::uint64_t counted =
            m_countedFrom.load(std::memory_order_acquire); // pairs with note()
        const std::uint64_t longest = m_ns.load(std::memory_order_relaxed); // see note()
        // Relaxed: our own last store.
        const bool current = counted == m_countFrom.load(std::memory_order_relaxed);
        return current && longest > 0 ? std::optional(longest) : std::nullopt;
    }

private:
    std::atomic<std::uint64_t> m_ns{0}; ///< of the turns that count from m_countedFrom on
    std::atomic<std::uint64_t> m_countFrom{0};
    std::atomic<std::uint64_t> m_countedFrom{0};
};

} // namespace lockscope::measure
