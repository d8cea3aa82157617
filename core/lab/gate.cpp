// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/gate.h"

#include <utility>

namespace lockscope::lab {

Gate::Gate(std::function<void()> allParked)
    : m_onAllParked(std::move(allParked))
{
}

Experiment* Gate::park()
{
    std::unique_lock hold(m_mutex);
    if (m_dismissed)
        return nullptr;
    const std::uint64_t round = m_round;
    if (++m_parked == m_expected) {
        m_parkedSince = measure::SteadyClock::now();
        m_allHere.notify_all();
        hold.unlock();
        m_onAllParked();
        hold.lock();
    }
    m_released.wait(hold, [this, round] { return m_round != round; });
    return m_experiment;
}

void Gate::expect(int workers)
{
    const std::lock_guard hold(m_mutex);
    m_expected = workers;
    m_dismissed = false;
}

void Gate::requestPause()
{
    // Relaxed: says only "come here"; everything else is handed over under the mutex.
    m_pause.store(true, std::memory_order_relaxed);
}

void Gate::release(Experiment& experiment)
{
    {
        const std::lock_guard hold(m_mutex);
        m_pause.store(false, std::memory_order_relaxed); // ordered for the workers by the mutex
        m_experiment = &experiment;
        m_parked = 0;
        ++m_round;
    }
    m_released.notify_all();
}

void Gate::dismiss()
{
    {
        const std::lock_guard hold(m_mutex);
        m_dismissed = true;
        m_experiment = nullptr;
        m_parked = 0;
        m_expected = 0;
        ++m_round;
    }
    m_released.notify_all();
}

bool Gate::allParked() const
{
    const std::lock_guard hold(m_mutex);
    return allParkedLocked();
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
