// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/world.h"

namespace lockscope::simulation {

World::World(const SimulationSpec& experiment)
    : m_machine(experiment.machine)
    , m_map(experiment.machine, experiment.cpus, experiment.placement)
    , m_time(experiment)
    , m_metrics(m_time, experiment.leavesThroughLock)
    , m_cycle(m_time, m_metrics, m_map, experiment)
    , m_queue(m_time, experiment)
{
    for (std::uint32_t w = 0; w < workerCount(); ++w) {
        m_queue.seat(w);
        m_cycle.beginCall(w, 0);
        m_queue.begin(w);
    }
}

} // namespace lockscope::simulation
