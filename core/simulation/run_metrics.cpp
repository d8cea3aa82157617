// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/run_metrics.h"

namespace lockscope::simulation {

void RunMetrics::countWait(std::uint32_t w, Ticks at)
{
    Worker& worker = m_time.worker(w);
    const Ticks length = at - worker.failedAt;
    worker.contended = false;
    worker.counts.wait += length;
    if (m_joinsWaits) {
        worker.callContended = true;
        worker.callWait += length;
    } else {
        record(w, length);
    }
}

void RunMetrics::countJoinedWait(std::uint32_t w)
{
    Worker& worker = m_time.worker(w);
    record(w, worker.callWait);
    worker.callContended = false;
    worker.callWait = 0;
}

void RunMetrics::record(std::uint32_t w, Ticks wait)
{
    ++m_time.worker(w).counts.contended;
    m_waits.add(static_cast<std::uint64_t>(wait) / kTicksPerNs);
    if (m_log != nullptr)
        m_log->push_back({w, wait});
}

void RunMetrics::accountTime()
{
    for (Worker& worker : m_time.workers())
        worker.accountTime(m_time.now());
}

} // namespace lockscope::simulation
