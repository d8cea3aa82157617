// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/simulator.h"

#include "core/measure/worker_tracker.h"
#include "core/simulation/models.h"
#include "core/simulation/side_by_side.h"

#include <algorithm>
#include <optional>

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
    for (const Worker& worker : world.time().workers())
        counts.push_back(worker.counts);
    return counts;
}

/// Goes on until so many calls have been made in all; false when it was ended before.
bool runCalls(Run& run, std::uint64_t total, std::uint64_t all, const SimulationProgress& goesOn)
{
    constexpr std::uint64_t kSlice = 50'000; // in some milliseconds, but for thousands of workers
    const RunMetrics& metrics = run.world().metrics();
    while (metrics.calls() < total) {
        run.runCalls(std::min(total, metrics.calls() + kSlice));
        if (!goesOn(static_cast<double>(metrics.calls()) / static_cast<double>(all)))
            return false;
    }
    return true;
}

/// None when it was ended.
std::optional<RunResult> run(const SimulationSpec& experiment,
                             const RunLength& length,
                             const SimulationProgress& goesOn)
{
    const std::unique_ptr<Run> run = findModel(experiment.model)->make(experiment);
    World& world = run->world();
    const std::uint64_t all = length.warmUp + length.calls;
    if (!runCalls(*run, length.warmUp, all, goesOn))
        return std::nullopt;
    const std::vector<WorkerCounts> before = countsOf(world);
    const measure::HistogramCounts waitsBefore = world.metrics().waits();
    const Ticks begin = world.now();
    if (!runCalls(*run, world.metrics().calls() + length.calls, all, goesOn))
        return std::nullopt;

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
    result.waitP99Ns = world.metrics().waits().since(waitsBefore).quantile(0.99).value_or(0);
    result.states = measure::sharesOf(states).value_or(measure::StateShares{});
    return result;
}

} // namespace

std::optional<RunResult> simulate(const SimulationSpec& experiment,
                                  const RunLength& length,
                                  const SimulationProgress& progress)
{
    validate(experiment);
    return run(experiment, length, progress);
}

RunResult simulate(const SimulationSpec& experiment, const RunLength& length)
{
    return *simulate(experiment, length, [](double) { return true; });
}

std::vector<RunResult> simulateAll(std::span<const SimulationSpec> experiments,
                                   const RunLength& length,
                                   unsigned threads)
{
    for (const SimulationSpec& experiment : experiments)
        validate(experiment);
    std::vector<RunResult> results(experiments.size());
    sideBySide(experiments.size(), threads, [&](std::size_t i) {
        results[i] = simulate(experiments[i], length);
    });
    return results;
}

} // namespace lockscope::simulation
