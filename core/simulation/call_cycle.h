// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/cache_line.h"
#include "core/simulation/cpu_map.h"
#include "core/simulation/run_metrics.h"
#include "core/simulation/timeline.h"

#include <cstdint>

namespace lockscope::simulation {

/// The simulated workload: what a call consists of (task, native work, guard, callback), how long
/// each part takes, and what comes after it. For one run.
class CallCycle
{
public:
    /// All outlive it.
    CallCycle(Timeline& time,
              RunMetrics& metrics,
              const CpuMap& map,
              const SimulationSpec& experiment);
    CallCycle(const CallCycle&) = delete;
    CallCycle& operator=(const CallCycle&) = delete;

    /// Work of this mean on a CPU, slower while the core's other thread works.
    [[nodiscard]] Ticks drawOn(std::uint32_t cpu, Ticks mean)
    {
        return static_cast<Ticks>(static_cast<double>(mean) * m_map.slowdown(cpu) * unit() + 0.5);
    }
    /// 1, or exponential with mean 1.
    [[nodiscard]] double unit() { return m_exponential ? m_time.random().exponential() : 1.0; }

    /// Whether a call takes the lock after its callback, too; both times are one pass.
    [[nodiscard]] bool leavesThroughLock() const { return m_leavesThroughLock; }
    [[nodiscard]] Ticks criticalMean() const { return m_critical; }

    void beginCall(std::uint32_t w, Ticks at);
    void takeTask(std::uint32_t w);
    void beginNative(std::uint32_t w, Ticks at)
    {
        Worker& worker = m_time.worker(w);
        worker.enter(measure::State::Native, at);
        m_time.schedule(w, at + drawOn(worker.cpu, m_outside), EventKind::Native);
    }

    /// The lock is free again: on to the callback, or from there to the next call.
    void left(std::uint32_t w, Ticks at)
    {
        Worker& worker = m_time.worker(w);
        if (worker.leaving) {
            worker.leaving = false;
            endCall(w, at);
        } else if (m_callback > 0 || m_leavesThroughLock) {
            worker.enter(measure::State::Callback, at);
            m_time.schedule(w, at + drawOn(worker.cpu, m_callback), EventKind::Callback);
        } else {
            endCall(w, at);
        }
    }
    void endCall(std::uint32_t w, Ticks at)
    {
        m_metrics.called(w);
        beginCall(w, at);
    }

private:
    Timeline& m_time;
    RunMetrics& m_metrics;
    const CpuMap& m_map;
    bool m_exponential;
    bool m_leavesThroughLock;
    workload::TaskSourceKind m_taskSource;
    Ticks m_outside;
    Ticks m_critical;
    Ticks m_callback;
    CacheLine m_taskLine; ///< the channel's, or the counter
    Ticks m_channel;
};

} // namespace lockscope::simulation
