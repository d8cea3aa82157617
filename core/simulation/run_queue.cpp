// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/run_queue.h"

namespace lockscope::simulation {

using measure::State;

RunQueue::RunQueue(Timeline& time, const SimulationSpec& experiment)
    : m_time(time)
    , m_oversubscribed(experiment.workers > experiment.cpus)
    , m_mayMove(experiment.placement == lab::Placement::None)
    , m_slice(ticksOf(experiment.machine.costs.timeSlice))
    , m_switch(ticksOf(experiment.machine.costs.threadSwitch))
    , m_cpuCount(static_cast<std::uint32_t>(experiment.cpus))
{
    if (m_oversubscribed)
        m_cpus.resize(m_cpuCount);
}

std::uint32_t RunQueue::sliceOf(std::uint32_t cpu) const
{
    return m_time.workerCount() + cpu;
}

void RunQueue::seat(std::uint32_t w)
{
    Worker& worker = m_time.worker(w);
    worker.cpu = w % m_cpuCount;
    worker.running = w < m_cpuCount;
}

void RunQueue::begin(std::uint32_t w)
{
    if (!m_oversubscribed)
        return;
    Worker& worker = m_time.worker(w);
    if (worker.running) {
        m_cpus[w].current = w;
        // Slices do not end on all CPUs at once: they began some time before.
        m_time.agenda().set(sliceOf(w),
                            1 + static_cast<Ticks>(m_time.random().below(1024)) * m_slice / 1024);
    } else {
        worker.stateOnCpu = worker.newestState();
        worker.enter(State::Preempted, 0);
        m_cpus[worker.cpu].queue.push_back(w);
    }
}

void RunQueue::takeOff(std::uint32_t w)
{
    Worker& worker = m_time.worker(w);
    const Ticks due = m_time.agenda().timeOf(w);
    worker.remaining = worker.waiting ? kNever : due - m_time.now();
    worker.resuming = false;
    worker.running = false;
    m_time.agenda().clear(w);
}

void RunQueue::putOn(std::uint32_t w, std::uint32_t cpu)
{
    Worker& worker = m_time.worker(w);
    worker.cpu = cpu;
    worker.running = true;
    worker.enter(worker.stateOnCpu, m_time.now());
    if (m_oversubscribed) {
        m_cpus[cpu].current = w;
        m_time.agenda().set(sliceOf(cpu), m_time.now() + m_slice);
    }
}

void RunQueue::runNext(std::uint32_t cpu)
{
    Cpu& place = m_cpus[cpu];
    if (place.queue.empty()) {
        if (place.current != Cpu::kIdle)
            ++m_idleCpus;
        place.current = Cpu::kIdle;
        m_time.agenda().clear(sliceOf(cpu));
        return;
    }
    const std::uint32_t next = place.queue.front();
    place.queue.pop_front();
    putOn(next, cpu);
    Worker& worker = m_time.worker(next);
    worker.resuming = worker.waiting;
    m_time.agenda().set(
        next, m_time.now() + m_time.vary(m_switch) + (worker.waiting ? 0 : worker.remaining));
}

void RunQueue::park(std::uint32_t w)
{
    Worker& worker = m_time.worker(w);
    worker.enter(State::Blocked, m_time.now());
    worker.parkedAt = m_time.now();
    ++worker.counts.sleeps;
    takeOff(w);
    worker.waiting = false;
    worker.asleep = true;
    if (m_oversubscribed)
        runNext(worker.cpu);
}

bool RunQueue::becomeRunnable(std::uint32_t w)
{
    Worker& worker = m_time.worker(w);
    worker.asleep = false;
    worker.phase = EventKind::Lock;
    worker.stateOnCpu = State::Guard;
    worker.remaining = 0;
    if (!m_oversubscribed) {
        putOn(w, worker.cpu);
        return true;
    }
    std::uint32_t cpu = worker.cpu;
    // A kernel that may choose puts it on a CPU that has nothing to do.
    if (m_mayMove && m_idleCpus > 0)
        while (m_cpus[cpu].current != Cpu::kIdle)
            cpu = (cpu + 1) % m_cpuCount;
    if (m_cpus[cpu].current == Cpu::kIdle) {
        --m_idleCpus;
        putOn(w, cpu);
        return true;
    }
    // Who has slept has had less than its share: it is the next.
    m_time.agenda().clear(w);
    worker.enter(State::Preempted, m_time.now());
    m_cpus[cpu].queue.push_front(w);
    return false;
}

bool RunQueue::yield(std::uint32_t w)
{
    Worker& worker = m_time.worker(w);
    if (!m_oversubscribed || m_cpus[worker.cpu].queue.empty())
        return false;
    worker.stateOnCpu = worker.newestState();
    worker.enter(State::Preempted, m_time.now());
    takeOff(w);
    m_cpus[worker.cpu].queue.push_back(w);
    runNext(worker.cpu);
    return true;
}

RunQueue::Switch RunQueue::endSlice(std::uint32_t cpu)
{
    Cpu& place = m_cpus[cpu];
    const std::uint32_t w = place.current;
    if (place.queue.empty()) {
        m_time.agenda().set(sliceOf(cpu), m_time.now() + m_slice);
        return {};
    }
    Worker& worker = m_time.worker(w);
    // One that is not known to be back yet is not to be taken off the lock's books again.
    const bool waiting = worker.waiting && !worker.resuming;
    ++worker.counts.preemptions;
    worker.stateOnCpu = worker.newestState();
    worker.enter(State::Preempted, m_time.now());
    takeOff(w);
    place.queue.push_back(w);
    runNext(cpu);
    return {.from = w, .waiting = waiting};
}

} // namespace lockscope::simulation
