// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/run_sums.h"

namespace lockscope::measure {

void RunSums::add(const Snapshot& snapshot)
{
    if (!m_begun) {
        m_before = snapshot.total - snapshot.delta;
        m_begin = snapshot.time - snapshot.interval;
        m_begun = true;
    }
    m_empty = false;
    m_after = snapshot.total;
    m_end = snapshot.time;
    m_waits.merge(snapshot.waits);
    m_waitsExact = m_waitsExact && snapshot.waitsExact;
    for (const std::string& sentence : snapshot.violations)
        if (m_violations.size() < kMaxViolations)
            m_violations.push_back(sentence);
    if (m_disturbance && snapshot.disturbance)
        *m_disturbance += *snapshot.disturbance;
    else if (snapshot.disturbance)
        m_disturbance = snapshot.disturbance;
}

void RunSums::countFrom(const Totals& total, std::chrono::nanoseconds time)
{
    m_begun = true;
    m_before = m_after = total;
    m_begin = m_end = time;
    m_waits = {};
    m_waitsExact = true;
    m_disturbance.reset();
}

RunSummary RunSums::summary() const
{
    RunSummary summary;
    summary.elapsed = m_end - m_begin;
    summary.totals = m_after - m_before;
    summary.waitsExact = m_waitsExact;
    summary.violations = m_violations;
    summary.waits = waitSummaryOf(m_waits.sparse(), summary.totals);
    return summary;
}

} // namespace lockscope::measure
