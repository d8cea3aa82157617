// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/agenda.h"

namespace lockscope::simulation {

Agenda::Key Agenda::keyOutOfReach(std::uint32_t slot, Ticks time)
{
    if (time == kNever)
        return kNone;
    if (time < m_base)
        setBase(time);
    return std::min(static_cast<Key>(time - m_base), m_reach) << m_slotBits | slot;
}

/// What comes is all out of reach, and so in the order of slots, not of times.
Agenda::Key Agenda::firstKeyBeyond()
{
    setBase(*std::min_element(m_times.begin(), m_times.end()));
    return std::min(m_front, m_keys[1]);
}

void Agenda::setBase(Ticks base)
{
    m_base = base;
    for (std::uint32_t slot = 0; slot < m_times.size(); ++slot) {
        const Key key = keyOf(slot, m_times[slot]);
        if (slot == m_frontSlot)
            m_front = key;
        else
            play(slot, key);
    }
}

} // namespace lockscope::simulation
