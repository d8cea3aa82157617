// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/wait_histogram.h"
#include "core/simulation/agenda.h"
#include "core/simulation/cache_line.h"
#include "core/simulation/cpu_map.h"
#include "core/simulation/random.h"
#include "core/simulation/simulation_spec.h"
#include "core/simulation/worker.h"

#include <cstdint>
#include <deque>
#include <vector>

namespace lockscope::simulation {

/// One contended pass.
struct WaitRecord
{
    std::uint32_t worker = 0;
    Ticks length = 0;
};

/// What a lock's model acts upon: the clock, the workers, their CPUs, and the book-keeping. A model
/// is told of what happens (see Engine) and answers with these calls, each worker having at most
/// one event ahead.
///
/// Times handed in are now or later. For one thread.
class World
{
public:
    explicit World(const SimulationSpec& experiment);
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    [[nodiscard]] Ticks now() const { return m_now; }
    [[nodiscard]] Random& random() { return m_random; }
    [[nodiscard]] const CpuMap& cpuMap() const { return m_map; }
    [[nodiscard]] const Machine& machine() const { return m_experiment.machine; }
    [[nodiscard]] std::uint32_t workerCount() const
    {
        return static_cast<std::uint32_t>(m_workers.size());
    }
    [[nodiscard]] Worker& worker(std::uint32_t w) { return m_workers[w]; }
    [[nodiscard]] const std::vector<Worker>& workers() const { return m_workers; }
    /// More workers than CPUs: they take turns.
    [[nodiscard]] bool oversubscribed() const { return m_oversubscribed; }

    /// Work of this mean on a CPU, slower while the core's other thread works.
    [[nodiscard]] Ticks drawOn(std::uint32_t cpu, Ticks mean)
    {
        return static_cast<Ticks>(static_cast<double>(mean) * m_map.slowdown(cpu) * unit() + 0.5);
    }
    /// Work of the machine's own on a CPU.
    [[nodiscard]] Ticks onCpu(std::uint32_t cpu, Ticks cost) const
    {
        return static_cast<Ticks>(static_cast<double>(cost) * m_map.slowdown(cpu) + 0.5);
    }
    /// A cost of the kernel's, which is not the same every time: anything from half to three halves
    /// of it. Without that threads fall into step with each other as they never do.
    [[nodiscard]] Ticks vary(Ticks cost)
    {
        return cost / 2 + ((cost * static_cast<Ticks>(m_random.below(1024))) >> 10U);
    }
    /// 1, or exponential with mean 1.
    [[nodiscard]] double unit() { return m_exponential ? m_random.exponential() : 1.0; }

    /// The worker is busy until then; later if its CPU is taken away meanwhile.
    /// `restless`: stretch() will often change it, which is then cheap.
    void schedule(std::uint32_t w, Ticks at, EventKind phase, bool restless = false)
    {
        Worker& worker = m_workers[w];
        worker.phase = phase;
        worker.waiting = false;
        worker.resuming = false;
        if (worker.running)
            m_agenda.set(w, at, restless);
        else
            worker.remaining = at - m_now;
    }

    /// The worker waits on its CPU until the lock says otherwise, or for so long: then it has an
    /// event of the lock's own.
    void spin(std::uint32_t w, Ticks until = kNever)
    {
        m_workers[w].phase = EventKind::Lock;
        m_workers[w].waiting = true;
        m_agenda.set(w, until);
    }

    /// The worker is busy for a longer or shorter time than was said: what remains, times the
    /// ratio.
    void stretch(std::uint32_t w, double ratio);

    /// The first attempt to take the lock failed.
    void failed(std::uint32_t w, Ticks at)
    {
        m_workers[w].contended = true;
        m_workers[w].failedAt = at;
    }

    /// The lock is held from then on: ends the wait, if there was one.
    void acquired(std::uint32_t w, Ticks at)
    {
        Worker& worker = m_workers[w];
        if (worker.contended)
            countWait(w, at);
    }

    /// The lock is held from then on; `pass` and the critical work come next, on its CPU.
    void acquiredForWork(std::uint32_t w, Ticks at, Ticks pass)
    {
        acquired(w, at);
        const std::uint32_t cpu = m_workers[w].cpu;
        schedule(w, at + onCpu(cpu, pass) + drawOn(cpu, criticalMean()), EventKind::Critical);
    }

    /// The lock is free again: on to the callback, or from there to the next call.
    void left(std::uint32_t w, Ticks at)
    {
        Worker& worker = m_workers[w];
        if (worker.leaving) {
            worker.leaving = false;
            endCall(w, at);
        } else if (m_callback > 0 || leavesThroughLock()) {
            worker.enter(measure::State::Callback, at);
            schedule(w, at + drawOn(worker.cpu, m_callback), EventKind::Callback);
        } else {
            endCall(w, at);
        }
    }

    /// Asleep until wake(); its CPU is free for others.
    void park(std::uint32_t w);
    /// Runnable at that time, with an event of the lock's own when it has a CPU.
    void wake(std::uint32_t w, Ticks at);
    /// Behind the others of its CPU; when it is its turn the lock hears that it is back. False when
    /// there is no other: it goes on.
    [[nodiscard]] bool yield(std::uint32_t w);

    // For the engine.
    /// Whether a call takes the lock after its callback, too; both times are one pass.
    [[nodiscard]] bool leavesThroughLock() const { return m_experiment.leavesThroughLock; }
    void endCall(std::uint32_t w, Ticks at)
    {
        Worker& worker = m_workers[w];
        if (worker.callContended)
            countCall(w);
        ++worker.counts.calls;
        ++m_calls;
        beginCall(w, at);
    }
    void beginCall(std::uint32_t w, Ticks at);
    void beginNative(std::uint32_t w, Ticks at)
    {
        Worker& worker = m_workers[w];
        worker.enter(measure::State::Native, at);
        schedule(w, at + drawOn(worker.cpu, m_outside), EventKind::Native);
    }
    void takeTask(std::uint32_t w);
    [[nodiscard]] Ticks criticalMean() const { return m_critical; }

    [[nodiscard]] Ticks nextTime() { return m_agenda.firstTime(); }
    /// Goes to the next event; the slot that it is of. Below workerCount() a worker, else a CPU's
    /// time slice.
    std::uint32_t advance()
    {
        ++m_events;
        m_now = m_agenda.firstTime();
        return m_agenda.first();
    }
    void standAt(Ticks at) { m_now = at; }
    /// Woken, now; false when it has no CPU yet, else what it wakes up for comes at once.
    [[nodiscard]] bool becomeRunnable(std::uint32_t w);
    struct Switch
    {
        std::uint32_t from = 0;
        bool waiting = false; ///< it waited for its lock
    };
    /// The next worker has its turn on the CPU; the one whose turn ended.
    Switch endSlice(std::uint32_t cpu);

    /// Brings the workers' times by state up to now.
    void accountTime();
    [[nodiscard]] std::uint64_t calls() const { return m_calls; }
    [[nodiscard]] std::uint64_t events() const { return m_events; }
    [[nodiscard]] const measure::HistogramCounts& waits() const { return m_waits; }
    /// Writes each contended pass down from here on; null for no more.
    void logWaits(std::vector<WaitRecord>* log) { m_waitLog = log; }

private:
    struct Cpu
    {
        static constexpr std::uint32_t kIdle = ~std::uint32_t{0};
        std::uint32_t current = kIdle;
        std::deque<std::uint32_t> queue; ///< runnable
    };

    void countWait(std::uint32_t w, Ticks at);
    void countCall(std::uint32_t w);
    void record(std::uint32_t w, Ticks wait);
    void takeOff(std::uint32_t w);
    void putOn(std::uint32_t w, std::uint32_t cpu);
    void runNext(std::uint32_t cpu);

    SimulationSpec m_experiment;
    CpuMap m_map;
    Random m_random;
    bool m_exponential;
    bool m_oversubscribed;
    Ticks m_outside;
    Ticks m_critical;
    Ticks m_callback;
    CacheLine m_taskLine; ///< the channel's, or the counter
    Ticks m_channel;
    Ticks m_now = 0;
    std::uint64_t m_calls = 0;
    std::uint64_t m_events = 0;
    std::vector<Worker> m_workers;
    std::vector<Cpu> m_cpus; ///< when oversubscribed
    std::uint32_t m_idleCpus = 0;
    Ticks m_slice;
    Ticks m_switch;
    Agenda m_agenda;
    measure::HistogramCounts m_waits;
    std::vector<WaitRecord>* m_waitLog = nullptr;
};

} // namespace lockscope::simulation
