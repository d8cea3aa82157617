// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/world.h"

namespace lockscope::simulation {

using measure::State;

World::World(const SimulationSpec& experiment)
    : m_experiment(experiment)
    , m_map(experiment.machine, experiment.cpus, experiment.placement)
    , m_random(experiment.seed)
    , m_exponential(experiment.distribution == Distribution::Exponential)
    , m_oversubscribed(experiment.workers > experiment.cpus)
    , m_outside(ticksOf(experiment.outsideNs))
    , m_critical(ticksOf(experiment.criticalNs))
    , m_callback(ticksOf(experiment.callbackNs))
    , m_taskLine(m_map, m_experiment.machine)
    , m_channel(experiment.taskSource == workload::TaskSourceKind::Channel
                    ? ticksOf(experiment.machine.costs.channel)
                    : 0)
    , m_workers(static_cast<std::size_t>(experiment.workers))
    , m_slice(ticksOf(experiment.machine.costs.timeSlice))
    , m_switch(ticksOf(experiment.machine.costs.threadSwitch))
    , m_agenda(static_cast<std::size_t>(experiment.workers)
               + (m_oversubscribed ? static_cast<std::size_t>(experiment.cpus) : 0))
{
    const auto cpus = static_cast<std::uint32_t>(experiment.cpus);
    if (m_oversubscribed)
        m_cpus.resize(cpus);
    for (std::uint32_t w = 0; w < workerCount(); ++w) {
        Worker& worker = m_workers[w];
        worker.cpu = w % cpus;
        worker.running = w < cpus;
        beginCall(w, 0);
        if (!m_oversubscribed)
            continue;
        if (worker.running) {
            m_cpus[w].current = w;
            // Slices do not end on all CPUs at once: they began some time before.
            m_agenda.set(workerCount() + w,
                         1 + static_cast<Ticks>(m_random.below(1024)) * m_slice / 1024);
        } else {
            worker.stateOnCpu = worker.newestState();
            worker.enter(State::Preempted, 0);
            m_cpus[worker.cpu].queue.push_back(w);
        }
    }
}

void World::stretch(std::uint32_t w, double ratio)
{
    Worker& worker = m_workers[w];
    if (worker.running) {
        const Ticks left = m_agenda.timeOf(w) - m_now;
        m_agenda.set(w, m_now + static_cast<Ticks>(static_cast<double>(left) * ratio + 0.5), true);
    } else {
        worker.remaining = static_cast<Ticks>(static_cast<double>(worker.remaining) * ratio + 0.5);
    }
}

void World::countWait(std::uint32_t w, Ticks at)
{
    Worker& worker = m_workers[w];
    const Ticks length = at - worker.failedAt;
    worker.contended = false;
    worker.counts.wait += length;
    if (leavesThroughLock()) {
        worker.callContended = true;
        worker.callWait += length;
    } else {
        record(w, length);
    }
}

void World::countCall(std::uint32_t w)
{
    Worker& worker = m_workers[w];
    record(w, worker.callWait);
    worker.callContended = false;
    worker.callWait = 0;
}

void World::record(std::uint32_t w, Ticks wait)
{
    ++m_workers[w].counts.contended;
    m_waits.add(static_cast<std::uint64_t>(wait) / kTicksPerNs);
    if (m_waitLog != nullptr)
        m_waitLog->push_back({w, wait});
}

void World::beginCall(std::uint32_t w, Ticks at)
{
    if (m_experiment.taskSource == workload::TaskSourceKind::None) {
        beginNative(w, at);
        return;
    }
    const bool mayWait = m_experiment.taskSource == workload::TaskSourceKind::Channel;
    m_workers[w].enter(mayWait ? State::Idle : State::Native, at);
    schedule(w, at, EventKind::Task);
}

void World::takeTask(std::uint32_t w)
{
    beginNative(w, m_taskLine.change(m_workers[w].cpu, m_now, m_channel).done);
}

void World::accountTime()
{
    for (Worker& worker : m_workers)
        worker.accountTime(m_now);
}

// Taking turns on CPUs.

void World::takeOff(std::uint32_t w)
{
    Worker& worker = m_workers[w];
    const Ticks due = m_agenda.timeOf(w);
    worker.remaining = worker.waiting ? kNever : due - m_now;
    worker.resuming = false;
    worker.running = false;
    m_agenda.clear(w);
}

void World::putOn(std::uint32_t w, std::uint32_t cpu)
{
    Worker& worker = m_workers[w];
    worker.cpu = cpu;
    worker.running = true;
    worker.enter(worker.stateOnCpu, m_now);
    if (m_oversubscribed) {
        m_cpus[cpu].current = w;
        m_agenda.set(workerCount() + cpu, m_now + m_slice);
    }
}

void World::runNext(std::uint32_t cpu)
{
    Cpu& place = m_cpus[cpu];
    if (place.queue.empty()) {
        if (place.current != Cpu::kIdle)
            ++m_idleCpus;
        place.current = Cpu::kIdle;
        m_agenda.clear(workerCount() + cpu);
        return;
    }
    const std::uint32_t next = place.queue.front();
    place.queue.pop_front();
    putOn(next, cpu);
    Worker& worker = m_workers[next];
    worker.resuming = worker.waiting;
    m_agenda.set(next, m_now + vary(m_switch) + (worker.waiting ? 0 : worker.remaining));
}

void World::park(std::uint32_t w)
{
    Worker& worker = m_workers[w];
    worker.enter(State::Blocked, m_now);
    worker.parkedAt = m_now;
    ++worker.counts.sleeps;
    takeOff(w);
    worker.waiting = false;
    worker.asleep = true;
    if (m_oversubscribed)
        runNext(worker.cpu);
}

void World::wake(std::uint32_t w, Ticks at)
{
    m_agenda.set(w, at);
}

bool World::becomeRunnable(std::uint32_t w)
{
    Worker& worker = m_workers[w];
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
    if (m_experiment.placement == lab::Placement::None && m_idleCpus > 0)
        while (m_cpus[cpu].current != Cpu::kIdle)
            cpu = (cpu + 1) % static_cast<std::uint32_t>(m_cpus.size());
    if (m_cpus[cpu].current == Cpu::kIdle) {
        --m_idleCpus;
        putOn(w, cpu);
        return true;
    }
    // Who has slept has had less than its share: it is the next.
    m_agenda.clear(w);
    worker.enter(State::Preempted, m_now);
    m_cpus[cpu].queue.push_front(w);
    return false;
}

bool World::yield(std::uint32_t w)
{
    Worker& worker = m_workers[w];
    if (!m_oversubscribed || m_cpus[worker.cpu].queue.empty())
        return false;
    worker.stateOnCpu = worker.newestState();
    worker.enter(State::Preempted, m_now);
    takeOff(w);
    m_cpus[worker.cpu].queue.push_back(w);
    runNext(worker.cpu);
    return true;
}

World::Switch World::endSlice(std::uint32_t cpu)
{
    Cpu& place = m_cpus[cpu];
    const std::uint32_t w = place.current;
    if (place.queue.empty()) {
        m_agenda.set(workerCount() + cpu, m_now + m_slice);
        return {};
    }
    Worker& worker = m_workers[w];
    // One that is not known to be back yet is not to be taken off the lock's books again.
    const bool waiting = worker.waiting && !worker.resuming;
    ++worker.counts.preemptions;
    worker.stateOnCpu = worker.newestState();
    worker.enter(State::Preempted, m_now);
    takeOff(w);
    place.queue.push_back(w);
    runNext(cpu);
    return {.from = w, .waiting = waiting};
}

} // namespace lockscope::simulation
