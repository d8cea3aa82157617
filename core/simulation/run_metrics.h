// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/wait_histogram.h"
#include "core/simulation/timeline.h"

#include <cstdint>
#include <vector>

namespace lockscope::simulation {

/// One contended pass.
struct WaitRecord
{
    std::uint32_t worker = 0;
    Ticks length = 0;
};

/// What a run counts: calls, waits for the lock, time by state. For one run.
class RunMetrics
{
public:
    /// The timeline outlives it. `joinsWaits`: a call takes the lock more than once, and what it
    /// waited each time is one wait.
    RunMetrics(Timeline& time, bool joinsWaits)
        : m_time(time)
        , m_joinsWaits(joinsWaits)
    {}
    RunMetrics(const RunMetrics&) = delete;
    RunMetrics& operator=(const RunMetrics&) = delete;

    /// The first attempt to take the lock failed.
    void failed(std::uint32_t w, Ticks at)
    {
        m_time.worker(w).contended = true;
        m_time.worker(w).failedAt = at;
    }

    /// The lock is held from then on: ends the wait, if there was one.
    void acquired(std::uint32_t w, Ticks at)
    {
        if (m_time.worker(w).contended)
            countWait(w, at);
    }

    /// A call has ended.
    void called(std::uint32_t w)
    {
        Worker& worker = m_time.worker(w);
        if (worker.callContended)
            countJoinedWait(w);
        ++worker.counts.calls;
        ++m_calls;
    }

    /// Brings the workers' times by state up to now.
    void accountTime();

    [[nodiscard]] std::uint64_t calls() const { return m_calls; }
    [[nodiscard]] const measure::HistogramCounts& waits() const { return m_waits; }
    /// Writes each contended pass down from here on; null for no more.
    void logWaits(std::vector<WaitRecord>* log) { m_log = log; }

private:
    void countWait(std::uint32_t w, Ticks at);
    void countJoinedWait(std::uint32_t w);
    void record(std::uint32_t w, Ticks wait);

    Timeline& m_time;
    bool m_joinsWaits;
    std::uint64_t m_calls = 0;
    measure::HistogramCounts m_waits;
    std::vector<WaitRecord>* m_log = nullptr;
};

} // namespace lockscope::simulation
