// SPDX-License-Identifier: GPL-3.0-or-later
// What the lab costs and what it must show. Every figure comes from runs in turn (A B, B A, ...),
// one pair a repetition, so that a drift of the machine's speed falls on both; quote the medians.
#include "core/lab/lab.h"
#include "core/measure/clock.h"
#include "tests/bench/live_change.h"
#include "tests/bench/paired_runs.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>

namespace {

using namespace lockscope;
using namespace std::chrono_literals;
using bench::configOf;
using bench::pairOf;
using bench::throughput;
using workload::Kind;

constexpr int kPairs = 15;

/// Throughput with and without the probe.
void probeCost(benchmark::State& state, lab::LabConfig config)
{
    for (auto _ : state) {
        const auto [with, without] = pairOf([&] { return throughput(config, true); },
                                            [&] { return throughput(config, false); });
        const double workers = std::min(config.workers, config.cpus);
        state.counters["ns_per_call"] = workers * 1e9 * (1 / with - 1 / without);
        state.counters["loss_percent"] = 100 * (1 - with / without);
        state.counters["Mcalls_per_s"] = with / 1e6;
    }
}

/// The fast path against the guard that always locks.
void fastPathGain(benchmark::State& state, lab::LabConfig config)
{
    lab::LabConfig fast = config;
    fast.fastPath = true;
    for (auto _ : state) {
        const auto [slowRate, fastRate] = pairOf([&] { return throughput(config, true); },
                                                 [&] { return throughput(fast, true); });
        state.counters["mutex_Mcalls"] = slowRate / 1e6;
        state.counters["fast_Mcalls"] = fastRate / 1e6;
        state.counters["ratio"] = fastRate / slowRate;
        const double workers = std::min(config.workers, config.cpus);
        state.counters["ns_saved"] = workers * 1e9 * (1 / slowRate - 1 / fastRate);
    }
}

/// From asking for a change until every worker is under it.
void liveChange(benchmark::State& state, lab::LabConfig from, lab::LabConfig to)
{
    lab::Lab lab(from, {.snapshotsPerSecond = 60, .measureProbeCost = false, .tasks = {}});
    lab.start();
    bench::settle(lab);
    for (auto _ : state) {
        std::this_thread::sleep_for(100ms);
        const auto gapMs = bench::changeMs(lab, lab.config() == from ? to : from, 10s);
        if (!gapMs)
            return state.SkipWithError("the change left no marker within 10 s");
        state.counters["gap_ms"] = *gapMs;
    }
}

/// From start() until so many workers make calls.
void bringUp(benchmark::State& state)
{
    lab::LabConfig config =
        configOf(Kind::Custom, "mutex", false, static_cast<int>(state.range(0)));
    for (auto _ : state) {
        lab::Lab lab(config, {.measureProbeCost = false, .tasks = {}});
        const auto begin = measure::SteadyClock::now();
        lab.start();
        bench::settle(lab);
        const std::chrono::duration<double> took = measure::SteadyClock::now() - begin;
        state.counters["up_ms"] = took.count() * 1e3;
        state.SetIterationTime(took.count());
    }
}

benchmark::internal::Benchmark* paired(benchmark::internal::Benchmark* each)
{
    return each->Iterations(1)->Repetitions(kPairs)->ReportAggregatesOnly()->Unit(
        benchmark::kMillisecond);
}

template<class Function, class... Arguments>
void add(const std::string& name, Function function, Arguments... arguments)
{
    paired(benchmark::RegisterBenchmark(name.c_str(), function, arguments...));
}

void addAll()
{
    for (const Kind kind : {Kind::Cgo, Kind::Empty})
        for (const bool fastPath : {false, true})
            for (const int workers : {1, 2})
                add("probe/" + std::string(workload::name(kind)) + (fastPath ? "/fast" : "/mutex")
                        + "/workers:" + std::to_string(workers),
                    probeCost,
                    configOf(kind, "mutex", fastPath, workers));
    for (const Kind kind : {Kind::Empty, Kind::Custom, Kind::Cgo})
        for (const int workers : {1, 2})
            add("fast_path/" + std::string(workload::name(kind))
                    + "/workers:" + std::to_string(workers),
                fastPathGain,
                configOf(kind, "mutex", false, workers));
    for (const int workers : {2, 8, 64}) {
        const lab::LabConfig from = configOf(Kind::Custom, "mutex", false, workers);
        const std::string size = "/workers:" + std::to_string(workers);
        lab::LabConfig to = from;
        to.fastPath = true;
        add("change/fast_path" + size, liveChange, from, to);
        to = from;
        to.guard = "tbb-spin";
        add("change/guard" + size, liveChange, from, to);
        to = from;
        to.cpus = 1;
        if (to != from) // a process bound to one CPU has no other number to change to
            add("change/cpus" + size, liveChange, from, to);
        to = from;
        to.workers = workers / 2;
        add("change/workers" + size, liveChange, from, to);
    }
    paired(benchmark::RegisterBenchmark("bring_up", bringUp)->Arg(8)->Arg(64)->Arg(256));
}

} // namespace

int main(int argc, char** argv)
{
    addAll();
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
