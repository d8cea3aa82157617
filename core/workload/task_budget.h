// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/cache_line.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <optional>

namespace lockscope::workload {

/// How many tasks are left of a run that ends by number. Workers claim a batch at a time, so the
/// budget is touched once a batch whatever the task source. Thread-safe.
class TaskBudget
{
public:
    /// Without a number there is no end.
    explicit TaskBudget(std::optional<std::uint64_t> tasks = std::nullopt)
        : m_limited(tasks.has_value())
        , m_left(tasks.value_or(0))
    {}

    /// Up to `wanted` tasks; 0 when none is left.
    [[nodiscard]] std::uint64_t claim(std::uint64_t wanted)
    {
        if (!m_limited)
            return wanted;
        // Relaxed: only the number matters, nothing is published through it.
        std::uint64_t left = m_left.load(std::memory_order_relaxed);
        while (left > 0) {
            const std::uint64_t granted = std::min(left, wanted);
            if (m_left.compare_exchange_weak(left, left - granted, std::memory_order_relaxed))
                return granted;
        }
        return 0;
    }

    /// Gives back what was claimed and not done.
    void giveBack(std::uint64_t unused)
    {
        if (m_limited)
            m_left.fetch_add(unused, std::memory_order_relaxed); // as in claim
    }

    /// What is neither claimed nor done; none without a number.
    [[nodiscard]] std::optional<std::uint64_t> left() const
    {
        if (!m_limited)
            return std::nullopt;
        return m_left.load(std::memory_order_relaxed); // as in claim
    }

    [[nodiscard]] bool exhausted() const
    {
        return m_limited && m_left.load(std::memory_order_relaxed) == 0; // as in claim
    }

private:
    bool m_limited;
    alignas(measure::kCacheLine) std::atomic<std::uint64_t> m_left;
};

} // namespace lockscope::workload
