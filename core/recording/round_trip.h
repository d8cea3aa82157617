// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>

namespace lockscope::recording {

/// How long a request takes to the other end and its answer back, on this machine's clock alone:
/// clocks of two machines differ by more than what is to be known.
struct RoundTrip
{
    std::chrono::nanoseconds time{};
    bool atLeast = false; ///< an answer is late: it will be that or more
};

/// Round trips of numbered requests whose answers come in order. For one thread at a time.
class RoundTrips
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    static constexpr std::size_t kMostWaiting =
        1000; ///< of older ones no answer is expected any more

    /// The number of a request that is sent now.
    [[nodiscard]] std::uint64_t send(TimePoint now);
    /// An answer; a number that waits for none is passed over.
    void answer(std::uint64_t number, TimePoint now);

    /// The newest, or how long the oldest that still waits has waited when that is longer. None
    /// before the first answer: unknown.
    [[nodiscard]] std::optional<RoundTrip> newest(TimePoint now) const;

private:
    struct Waiting
    {
        std::uint64_t number;
        TimePoint sent;
    };
    std::deque<Waiting> m_waiting;
    std::uint64_t m_next = 1;
    std::optional<std::chrono::nanoseconds> m_newest;
};

} // namespace lockscope::recording
