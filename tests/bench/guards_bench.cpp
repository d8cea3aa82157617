// SPDX-License-Identifier: GPL-3.0-or-later
// Every guard of the registry: what watching it costs, what trying first costs, the lab's figure
// beside Google Benchmark's for the same lock, and how long a live change takes away from it. Pairs
// of runs in turn; medians with quartiles, as Markdown tables.
//
//   guards_bench [watching] [try-first] [harness] [changes] [--pairs N] [--guards ID,...]      (all
//   by default)
#include "core/guards/registry.h"
#include "tests/bench/bare_locks.h"
#include "tests/bench/live_change.h"
#include "tests/bench/paired_runs.h"

#include <benchmark/benchmark.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

namespace {

using namespace lockscope;
using bench::Spread;
using workload::Kind;

/// Takes what Google Benchmark found instead of printing it.
class Taker final : public benchmark::BenchmarkReporter
{
public:
    bool ReportContext(const Context& /*context*/) override { return true; }
    void ReportRuns(const std::vector<Run>& runs) override
    {
        // Wall-clock time for each pass of any thread: the threads' real times are averaged and
        // divided by the passes of all.
        for (const Run& run : runs)
            m_ns = run.GetAdjustedRealTime();
    }
    [[nodiscard]] double ns() const { return m_ns; }

private:
    double m_ns = 0;
};

/// Passes a second of all threads together, by Google Benchmark.
double bareRate(void (*loop)(benchmark::State&), int threads)
{
    benchmark::ClearRegisteredBenchmarks();
    benchmark::RegisterBenchmark("bare", loop)
        ->Threads(threads)
        ->UseRealTime()
        ->MinTime(0.1)
        ->Unit(benchmark::kNanosecond);
    Taker taker;
    benchmark::RunSpecifiedBenchmarks(&taker, "bare");
    return 1e9 / taker.ns();
}

/// The ratios of so many pairs.
template<class A, class B>
Spread ratios(int pairs, A first, B second)
{
    std::vector<double> values;
    for (int i = 0; i < pairs; ++i) {
        const auto [a, b] = bench::pairOf(first, second);
        values.push_back(a / b);
    }
    return bench::spreadOf(values);
}

std::string text(const Spread& spread)
{
    return fmt::format("{:.3f} ({:.3f} to {:.3f})", spread.median, spread.low, spread.high);
}

void watching(const std::vector<bench::BareLock>& locks, int pairs)
{
    fmt::print("\nThroughput with the probe / without, 2 workers, {} pairs: median (quartiles)\n\n"
               "| guard | `cgo` | `cgo`, fast path |\n| --- | --- | --- |\n",
               pairs);
    for (const bench::BareLock& lock : locks) {
        fmt::print("| `{}` |", lock.id);
        for (const bool fastPath : {false, true}) {
            const auto config = bench::configOf(Kind::Cgo, std::string(lock.id), fastPath, 2);
            fmt::print(" {} |",
                       text(ratios(
                           pairs,
                           [&] { return bench::throughput(config, true); },
                           [&] { return bench::throughput(config, false); })));
        }
        fmt::print("\n");
        std::fflush(stdout);
    }
}

void tryFirst(const std::vector<bench::BareLock>& locks, int pairs)
{
    fmt::print("\nThroughput of trying first / locking at once, nothing else in the loop, {} "
               "pairs: median "
               "(quartiles)\n\n| guard | 1 thread | 2 threads |\n| --- | --- | --- |\n",
               pairs);
    for (const bench::BareLock& lock : locks) {
        if (lock.tryFirst == nullptr)
            continue;
        fmt::print("| `{}` |", lock.id);
        for (const int threads : {1, 2})
            fmt::print(" {} |",
                       text(ratios(
                           pairs,
                           [&] { return bareRate(lock.tryFirst, threads); },
                           [&] { return bareRate(lock.plain, threads); })));
        fmt::print("\n");
        std::fflush(stdout);
    }
}

/// Callers that line up by spinning, more of them than CPUs: a pass takes time slices, and neither
/// harness comes to an end of its passes in a time that can be waited for.
bool waitsForTimeSlices(const bench::BareLock& lock, int threads)
{
    const guards::GuardTraits& traits = guards::findGuard(lock.id)->traits;
    return threads > lab::availableCpus() && traits.fair && traits.spins && !traits.blocks;
}

void harness(const std::vector<bench::BareLock>& locks, int pairs)
{
    fmt::print("\nTime for each pass in the lab (workload `empty`, no probe, threads unbound) / "
               "the lock alone "
               "by Google Benchmark, {} pairs: median (quartiles)\n\n"
               "| guard | 1 thread | 2 | 4 | 8 |\n| --- | --- | --- | --- | --- |\n",
               pairs);
    for (const bench::BareLock& lock : locks) {
        fmt::print("| `{}` |", lock.id);
        for (const int threads : {1, 2, 4, 8}) {
            if (waitsForTimeSlices(lock, threads)) {
                fmt::print(" - |");
                continue;
            }
            lab::LabConfig config =
                bench::configOf(Kind::Empty, std::string(lock.id), false, threads);
            config.placement = lab::Placement::None; // as Google Benchmark leaves its threads
            fmt::print(" {} |",
                       text(ratios(
                           pairs,
                           [&] { return bareRate(lock.plain, threads); },
                           [&] { return bench::throughput(config, false); })));
        }
        fmt::print("\n");
        std::fflush(stdout);
    }
}

/// With callers inside the guard proper the fast path is asked for, and the other way round.
void changes(const std::vector<bench::BareLock>& locks, int times)
{
    using namespace std::chrono_literals;
    fmt::print("\nFrom asking for the fast path until all workers are under it (`custom`, all "
               "CPUs), ms, {} times: median "
               "(quartiles), longest\n\n"
               "| guard | 2 workers | 8 | 64 |\n| --- | --- | --- | --- |\n",
               times);
    for (const bench::BareLock& lock : locks) {
        fmt::print("| `{}` |", lock.id);
        for (const int workers : {2, 8, 64}) {
            const auto slow = bench::configOf(Kind::Custom, std::string(lock.id), false, workers);
            lab::LabConfig fast = slow;
            fast.fastPath = true;
            lab::Lab lab(slow, {.snapshotsPerSecond = 60, .measureProbeCost = false, .tasks = {}});
            lab.start();
            bench::settle(lab);
            std::vector<double> values;
            while (static_cast<int>(values.size()) < times) {
                std::this_thread::sleep_for(100ms);
                const auto gapMs = bench::changeMs(lab, fast, 100s);
                if (!gapMs)
                    throw std::runtime_error(
                        fmt::format("a change away from {} left no marker", lock.id));
                values.push_back(*gapMs);
                if (!bench::changeMs(lab, slow, 100s))
                    throw std::runtime_error(fmt::format("a change to {} left no marker", lock.id));
            }
            const Spread spread = bench::spreadOf(values);
            fmt::print(" {:.2f} ({:.2f} to {:.2f}), {:.2f} |",
                       spread.median,
                       spread.low,
                       spread.high,
                       *std::max_element(values.begin(), values.end()));
            std::fflush(stdout);
        }
        fmt::print("\n");
    }
}

/// Locks by the ids of available rows, of all where none is named. Throws std::runtime_error when a
/// row has no lock here: then this program is not up to date.
std::vector<bench::BareLock> chosen(const std::vector<std::string>& ids)
{
    std::vector<bench::BareLock> locks;
    for (const guards::GuardRow& row : guards::registry()) {
        if (!row.available)
            continue;
        const auto all = bench::bareLocks();
        const auto at = std::find_if(all.begin(), all.end(), [&row](const bench::BareLock& lock) {
            return lock.id == row.id;
        });
        if (at == all.end())
            throw std::runtime_error(
                fmt::format("the guard {} has no lock in bare_locks.cpp", row.id));
        if (ids.empty() || std::find(ids.begin(), ids.end(), row.id) != ids.end())
            locks.push_back(*at);
    }
    return locks;
}

} // namespace

int main(int argc, char** argv)
{
    using Bench = void (*)(const std::vector<bench::BareLock>&, int);
    const std::map<std::string, Bench> benches{{"watching", &watching},
                                               {"try-first", &tryFirst},
                                               {"harness", &harness},
                                               {"changes", &changes}};
    std::vector<std::string> what{"watching", "try-first", "harness", "changes"};
    std::vector<std::string> ids;
    int pairs = 9;
    CLI::App app("What guards cost, watched and not, in the lab and bare, and to change away from");
    app.add_option("what", what)->check(CLI::IsMember(what));
    app.add_option("--guards", ids)->delimiter(',');
    app.add_option("--pairs", pairs)->check(CLI::Range(1, 1000));
    CLI11_PARSE(app, argc, argv)

    const auto locks = chosen(ids);
    for (const std::string& each : what)
        benches.at(each)(locks, pairs);
    return 0;
}
