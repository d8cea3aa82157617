// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/ticks.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace lockscope::simulation {

/// What happens next among a fixed number of slots that each have one time, or none: a tournament
/// of fours. Setting a time replays the matches on the way to the top, log4(slots) of them. One
/// slot stands in front and does not play: mostly it is that of a lock's holder, and costs nothing.
/// Equal times: the lower slot first, so that a run is the same every time. For one thread.
class Agenda
{
public:
    explicit Agenda(std::size_t places)
        : m_slotBits(static_cast<unsigned>(std::bit_width(places)))
        , m_reach(std::uint64_t{1} << (63U - m_slotBits))
        , m_times(places, kNever)
    {
        while (m_leaves < places)
            m_leaves *= 4;
        m_keys.resize(m_leaves + (places + 3) / 4 * 4, kNone);
    }

    /// A slot whose time is the soonest stands in front when that is free; with `inFront` one does
    /// whose time is late, too, because it will be set again and again.
    void set(std::uint32_t slot, Ticks time, bool inFront = false)
    {
        const Key key = keyOf(slot, time);
        m_times[slot] = time;
        const bool toFront = inFront || key < m_keys[1];
        if (m_frontSlot == slot) {
            if (toFront) {
                m_front = key;
                return;
            }
            m_frontSlot = kNobody;
            m_front = kNone;
            if (key == kNone)
                return;
        } else if (toFront && m_frontSlot == kNobody && m_keys[m_leaves + slot] == kNone) {
            m_frontSlot = slot;
            m_front = key;
            return;
        }
        play(slot, key);
    }

    void clear(std::uint32_t slot) { set(slot, kNever); }

    [[nodiscard]] Ticks timeOf(std::uint32_t slot) const { return m_times[slot]; }

    /// The slot that is next, when one has a time.
    [[nodiscard]] std::uint32_t first()
    {
        return static_cast<std::uint32_t>(firstKey() & ((Key{1} << m_slotBits) - 1));
    }
    [[nodiscard]] Ticks firstTime()
    {
        const Key key = firstKey();
        return key == kNone ? kNever : m_base + static_cast<Ticks>(key >> m_slotBits);
    }

private:
    /// A time and its slot as one number, by which they are ordered: the ticks since m_base above,
    /// the slot below. What is m_reach ticks ahead or more counts as that, until it is the first.
    using Key = std::uint64_t;
    static constexpr Key kNone = ~Key{0}; ///< no time; above the key of any slot
    static constexpr std::uint32_t kNobody = ~std::uint32_t{0};

    [[nodiscard]] Key keyOf(std::uint32_t slot, Ticks time)
    {
        const auto ahead = static_cast<Key>(time - m_base);
        if (ahead < m_reach) [[likely]]
            return ahead << m_slotBits | slot;
        return keyOutOfReach(slot, time);
    }

    [[nodiscard]] Key firstKey()
    {
        if (m_front < m_keys[1]) [[likely]] {
            if (m_front >> m_slotBits != m_reach) [[likely]]
                return m_front;
        } else if (m_keys[1] >> m_slotBits != m_reach) [[likely]]
            return m_keys[1];
        return firstKeyBeyond();
    }

    [[nodiscard]] Key keyOutOfReach(std::uint32_t slot, Ticks time);
    [[nodiscard]] Key firstKeyBeyond();
    void setBase(Ticks base);

    void play(std::uint32_t slot, Key key)
    {
        std::size_t at = m_leaves + slot;
        m_keys[at] = key;
        while (at > 1) {
            const Key rivals = sooner(sooner(m_keys[at ^ 1U], m_keys[at ^ 2U]), m_keys[at ^ 3U]);
            key = sooner(key, rivals);
            at /= 4;
            m_keys[at] = key;
        }
    }

    /// Every second comparison is mispredicted if it becomes a branch, which compilers make of it
    /// unless they are told so.
    [[nodiscard]] static Key sooner(Key a, Key b)
    {
        return __builtin_expect_with_probability(a < b, 1, 0.5) != 0 ? a : b;
    }

    unsigned m_slotBits;
    Key m_reach;
    Ticks m_base = 0; ///< no slot has a time before
    std::vector<Ticks> m_times; ///< by slot
    std::size_t m_leaves = 4; ///< where they begin in m_keys
    std::vector<Key> m_keys; ///< the top is 1; those below a node n are 4n to 4n + 3
    std::uint32_t m_frontSlot = kNobody;
    Key m_front = kNone; ///< the key of the slot in front; its leaf says none
};

} // namespace lockscope::simulation
