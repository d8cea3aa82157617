// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/ticks.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace lockscope::simulation {

/// What happens next among a fixed number of slots that each have one time, or none: a tournament.
/// Setting a time replays the matches on the way to the top, as far as they change: log2(slots)
/// steps at most. One slot stands in front and does not play: mostly it is that of a lock's holder,
/// and costs nothing. Equal times: the lower slot first, so that a run is the same every time. For
/// one thread.
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

    /// A slot whose time is the soonest stands in front when that is free; with `inFront` one does
    /// whose time is late, too, because it will be set again and again.
    void set(std::uint32_t slot, Ticks time, bool inFront = false)
    {
        const bool toFront = inFront || time < m_nodes[1].time;
        if (m_front.slot == slot) {
            if (toFront) {
                m_front.time = time;
                return;
            }
            m_front = {};
            if (time == kNever)
                return;
        } else if (toFront && m_front.slot == kNobody && m_nodes[m_leaves + slot].time == kNever) {
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
            // here. Every second match is mispredicted if it becomes a branch, which compilers make
            // of it unless they are told so.
            const bool rivalWins =
                __builtin_expect_with_probability(
                    rival.time < winner.time + static_cast<Ticks>(at & 1U), 1, 0.5)
                != 0;
            winner.time = rivalWins ? rival.time : winner.time;
            winner.slot = rivalWins ? rival.slot : winner.slot;
            // A newcomer mostly loses one of its first matches: from there on nothing changes.
            Node& node = m_nodes[at / 2];
            if (node.time == winner.time && node.slot == winner.slot)
                return;
            node = winner;
        }
    }

    std::size_t m_leaves;
    std::vector<Node> m_nodes; ///< the top is 1, the leaves begin at m_leaves
    Node m_front; ///< stands before them; its leaf says never
};

} // namespace lockscope::simulation
