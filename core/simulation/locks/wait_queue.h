// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/random.h"

#include <cstdint>
#include <vector>

namespace lockscope::simulation {

/// Who waits, in order of coming; the next is the first, or anybody. Use one way of leaving alone:
/// takeFirst() keeps the order, the others do not. Never holds a worker twice. For one run.
class WaitQueue
{
public:
    explicit WaitQueue(std::uint32_t workers)
        : m_ring(workers)
        , m_placeOf(workers)
    {}

    [[nodiscard]] bool empty() const { return m_count == 0; }
    [[nodiscard]] std::uint32_t size() const { return m_count; }

    void add(std::uint32_t w)
    {
        const std::uint32_t place = wrap(m_first + m_count++);
        m_ring[place] = w;
        m_placeOf[w] = place;
    }

    [[nodiscard]] std::uint32_t takeFirst()
    {
        const std::uint32_t w = m_ring[m_first];
        m_first = wrap(m_first + 1);
        --m_count;
        return w;
    }

    [[nodiscard]] std::uint32_t takeAny(Random& random)
    {
        const std::uint32_t w = m_ring[wrap(m_first + random.below(m_count))];
        remove(w);
        return w;
    }

    /// One that is in it; the last comes into its place.
    void remove(std::uint32_t w)
    {
        const std::uint32_t last = m_ring[wrap(m_first + --m_count)];
        m_ring[m_placeOf[w]] = last;
        m_placeOf[last] = m_placeOf[w];
    }

private:
    [[nodiscard]] std::uint32_t wrap(std::uint32_t place) const
    {
        const auto size = static_cast<std::uint32_t>(m_ring.size());
        return place < size ? place : place - size;
    }

    std::vector<std::uint32_t> m_ring;
    std::vector<std::uint32_t> m_placeOf;
    std::uint32_t m_first = 0;
    std::uint32_t m_count = 0;
};

} // namespace lockscope::simulation
