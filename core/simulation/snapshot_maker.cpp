// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/snapshot_maker.h"

#include "core/measure/worker_tracker.h"
#include "core/simulation/models.h"

#include <algorithm>
#include <cmath>

namespace lockscope::simulation {

using measure::State;

namespace {

/// Events that are computed for a second of snapshots: about a fifth of a CPU.
constexpr double kEventsPerSecond = 2e6;

/// Events before the first snapshot of a configuration: until it has settled, and again to see how
/// fast they come.
constexpr std::uint64_t kSettling = 50'000;

measure::StateShares sharesOf(const std::array<Ticks, measure::kStateCount>& times, State otherwise)
{
    std::array<double, measure::kStateCount> sums{};
    std::copy(times.begin(), times.end(), sums.begin());
    measure::StateShares none;
    none[otherwise] = 1;
    return measure::sharesOf(sums).value_or(none);
}

} // namespace

SnapshotMaker::SnapshotMaker(const SimulatedConfig& config)
    : m_config(config)
{
    validate(config);
    begin();
}

void SnapshotMaker::apply(const SimulatedConfig& config)
{
    validate(config);
    if (config == m_config)
        return;
    m_changes.push_back({.revision = ++m_revision,
                         .time = m_time,
                         .label = changeLabel(m_config, config),
                         .config = configFacts(config)});
    m_config = config;
    begin();
}

void SnapshotMaker::begin()
{
    const SimulationSpec experiment = experimentOf(m_config);
    validate(experiment);
    m_run = findModel(experiment.model)->make(experiment);
    World& world = m_run->world();
    m_run->runEvents(kSettling);
    const Ticks settledAt = world.now();
    m_run->runEvents(kSettling);
    const double perSecond =
        static_cast<double>(kSettling) / (nsOf(world.now() - settledAt + 1) * 1e-9);
    m_factor = std::max<std::uint64_t>(
        1, static_cast<std::uint64_t>(std::ceil(perSecond / kEventsPerSecond)));
    m_waits.clear();
    world.metrics().logWaits(&m_waits);
    m_before.clear();
    for (const Worker& worker : world.time().workers())
        m_before.push_back(worker.counts);
    m_switches.resize(std::max(m_switches.size(), m_before.size()));
}

std::vector<std::vector<Ticks>> SnapshotMaker::waitsByWorker() const
{
    std::vector<std::vector<Ticks>> waits(m_before.size());
    for (const WaitRecord& wait : m_waits)
        waits[wait.worker].push_back(wait.length);
    return waits;
}

measure::ThreadSnapshot SnapshotMaker::threadOf(std::uint32_t w, const std::vector<Ticks>& waits)
{
    const Worker& worker = m_run->world().worker(w);
    const WorkerCounts& now = worker.counts;
    WorkerCounts& before = m_before[w];
    std::array<Ticks, measure::kStateCount> times{};
    for (std::size_t i = 0; i < times.size(); ++i)
        times[i] = now.states[i] - before.states[i];

    measure::ThreadSnapshot thread;
    thread.index = w;
    thread.cpu = static_cast<std::int32_t>(worker.cpu);
    thread.calls = (now.calls - before.calls) * m_factor;
    thread.contended = (now.contended - before.contended) * m_factor;
    thread.waitNs = static_cast<std::uint64_t>(now.wait - before.wait) / kTicksPerNs * m_factor;
    thread.waitSoFarNs = worker.contended
        ? static_cast<std::uint64_t>(std::max<Ticks>(0, m_run->world().now() - worker.failedAt))
            / kTicksPerNs
        : 0;
    if (!waits.empty()) {
        std::vector<Ticks> sorted = waits;
        const auto rank =
            static_cast<std::ptrdiff_t>(std::ceil(0.99 * static_cast<double>(sorted.size())) - 1);
        std::nth_element(sorted.begin(), sorted.begin() + rank, sorted.end());
        // Whole ns, as the histogram counts them.
        const Ticks p99 = sorted[static_cast<std::size_t>(rank)] / kTicksPerNs;
        thread.p99WaitNs = measure::floatUpTo(static_cast<double>(p99));
    }
    thread.states = sharesOf(times, worker.state);
    Ticks onCpu = 0;
    for (const State state : {State::Native, State::Guard, State::Callback})
        onCpu += times[static_cast<std::size_t>(state)];
    thread.cpuNs = static_cast<std::uint64_t>(onCpu) / kTicksPerNs * m_factor;
    WorkerCounts& switches = m_switches[w];
    switches.sleeps += (now.sleeps - before.sleeps) * m_factor;
    switches.preemptions += (now.preemptions - before.preemptions) * m_factor;
    thread.voluntarySwitches = switches.sleeps;
    thread.involuntarySwitches = switches.preemptions;
    before = now;
    return thread;
}

measure::SnapshotPtr SnapshotMaker::next(std::chrono::nanoseconds interval)
{
    World& world = m_run->world();
    m_run->runUntil(world.now()
                    + static_cast<Ticks>(interval.count() / static_cast<std::int64_t>(m_factor))
                        * kTicksPerNs);

    auto snapshot = std::make_shared<measure::Snapshot>();
    m_time += interval;
    snapshot->sequence = m_sequence++;
    snapshot->time = m_time;
    snapshot->interval = interval;
    measure::HistogramCounts waits;
    for (const WaitRecord& wait : m_waits)
        waits.add(static_cast<std::uint64_t>(wait.length) / kTicksPerNs, m_factor);
    snapshot->waits = waits.sparse();
    const auto byWorker = waitsByWorker();
    std::array<double, measure::kStateCount> states{};
    for (std::uint32_t w = 0; w < world.workerCount(); ++w) {
        const measure::ThreadSnapshot& thread =
            snapshot->threads.emplace_back(threadOf(w, byWorker[w]));
        // Whatever is counted as a call is one: a task taken, a pass made, a callback carried out.
        snapshot->delta += {.tasks = thread.calls,
                            .calls = thread.calls,
                            .callbacks = thread.calls,
                            .passes = thread.calls,
                            .contended = thread.contended,
                            .waitNs = thread.waitNs};
        for (std::size_t i = 0; i < states.size(); ++i)
            states[i] += static_cast<double>(thread.states->share[i]);
    }
    m_waits.clear();
    m_total += snapshot->delta;
    snapshot->total = m_total;
    snapshot->states = measure::sharesOf(states);
    snapshot->changes.swap(m_changes);
    return snapshot;
}

} // namespace lockscope::simulation
