// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/line_drain.h"

#include <algorithm>

namespace lockscope::lab {

LineDrain::LineDrain(std::deque<LinePlace>& places, int cpus)
    : m_cpus(static_cast<std::size_t>(cpus))
    , m_mayGo(m_cpus)
{
    for (LinePlace& place : places)
        m_workers.push_back({.place = &place});
    m_line.reserve(m_workers.size()); // now: whoever is held may have the allocator's lock
}

LineDrain::~LineDrain()
{
    for (const Watched& worker : m_workers)
        worker.place->letGo();
}

void LineDrain::look()
{
    std::size_t underWay = 0;
    m_line.clear();
    for (Watched& worker : m_workers) {
        if (!worker.place->underWay())
            continue;
        ++underWay;
        const std::uint64_t since = worker.place->waitingSince();
        if (since != 0 && !worker.place->holdsAfterWait())
            m_line.push_back({.since = since, .worker = &worker});
        else if (worker.place->held())
            letGo(worker); // it may have the lock
        else if (since == 0 && worker.place->atGuard() && hadTurn(worker))
            worker.place->hold(); // it waits, as far as one can see; it goes on at the next look
    }
    std::sort(m_line.begin(), m_line.end(), [](const Waiting& a, const Waiting& b) { return a.since < b.since; });
    adjust(underWay);
    for (std::size_t i = 0; i < m_line.size(); ++i) {
        Watched& worker = *m_line[i].worker;
        const bool mayGo = i < m_mayGo;
        if (worker.place->held()) {
            if (mayGo)
                letGo(worker);
        } else if (!mayGo || hadTurn(worker)) {
            worker.place->hold(); // who may go goes on at the next look
        }
    }
}

void LineDrain::adjust(std::size_t underWay)
{
    constexpr int kLong = 20;
    const bool gotThrough = underWay < m_underWay;
    m_underWay = underWay;
    if (gotThrough) {
        m_looksInVain = 0;
        m_mayGo = std::max(m_cpus, m_mayGo / 2);
    } else if (++m_looksInVain == kLong) {
        m_looksInVain = 0;
        m_mayGo = std::min(2 * m_mayGo, std::max(m_cpus, m_workers.size())); // all, and never round to none
    }
}

bool LineDrain::hadTurn(Watched& worker)
{
    // Less is the end of a turn that was taken away.
    constexpr std::uint64_t kTurnNs = 30'000;
    const std::uint64_t runNs = worker.place->cpuTimeNs().value_or(worker.runNs);
    if (runNs < worker.runNs + kTurnNs)
        return false;
    worker.runNs = runNs;
    return true;
}

void LineDrain::letGo(Watched& worker)
{
    worker.runNs = worker.place->cpuTimeNs().value_or(worker.runNs);
    worker.place->letGo();
}

} // namespace lockscope::lab
