// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/call_cycle.h"

namespace lockscope::simulation {

using measure::State;
using workload::TaskSourceKind;

CallCycle::CallCycle(Timeline& time,
                     RunMetrics& metrics,
                     const CpuMap& map,
                     const SimulationSpec& experiment)
    : m_time(time)
    , m_metrics(metrics)
    , m_map(map)
    , m_exponential(experiment.distribution == Distribution::Exponential)
    , m_leavesThroughLock(experiment.leavesThroughLock)
    , m_taskSource(experiment.taskSource)
    , m_outside(ticksOf(experiment.outsideNs))
    , m_critical(ticksOf(experiment.criticalNs))
    , m_callback(ticksOf(experiment.callbackNs))
    , m_taskLine(map, experiment.machine)
    , m_channel(experiment.taskSource == TaskSourceKind::Channel
                    ? ticksOf(experiment.machine.costs.channel)
                    : 0)
{}

void CallCycle::beginCall(std::uint32_t w, Ticks at)
{
    if (m_taskSource == TaskSourceKind::None) {
        beginNative(w, at);
        return;
    }
    const bool mayWait = m_taskSource == TaskSourceKind::Channel;
    m_time.worker(w).enter(mayWait ? State::Idle : State::Native, at);
    m_time.schedule(w, at, EventKind::Task);
}

void CallCycle::takeTask(std::uint32_t w)
{
    beginNative(w, m_taskLine.change(m_time.worker(w).cpu, m_time.now(), m_channel).done);
}

} // namespace lockscope::simulation
