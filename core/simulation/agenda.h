// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/ticks.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace lockscope::simulation {

/// What happens next among a fixed number of slots that each have one time, or none: a tournament.
/// Setting a time replays the matches on the way to the top, log2(slots) steps. One slot, whose
/// time is soon, stands in front and does not play: mostly it is that of a lock's holder, and costs
/// nothing. Equal times: the lower slot first, so that a run is the same every time. For one
/// thread.
class Agenda
{
public:
    explicit Agenda(std::size_t places)
        : m_leaves(std::bit_ceil(places < 2 ? std::size_t{2} : places))
        , m_nodes(2 * m_leaves)
    {
        for (std::size_t i = 0; i < m_leaves; ++i)
            m_nodes[m_leaves + i].slot = static_cast<Ticks>(i);
        for (std::size_t i = m_leaves - 1; i > 0; --i)
            m_nodes[i] = m_nodes[2 * i];
    }

    void set(std::uint32_t slot, Ticks time)
    {
        const bool soon = time < m_nodes[1].time;
        if (m_front.slot == slot) {
            if (soon) {
                m_front.time = time;
                return;
            }
            m_front = {};
            if (time == kNever)
                return;
        } else if (soon && m_front.slot == kNobody && m_nodes[m_leaves + slot].time == kNever) {
            m_front = {time, slot};
            return;
        }
        play(slot, time);
    }

    void clear(std::uint32_t slot) { set(slot, kNever); }

    [[nodiscard]] Ticks timeOf(std::uint32_t slot) const
    {
        return m_front.slot == slot ? m_front.time : m_nodes[m_leaves + slot].time;
    }
    [[nodiscard]] std::uint32_t first() const
    {
        return static_cast<std::uint32_t>(firstNode().slot);
    }
    [[nodiscard]] Ticks firstTime() const { return firstNode().time; }

private:
    static constexpr Ticks kNobody = -1;

    struct Node
    {
        Ticks time = kNever;
        Ticks slot = kNobody;
    };

    [[nodiscard]] const Node& firstNode() const
    {
        const Node& top = m_nodes[1];
        const bool frontFirst = m_front.time < top.time
            || (m_front.time == top.time && m_front.slot < top.slot && m_front.slot != kNobody);
        return frontFirst ? m_front : top;
    }

    void play(std::uint32_t slot, Ticks time)
    {
        std::size_t at = m_leaves + slot;
        Node winner{time, slot};
        m_nodes[at] = winner;
        for (; at > 1; at /= 2) {
            const Node rival = m_nodes[at ^ 1U];
            // The lower slot is on the left: at equal times it wins, whichever of the two comes up
            // here. Masks, because compilers make branches of conditions, and every second is
            // mispredicted.
            const auto rivalWins =
                static_cast<Ticks>(rival.time < winner.time + static_cast<Ticks>(at & 1U));
            winner.time ^= (winner.time ^ rival.time) & -rivalWins;
            winner.slot ^= (winner.slot ^ rival.slot) & -rivalWins;
            m_nodes[at / 2] = winner;
        }
    }

    std::size_t m_leaves;
    std::vector<Node> m_nodes; ///< the top is 1, the leaves begin at m_leaves
    Node m_front; ///< stands before them; its leaf says never
};

} // namespace lockscope::simulation
