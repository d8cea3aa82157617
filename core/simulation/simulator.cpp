// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/simulator.h"

#include "core/measure/worker_tracker.h"
#include "core/simulation/models.h"
#include "core/simulation/side_by_side.h"

#include <mutex>
#include <utility>

namespace lockscope::simulation {

namespace {

WorkerCounts since(const WorkerCounts& before, WorkerCounts now)
{
    now.calls -= before.calls;
    now.contended -= before.contended;
    now.wait -= before.wait;
    now.sleeps -= before.sleeps;
    now.preemptions -= before.preemptions;
    for (std::size_t i = 0; i < now.states.size(); ++i)
        now.states[i] -= before.states[i];
    return now;
}

std::vector<WorkerCounts> countsOf(const World& world)
{
    std::vector<WorkerCounts> counts;
    for (const Worker& worker : world.workers())
        counts.push_back(worker.counts);
    return counts;
}

RunResult run(const Experiment& experiment, const RunLength& length)
{
    const std::unique_ptr<Run> run = findModel(experiment.model)->make(experiment);
    World& world = run->world();
    run->runCalls(length.warmUp);
    const std::vector<WorkerCounts> before = countsOf(world);
    const measure::HistogramCounts waitsBefore = world.waits();
    const Ticks begin = world.now();
    run->runCalls(world.calls() + length.calls);

    RunResult result;
    result.workers = countsOf(world);
    Ticks wait = 0;
    std::array<double, measure::kStateCount> states{};
    for (std::size_t w = 0; w < result.workers.size(); ++w) {
        WorkerCounts& counts = result.workers[w];
        counts = since(before[w], counts);
        result.calls += counts.calls;
        result.contended += counts.contended;
        wait += counts.wait;
        for (std::size_t i = 0; i < states.size(); ++i)
            states[i] += static_cast<double>(counts.states[i]);
    }
    result.seconds = nsOf(world.now() - begin) * 1e-9;
    result.throughput = static_cast<double>(result.calls) / result.seconds;
    result.waitMeanNs = nsOf(wait) / static_cast<double>(result.calls);
    result.waitP99Ns = world.waits().since(waitsBefore).quantile(0.99).value_or(0);
    result.states = measure::sharesOf(states).value_or(measure::StateShares{});
    return result;
}

} // namespace

RunResult simulate(const Experiment& experiment, const RunLength& length)
{
    validate(experiment);
    return run(experiment, length);
}

std::vector<RunResult> simulateAll(std::span<const Experiment> experiments,
                                   const RunLength& length,
                                   const SimulationProgress& progress,
                                   unsigned threads)
{
    for (const Experiment& experiment : experiments)
        validate(experiment);
    std::vector<RunResult> results(experiments.size());
    std::mutex mutex; // guards all that follows, and `progress`
    bool stopped = false;
    std::size_t done = 0;
    const auto isStopped = [&] {
        const std::lock_guard hold(mutex);
        return stopped;
    };
    const auto finishOne = [&](std::size_t i, RunResult result) {
        const std::lock_guard hold(mutex);
        results[i] = std::move(result);
        const double share = static_cast<double>(++done) / static_cast<double>(experiments.size());
        if (progress && !progress(share))
            stopped = true;
    };
    sideBySide(experiments.size(), threads, [&](std::size_t i) {
        if (!isStopped())
            finishOne(i, run(experiments[i], length));
    });
    if (isStopped())
        results.clear();
    return results;
}

} // namespace lockscope::simulation
