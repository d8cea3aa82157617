// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/gate.h"

#include <utility>

namespace lockscope::lab {

Gate::Gate(std::function<void()> allParked)
    : m_onAllParked(std::move(allParked))
{}

Experiment* Gate::park(int worker)
{
    std::unique_lock hold(m_mutex);
    const std::uint64_t round = m_round;
    if (++m_parked == m_present) {
        m_parkedSince = measure::SteadyClock::now();
        m_allHere.notify_all();
        hold.unlock();
        m_onAllParked();
        hold.lock();
    }
    while (!m_dismissed && (m_round == round || worker >= m_active))
        (worker < m_active ? m_released : m_recalled).wait(hold);
    return m_dismissed ? nullptr : m_experiment;
}

void Gate::expect(int more)
{
    const std::lock_guard hold(m_mutex);
    m_present += more;
}

void Gate::requestPause()
{
    // Relaxed: says only "come here"; everything else is handed over under the mutex.
    m_pause.store(true, std::memory_order_relaxed);
}

void Gate::release(Experiment& experiment, int workers)
{
    bool recall = false;
    {
        const std::lock_guard hold(m_mutex);
        m_pause.store(false, std::memory_order_relaxed); // ordered for the workers by the mutex
        recall = workers > m_active;
        m_experiment = &experiment;
        m_active = workers;
        m_parked = m_present - workers;
        ++m_round;
    }
    m_released.notify_all();
    if (recall)
        m_recalled.notify_all();
}

void Gate::dismiss()
{
    {
        const std::lock_guard hold(m_mutex);
        m_dismissed = true;
    }
    m_released.notify_all();
    m_recalled.notify_all();
}

void Gate::reset()
{
    const std::lock_guard hold(m_mutex);
    m_dismissed = false;
    m_present = 0;
    m_parked = 0;
    m_active = 0;
}

bool Gate::allParked() const
{
    const std::lock_guard hold(m_mutex);
    return allParkedLocked();
}

int Gate::parked() const
{
    const std::lock_guard hold(m_mutex);
    return m_parked;
}

void Gate::waitAllParked()
{
    std::unique_lock hold(m_mutex);
    m_allHere.wait(hold, [this] { return allParkedLocked(); });
}

bool Gate::waitAllParkedFor(std::chrono::nanoseconds atMost)
{
    std::unique_lock hold(m_mutex);
    return m_allHere.wait_for(hold, atMost, [this] { return allParkedLocked(); });
}

measure::SteadyClock::time_point Gate::parkedSince() const
{
    const std::lock_guard hold(m_mutex);
    return m_parkedSince;
}

} // namespace lockscope::lab
