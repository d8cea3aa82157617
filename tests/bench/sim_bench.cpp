// SPDX-License-Identifier: GPL-3.0-or-later
// How fast the simulator is: acquisitions a second of one core, by model and CPUs, at few and many
// waiters; and the sweep of 20 points from 1 to 1024 CPUs with 6 guards on all cores.
// `items_per_second` is acquisitions.
#include "core/simulation/models.h"
#include "core/simulation/simulator.h"

#include <benchmark/benchmark.h>

#include <cmath>
#include <string>
#include <vector>

namespace {

using namespace lockscope::simulation; // NOLINT(google-build-using-namespace): what is measured

SimulationSpec experimentOf(const std::string& model, int cpus, double outsideNs)
{
    SimulationSpec experiment;
    experiment.model = model;
    experiment.cpus = cpus;
    experiment.workers = cpus;
    experiment.outsideNs = outsideNs;
    experiment.criticalNs = 50;
    experiment.distribution = Distribution::Exponential;
    experiment.machine = *findPreset("2x16");
    return experiment;
}

/// `outsideNs` for each CPU: the more, the fewer wait.
void acquisitions(benchmark::State& state, const std::string& model, double outsideNs)
{
    const auto cpus = static_cast<int>(state.range(0));
    const auto run = findModel(model)->make(experimentOf(model, cpus, outsideNs * cpus));
    constexpr std::uint64_t kCalls = 100'000;
    run->runCalls(kCalls);
    for (auto _ : state)
        run->runCalls(run->world().metrics().calls() + kCalls);
    state.SetItemsProcessed(static_cast<std::int64_t>(kCalls) * state.iterations());
}

void sweep(benchmark::State& state)
{
    constexpr int kPoints = 20;
    std::vector<SimulationSpec> experiments;
    for (const char* model : {"futex", "spin-then-park", "ticket", "mcs", "rw-read", "once"})
        for (int i = 0; i < kPoints; ++i)
            experiments.push_back(experimentOf(
                model, static_cast<int>(std::lround(std::pow(1024, i / (kPoints - 1.0)))), 1000));
    for (auto _ : state)
        benchmark::DoNotOptimize(simulateAll(experiments));
}

} // namespace

int main(int argc, char** argv)
{
    for (const ModelRow& row : models())
        for (const auto& [load, outsideNs] : {std::pair{"free", 500.0}, std::pair{"taken", 20.0}})
            benchmark::RegisterBenchmark((std::string(row.id) + "/" + load).c_str(),
                                         acquisitions,
                                         std::string(row.id),
                                         outsideNs)
                ->Arg(2)
                ->Arg(32)
                ->Arg(1024)
                ->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark("sweep/6x20", sweep)
        ->Unit(benchmark::kSecond)
        ->UseRealTime()
        ->Iterations(1);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
