// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/timeline.h"

namespace lockscope::simulation {

void Timeline::stretch(std::uint32_t w, double ratio)
{
    Worker& worker = m_workers[w];
    if (worker.running) {
        const Ticks left = m_agenda.timeOf(w) - m_now;
        m_agenda.set(w, m_now + static_cast<Ticks>(static_cast<double>(left) * ratio + 0.5), true);
    } else {
        worker.remaining = static_cast<Ticks>(static_cast<double>(worker.remaining) * ratio + 0.5);
    }
}

} // namespace lockscope::simulation
