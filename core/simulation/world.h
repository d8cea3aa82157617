// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/call_cycle.h"
#include "core/simulation/cpu_map.h"
#include "core/simulation/run_metrics.h"
#include "core/simulation/run_queue.h"
#include "core/simulation/simulation_spec.h"
#include "core/simulation/timeline.h"

#include <cstdint>

namespace lockscope::simulation {

/// What a lock's model acts upon: the clock, the workers and their CPUs. A model is told of what
/// happens (see Engine) and answers with these calls, each worker having at most one event ahead.
/// The parts are the engine's.
///
/// Times handed in are now or later. For one thread.
class World
{
public:
    explicit World(const SimulationSpec& experiment);
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    [[nodiscard]] Timeline& time() { return m_time; }
    [[nodiscard]] const Timeline& time() const { return m_time; }
    [[nodiscard]] RunQueue& queue() { return m_queue; }
    [[nodiscard]] CallCycle& cycle() { return m_cycle; }
    [[nodiscard]] RunMetrics& metrics() { return m_metrics; }
    [[nodiscard]] const RunMetrics& metrics() const { return m_metrics; }

    [[nodiscard]] Ticks now() const { return m_time.now(); }
    [[nodiscard]] Random& random() { return m_time.random(); }
    [[nodiscard]] const CpuMap& cpuMap() const { return m_map; }
    [[nodiscard]] const Machine& machine() const { return m_machine; }
    [[nodiscard]] std::uint32_t workerCount() const { return m_time.workerCount(); }
    [[nodiscard]] Worker& worker(std::uint32_t w) { return m_time.worker(w); }
    [[nodiscard]] bool oversubscribed() const { return m_queue.oversubscribed(); }

    // How long something takes: see Timeline and CallCycle.
    [[nodiscard]] Ticks drawOn(std::uint32_t cpu, Ticks mean) { return m_cycle.drawOn(cpu, mean); }
    [[nodiscard]] double unit() { return m_cycle.unit(); }
    [[nodiscard]] Ticks vary(Ticks cost) { return m_time.vary(cost); }
    [[nodiscard]] Ticks criticalMean() const { return m_cycle.criticalMean(); }
    /// Work of the machine's own on a CPU.
    [[nodiscard]] Ticks onCpu(std::uint32_t cpu, Ticks cost) const
    {
        return static_cast<Ticks>(static_cast<double>(cost) * m_map.slowdown(cpu) + 0.5);
    }

    // What a worker does next: see Timeline and RunQueue.
    void schedule(std::uint32_t w, Ticks at, EventKind phase, bool restless = false)
    {
        m_time.schedule(w, at, phase, restless);
    }
    void spin(std::uint32_t w, Ticks until = kNever) { m_time.spin(w, until); }
    void stretch(std::uint32_t w, double ratio) { m_time.stretch(w, ratio); }
    /// Asleep until wake(); its CPU is free for others.
    void park(std::uint32_t w) { m_queue.park(w); }
    /// Runnable at that time, with an event of the lock's own when it has a CPU.
    void wake(std::uint32_t w, Ticks at) { m_time.agenda().set(w, at); }
    /// Behind the others of its CPU; when it is its turn the lock hears that it is back. False when
    /// there is no other: it goes on.
    [[nodiscard]] bool yield(std::uint32_t w) { return m_queue.yield(w); }

    // How its pass goes: see RunMetrics and CallCycle.
    void failed(std::uint32_t w, Ticks at) { m_metrics.failed(w, at); }
    void acquired(std::uint32_t w, Ticks at) { m_metrics.acquired(w, at); }
    /// The lock is held from then on; `pass` and the critical work come next, on its CPU.
    void acquiredForWork(std::uint32_t w, Ticks at, Ticks pass)
    {
        acquired(w, at);
        const std::uint32_t cpu = worker(w).cpu;
        schedule(w, at + onCpu(cpu, pass) + drawOn(cpu, criticalMean()), EventKind::Critical);
    }
    void left(std::uint32_t w, Ticks at) { m_cycle.left(w, at); }

private:
    Machine m_machine;
    CpuMap m_map;
    Timeline m_time;
    RunMetrics m_metrics;
    CallCycle m_cycle;
    RunQueue m_queue;
};

} // namespace lockscope::simulation
