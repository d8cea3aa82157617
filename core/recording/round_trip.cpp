// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/round_trip.h"

#include <algorithm>

namespace lockscope::recording {

std::uint64_t RoundTrips::send(TimePoint now)
{
    if (m_waiting.size() == kMostWaiting)
        m_waiting.pop_front();
    m_waiting.push_back({.number = m_next, .sent = now});
    return m_next++;
}

void RoundTrips::answer(std::uint64_t number, TimePoint now)
{
    const auto found =
        std::find_if(m_waiting.begin(), m_waiting.end(), [number](const Waiting& waiting) {
            return waiting.number == number;
        });
    if (found == m_waiting.end())
        return;
    m_newest = now - found->sent;
    m_waiting.erase(m_waiting.begin(), found + 1); // answers come in order: these were lost
}

std::optional<RoundTrip> RoundTrips::newest(TimePoint now) const
{
    if (!m_newest)
        return std::nullopt;
    if (!m_waiting.empty() && now - m_waiting.front().sent > *m_newest)
        return RoundTrip{.time = now - m_waiting.front().sent, .atLeast = true};
    return RoundTrip{.time = *m_newest};
}

} // namespace lockscope::recording
