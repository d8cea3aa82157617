// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>

namespace lockscope::measure {

/// Clock rates of the CPUs, MHz.
struct FrequencyRange
{
    double low = 0;
    double high = 0;
    friend bool operator==(const FrequencyRange&, const FrequencyRange&) = default;
};

/// What happened around the workers in a span of time, as far as the kernel tells. Each that it
/// does not tell is none, never 0.
struct Disturbance
{
    std::chrono::nanoseconds span{}; ///< that the figures are of
    /// CPU time of other programs, and of the kernel for them, on the CPUs that this process may
    /// use, ns. A difference of two clocks, one of which ticks: a little below 0 is nothing.
    std::optional<std::int64_t> othersNs{};
    std::optional<std::int64_t>
        stolenNs{}; ///< in which the hypervisor ran something else on these CPUs
    std::optional<std::int64_t> throttledNs{}; ///< held back by a quota, summed over CPUs
    std::optional<int>
        otherLockscopes{}; ///< programs of this kind that were at work, too; most at a time
    std::optional<FrequencyRange> frequency{}; ///< MHz, lowest and highest that was read
    friend bool operator==(const Disturbance&, const Disturbance&) = default;

    /// Adds a later span. What one of the two does not know, the sum does not. A recording can hold
    /// any times, any number of times: what a sum has no room for is not added.
    Disturbance& operator+=(const Disturbance& later)
    {
        const auto add = [](auto& sum, const auto& more) {
            if (sum && more)
                addTo(*sum, *more);
            else
                sum.reset();
        };
        add(othersNs, later.othersNs);
        add(stolenNs, later.stolenNs);
        add(throttledNs, later.throttledNs);
        std::int64_t spans = span.count();
        addTo(spans, later.span.count());
        span = std::chrono::nanoseconds(spans);
        otherLockscopes = otherLockscopes && later.otherLockscopes
            ? std::optional(std::max(*otherLockscopes, *later.otherLockscopes))
            : std::nullopt;
        if (frequency && later.frequency)
            frequency = {std::min(frequency->low, later.frequency->low),
                         std::max(frequency->high, later.frequency->high)};
        else
            frequency.reset();
        return *this;
    }

private:
    static void addTo(std::int64_t& sum, std::int64_t more)
    {
        constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max() / 2;
        if (std::max(sum, -sum) < kMost && std::max(more, -more) < kMost)
            sum += more;
    }
};

} // namespace lockscope::measure
