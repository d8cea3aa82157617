// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/agenda.h"
#include "core/simulation/random.h"
#include "core/simulation/simulation_spec.h"
#include "core/simulation/worker.h"

#include <cstdint>
#include <vector>

namespace lockscope::simulation {

/// The clock of a run, its workers, and what each of them does next: at most one event ahead for
/// each worker, and one for each CPU whose time slice will end. For one thread.
class Timeline
{
public:
    explicit Timeline(const SimulationSpec& experiment)
        : m_random(experiment.seed)
        , m_workers(static_cast<std::size_t>(experiment.workers))
        , m_agenda(static_cast<std::size_t>(experiment.workers)
                   + static_cast<std::size_t>(experiment.workers > experiment.cpus ? experiment.cpus
                                                                                   : 0))
    {}
    Timeline(const Timeline&) = delete;
    Timeline& operator=(const Timeline&) = delete;

    [[nodiscard]] Ticks now() const { return m_now; }
    [[nodiscard]] Random& random() { return m_random; }
    [[nodiscard]] std::uint32_t workerCount() const
    {
        return static_cast<std::uint32_t>(m_workers.size());
    }
    [[nodiscard]] Worker& worker(std::uint32_t w) { return m_workers[w]; }
    [[nodiscard]] std::vector<Worker>& workers() { return m_workers; }
    [[nodiscard]] const std::vector<Worker>& workers() const { return m_workers; }
    /// Slots: the workers by number, then the CPUs' time slices.
    [[nodiscard]] Agenda& agenda() { return m_agenda; }

    /// A cost of the kernel's, which is not the same every time: anything from half to three halves
    /// of it. Without that threads fall into step with each other as they never do.
    [[nodiscard]] Ticks vary(Ticks cost)
    {
        return cost / 2 + ((cost * static_cast<Ticks>(m_random.below(1024))) >> 10U);
    }

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
    void spin(std::uint32_t w, Ticks until)
    {
        m_workers[w].phase = EventKind::Lock;
        m_workers[w].waiting = true;
        m_agenda.set(w, until);
    }

    /// The worker is busy for a longer or shorter time than was said: what remains, times the
    /// ratio.
    void stretch(std::uint32_t w, double ratio);

    [[nodiscard]] Ticks nextTime() { return m_agenda.firstTime(); }
    /// Goes to the next event; the slot that it is of.
    std::uint32_t advance()
    {
        ++m_events;
        m_now = m_agenda.firstTime();
        return m_agenda.first();
    }
    void standAt(Ticks at) { m_now = at; }
    [[nodiscard]] std::uint64_t events() const { return m_events; }

private:
    Ticks m_now = 0;
    std::uint64_t m_events = 0;
    Random m_random;
    std::vector<Worker> m_workers;
    Agenda m_agenda;
};

} // namespace lockscope::simulation
