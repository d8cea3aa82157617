// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/line_drain.h"

#include <algorithm>

namespace lockscope::lab {

LineDrain::LineDrain(std::deque<LinePlace>& places, int cpus)
    : m_cpus(cpus)
    , m_mayGo(cpus)
{
    for (LinePlace& place : places)
        m_workers.push_back({.place = &place});
    m_line.reserve(m_workers.size()); // whoever is held may hold the allocator's lock
}

LineDrain::~LineDrain()
{
    for (const Watched& worker : m_workers)
        worker.place->letGo();
}

void LineDrain::look()
{
    int underWay = 0;
    m_line.clear();
    for (Watched& worker : m_workers) {
        if (!worker.place->underWay())
            continue;
        ++underWay;
        if (const std::uint64_t since = worker.place->waitingSince())
            m_line.push_back({.since = since, .worker = &worker});
        else if (worker.place->held())
            worker.place->letGo(); // it may have the lock
        else if (hadTurn(worker))
            worker.place->hold();
    }
    std::sort(m_line.begin(), m_line.end(), [](const Waiting& a, const Waiting& b) { return a.since < b.since; });
    adjust(underWay);
    for (std::size_t i = 0; i < m_line.size(); ++i) {
        Watched& worker = *m_line[i].worker;
        const bool mayGo = i < static_cast<std::size_t>(m_mayGo);
        if (worker.place->held()) {
            if (mayGo)
                worker.place->letGo();
        } else if (!mayGo || hadTurn(worker)) {
            worker.place->hold(); // who may go goes on at the next look
        }
    }
}

void LineDrain::adjust(int underWay)
{
    constexpr int kLong = 20;
    m_looksInVain = underWay < m_underWay ? 0 : m_looksInVain + 1;
    m_underWay = underWay;
    if (m_looksInVain < kLong)
        return;
    m_looksInVain = 0;
    m_mayGo += m_cpus;
}

bool LineDrain::hadTurn(Watched& worker)
{
    // Less is the end of a turn that was taken away.
    constexpr std::uint64_t kTurnNs = 30'000;
    const auto runNs = worker.place->cpuTimeNs();
    if (!runNs || *runNs < worker.runNs + kTurnNs)
        return false;
    worker.runNs = *runNs;
    return true;
}

} // namespace lockscope::lab
