// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/waiter_throttle.h"

#include <algorithm>

namespace lockscope::lab {

WaiterThrottle::WaiterThrottle(std::deque<WorkerSuspender>& suspenders, int cpus)
    : m_cpus(static_cast<std::size_t>(cpus))
    , m_mayGo(m_cpus)
{
    for (WorkerSuspender& suspender : suspenders)
        m_workers.push_back({.suspender = &suspender});
    m_line.reserve(m_workers.size()); // now: whoever is held may have the allocator's lock
}

WaiterThrottle::~WaiterThrottle()
{
    for (const Watched& worker : m_workers)
        worker.suspender->resume();
}

void WaiterThrottle::look()
{
    std::size_t underWay = 0;
    m_line.clear();
    for (Watched& worker : m_workers) {
        if (!worker.suspender->underWay())
            continue;
        ++underWay;
        const std::uint64_t since = worker.suspender->waitingSince();
        if (since != 0 && !worker.suspender->holdsAfterWait())
            m_line.push_back({.since = since, .worker = &worker});
        else if (worker.suspender->isSuspended())
            resume(worker); // it may have the lock
        else if (since == 0 && worker.suspender->atGuard() && hadTurn(worker))
            worker.suspender
                ->suspend(); // it waits, as far as one can see; it goes on at the next look
    }
    std::sort(m_line.begin(), m_line.end(), [](const Waiting& a, const Waiting& b) {
        return a.since < b.since;
    });
    adjust(underWay);
    for (std::size_t i = 0; i < m_line.size(); ++i) {
        Watched& worker = *m_line[i].worker;
        const bool mayGo = i < m_mayGo;
        if (worker.suspender->isSuspended()) {
            if (mayGo)
                resume(worker);
        } else if (!mayGo || hadTurn(worker)) {
            worker.suspender->suspend(); // who may go goes on at the next look
        }
    }
}

void WaiterThrottle::adjust(std::size_t underWay)
{
    constexpr int kLong = 20;
    const bool gotThrough = underWay < m_underWay;
    m_underWay = underWay;
    if (gotThrough) {
        m_looksInVain = 0;
        m_mayGo = std::max(m_cpus, m_mayGo / 2);
    } else if (++m_looksInVain == kLong) {
        m_looksInVain = 0;
        m_mayGo = std::min(2 * m_mayGo,
                           std::max(m_cpus, m_workers.size())); // all, and never round to none
    }
}

bool WaiterThrottle::hadTurn(Watched& worker)
{
    // Less is the end of a turn that was taken away.
    constexpr std::uint64_t kTurnNs = 30'000;
    const std::uint64_t runNs = worker.suspender->cpuTimeNs().value_or(worker.runNs);
    if (runNs < worker.runNs + kTurnNs)
        return false;
    worker.runNs = runNs;
    return true;
}

void WaiterThrottle::resume(Watched& worker)
{
    worker.runNs = worker.suspender->cpuTimeNs().value_or(worker.runNs);
    worker.suspender->resume();
}

} // namespace lockscope::lab
