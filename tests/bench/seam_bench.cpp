// SPDX-License-Identifier: GPL-3.0-or-later
// One pass of a guard as the lab's loop makes it, beside the same lock taken and let go bare. Quote
// the medians; run with --benchmark_enable_random_interleaving so that both see the same machine.
#include "core/guards/fast_path_guard.h"
#include "core/guards/mutex_guard.h"
#include "core/guards/std_locks.h"
#include "core/measure/probe.h"
#include "core/workload/worker_loop.h"

#include <benchmark/benchmark.h>
#include <oneapi/tbb/spin_mutex.h>

#include <chrono>
#include <memory>
#include <thread>

namespace {

using namespace lockscope;

template<class Lock>
void bare(benchmark::State& state)
{
    static Lock s_lock;
    for (auto _ : state) {
        s_lock.lock();
        benchmark::ClobberMemory();
        s_lock.unlock();
    }
}

template<class Guard, class Probe>
void seam(benchmark::State& state)
{
    static Guard s_guard;
    s_guard.notify();
    measure::ThreadSlot slot;
    const auto waits = std::make_unique<measure::WaitHistogram>();
    Probe probe(slot, *waits);
    for (auto _ : state)
        benchmark::DoNotOptimize(workload::passGuard(s_guard, probe, workload::NoCriticalWork{}));
}

using guards::FastPathGuard;
using guards::MutexGuard;
using guards::StdMutex;
using oneapi::tbb::spin_mutex;

void each(benchmark::internal::Benchmark* benchmark)
{
    benchmark->Repetitions(15)->ReportAggregatesOnly()->MinTime(0.1)->Threads(1)->Threads(2);
}

BENCHMARK_TEMPLATE(bare, StdMutex)->Apply(each);
BENCHMARK_TEMPLATE(seam, MutexGuard<StdMutex, true>, measure::NullProbe)->Apply(each);
BENCHMARK_TEMPLATE(seam, MutexGuard<StdMutex, true>, measure::LiveProbe)->Apply(each);
BENCHMARK_TEMPLATE(bare, spin_mutex)->Apply(each);
BENCHMARK_TEMPLATE(seam, MutexGuard<spin_mutex, true>, measure::NullProbe)->Apply(each);
BENCHMARK_TEMPLATE(seam, MutexGuard<spin_mutex, true>, measure::LiveProbe)->Apply(each);
BENCHMARK_TEMPLATE(seam, FastPathGuard<StdMutex, true>, measure::NullProbe)->Apply(each);
BENCHMARK_TEMPLATE(seam, FastPathGuard<StdMutex, true>, measure::LiveProbe)->Apply(each);

} // namespace

int main(int argc, char** argv)
{
    // With one thread in the process the C library's mutex takes a short cut that no worker ever
    // gets.
    const std::jthread other([](const std::stop_token& stop) {
        while (!stop.stop_requested())
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
    });
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
