// SPDX-License-Identifier: GPL-3.0-or-later
// What the probe adds to a call, shown so that where the compiler put the loops cannot be taken for
// it: by time, over many layouts, or, under callgrind, by instructions.
//
//   probe_bench                                time: a table
//   probe_bench count WORKLOAD on|off PROBE N  N calls of the guard `mutex` with (PROBE 1) or
//   without (0) the probe,
//                                              for probe_instructions.sh
//
// All locks' guards have the same fast path, padded and not: as many copies of one loop at as many
// addresses. The pairs of runs of one copy are in turn, by the CPU time of the thread; the table
// has the median of each copy's median, and the quartiles over the copies.
#include "core/guards/registry.h"
#include "core/lab/experiment.h"
#include "core/lab/lab_config.h"
#include "core/measure/clock.h"
#include "tests/bench/paired_runs.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <fmt/format.h>

namespace {

using namespace lockscope;

double threadCpuNs()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

/// ns a call.
double runCalls(const lab::LabConfig& config, bool probe, std::uint64_t calls)
{
    workload::TaskBudget budget(calls);
    const std::atomic<bool> noPause{false};
    lab::Experiment experiment(config, true, probe, false, budget, noPause);
    const auto record = std::make_unique<measure::WorkerRecord>();
    const double begin = threadCpuNs();
    experiment.run(0, *record);
    return (threadCpuNs() - begin) / static_cast<double>(calls);
}

lab::LabConfig configFor(workload::Kind kind, std::string guard, bool fastPath, bool padding)
{
    lab::LabConfig config = bench::configOf(kind, std::move(guard), fastPath, 1);
    config.padding = padding;
    return config;
}

struct Cost
{
    double with = 0;
    double without = 0;
};

/// The medians of pairs.
Cost costOf(const lab::LabConfig& config)
{
    constexpr int kPairs = 9;
    constexpr double kRunNs = 3e6;
    const double rough = std::max(0.3, runCalls(config, false, 10'000));
    const auto calls = static_cast<std::uint64_t>(kRunNs / rough);
    std::vector<double> with;
    std::vector<double> without;
    for (int i = 0; i < kPairs; ++i)
        for (const bool probe : {i % 2 == 0, i % 2 != 0})
            (probe ? with : without).push_back(runCalls(config, probe, calls));
    return {.with = bench::spreadOf(with).median, .without = bench::spreadOf(without).median};
}

void printRow(workload::Kind kind, bool fastPath)
{
    std::vector<double> with;
    std::vector<double> without;
    std::vector<double> difference;
    for (const guards::GuardRow& row : guards::registry())
        for (const bool padding : {false, true}) {
            const bool once = row.id.find("once") != row.id.npos
                || row.id == "function-static"; // has a path of its own
            if (!row.available || once || (!fastPath && row.id != "mutex"))
                continue;
            const Cost cost = costOf(configFor(kind, std::string(row.id), fastPath, padding));
            with.push_back(cost.with);
            without.push_back(cost.without);
            difference.push_back(cost.with - cost.without);
        }
    const bench::Spread spread = bench::spreadOf(difference);
    fmt::print("| `{}`, {} | {} | {:.2f} | {:.2f} | {:.2f} ({:.2f} to {:.2f}) |\n",
               workload::name(kind),
               fastPath ? "fast path" : "mutex",
               difference.size(),
               bench::spreadOf(without).median,
               bench::spreadOf(with).median,
               spread.median,
               spread.low,
               spread.high);
    std::fflush(stdout);
}

/// Waits for the stop.
void stopped(const std::stop_token& stop)
{
    std::mutex mutex;
    std::unique_lock hold(mutex);
    std::condition_variable_any().wait(hold, stop, [] { return false; });
}

int complain()
{
    fmt::print(stderr,
               "probe_bench: allowed: nothing, or count cgo|empty|custom on|off 0|1 N, N from 1\n");
    return 2;
}

int count(const std::vector<std::string_view>& arguments)
{
    std::uint64_t calls = 0;
    const std::string_view last = arguments[4];
    const auto [end, error] = std::from_chars(last.data(), last.data() + last.size(), calls);
    const auto kind =
        std::find(workload::kKindNames.begin(), workload::kKindNames.end(), arguments[1]);
    if (error != std::errc{} || end != last.data() + last.size() || calls < 1
        || kind == workload::kKindNames.end())
        return complain();
    const auto which = static_cast<workload::Kind>(kind - workload::kKindNames.begin());
    lab::LabConfig config = configFor(which, "mutex", arguments[2] == "on", true);
    config.nativeNs = 0; // how many steps that is, a clock says
    config.callbackNs = 0;
    (void)runCalls(config, arguments[3] == "1", calls);
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    const std::vector<std::string_view> arguments(argv + 1, argv + argc);
    measure::WaitClock::calibrate();
    // As in the lab: with one thread alone the C library takes its mutex without a locked
    // instruction.
    const std::jthread other([](const std::stop_token& stop) { stopped(stop); });
    if (!arguments.empty())
        return arguments.size() == 5 && arguments[0] == "count" ? count(arguments) : complain();
    fmt::print("| call | layouts | without, ns | with, ns | the probe, ns (quartiles over the "
               "layouts) |\n");
    fmt::print("| --- | --- | --- | --- | --- |\n");
    for (const workload::Kind kind : {workload::Kind::Empty, workload::Kind::Cgo})
        for (const bool fastPath : {true, false})
            printRow(kind, fastPath);
    return 0;
}
