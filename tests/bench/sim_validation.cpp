// SPDX-License-Identifier: GPL-3.0-or-later
// Prints the README's tables of simulated figures beside what theory gives, what others published and what this
// machine measures. Calibrates first; nothing else should be running.
#include "core/lab/comparison.h"
#include "core/simulation/calibration.h"
#include "core/simulation/simulated_config.h"
#include "core/simulation/simulator.h"

#include "tests/support/published_figures.h"
#include "tests/support/queueing_theory.h"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

namespace {

using namespace lockscope; // NOLINT(google-build-using-namespace): a program of its own
using namespace lockscope::testing_support; // NOLINT(google-build-using-namespace): the figures' names
using simulation::Experiment;
using simulation::RunResult;

double millions(const RunResult& result)
{
    return result.throughput * 1e-6;
}

std::string errorText(double simulated, double expected, double allowed)
{
    const double error = 100 * (simulated / expected - 1);
    return fmt::format("{:+.1f} %{}", error, std::abs(error) > allowed ? " **miss**" : "");
}

void theory()
{
    fmt::print("| CPUs | ticket, model | simulated | error | no line cost, exact | simulated | error |\n"
               "| --- | --- | --- | --- | --- | --- | --- |\n");
    std::vector<Experiment> experiments;
    for (const TheoryPoint& point : kTicket)
        experiments.push_back(onUniform("ticket", point.cpus, 5000, 50, 50));
    for (const TheoryPoint& point : kRepairman)
        experiments.push_back(onUniform("mcs", point.cpus, 1000, 50, 0));
    const auto results = simulation::simulateAll(experiments, {.warmUp = 200'000, .calls = 2'000'000});
    for (std::size_t i = 0; i < kTicket.size(); ++i) {
        const double ticket = millions(results[i]);
        const double queue = millions(results[kTicket.size() + i]);
        const double exact = meanValueAnalysis(kRepairman[i].cpus, 1, 0.05);
        fmt::print("| {} | {:.4f} | {:.4f} | {} | {:.4f} | {:.4f} | {} |\n", kTicket[i].cpus, kTicket[i].expected,
                   ticket, errorText(ticket, kTicket[i].expected, 5), exact, queue, errorText(queue, exact, 2));
    }
}

void twoSockets()
{
    fmt::print("\n| lock | threads | published, M/s | simulated | error |\n| --- | --- | --- | --- | --- |\n");
    for (const LockCurve& curve : kTwoSockets)
        for (std::size_t i = 0; i < kCurveThreads.size(); ++i) {
            const double simulated
                = millions(simulation::simulate(onTwoSockets(curve, kCurveThreads[i])));
            fmt::print("| {} | {} | {:g} | {:.3g} | {} |\n", curve.lock, kCurveThreads[i], curve.expected[i],
                       simulated, errorText(simulated, curve.expected[i], 35));
        }
}

/// The lab's figure and the simulator's for the same experiment.
void beside(const simulation::Machine& machine, const lab::LabConfig& base, const std::vector<int>& workers)
{
    const std::vector<const char*> guards {"none", "mutex", "spin-futex", "pthread-spin", "ck-ticket", "ck-mcs",
                                           "pthread-rwlock"};
    for (const int count : workers) {
        lab::ComparisonPlan plan;
        plan.config = base;
        plan.config.workers = count;
        plan.length = std::chrono::milliseconds(200);
        for (const char* guard : guards)
            plan.contenders.push_back({guard, false});
        plan.contenders.push_back({"mutex", true});
        const lab::Comparison comparison = lab::compare(plan);
        for (const lab::ComparedGuard& guard : comparison.guards) {
            simulation::SimulatedConfig config {.experiment = plan.config,
                                                .machine = machine,
                                                .distribution = simulation::Distribution::Constant};
            config.experiment.guard = guard.contender.guard;
            config.experiment.fastPath = guard.contender.fastPath;
            const double simulated = millions(
                simulation::simulate(simulation::experimentOf(config), {.warmUp = 20'000, .calls = 300'000}));
            const auto& measured = guard[lab::Figure::Throughput];
            if (!measured)
                continue;
            fmt::print("| {}{} | {} | {} | {:.3g} | {:.3g} | {} |\n", guard.contender.guard,
                       guard.contender.fastPath ? " + fast path" : "", plan.config.cpus, count, measured->mean * 1e-6,
                       simulated, errorText(simulated, measured->mean * 1e-6, 35));
        }
    }
}

void measuredHere(const simulation::Machine& machine)
{
    fmt::print("\n{}\n\n| guard | CPUs | workers | measured, M/s | simulated | error |\n"
               "| --- | --- | --- | --- | --- | --- |\n",
               machine.label);
    lab::LabConfig config = lab::defaultConfig();
    lab::applyWorkloadPreset(config, workload::Kind::Empty);
    const int all = config.cpus;
    for (config.cpus = 1; config.cpus <= all; ++config.cpus)
        beside(machine, config, {config.cpus});
    config.cpus = all;
    beside(machine, config, {2 * all, 4 * all, 8 * all});
}

/// The published experiment as it can be simulated: 8 workers on 8 CPUs, tasks from one channel.
double publishedRatio(const simulation::Machine& machine)
{
    simulation::SimulatedConfig config;
    config.machine = machine;
    config.distribution = simulation::Distribution::Exponential;
    config.experiment.cpus = 8;
    config.experiment.workers = 8;
    config.experiment.placement = lab::Placement::None;
    config.experiment.taskSource = workload::TaskSourceKind::Channel;
    lab::applyWorkloadPreset(config.experiment, workload::Kind::Cgo);
    const double mutex = millions(simulation::simulate(simulation::experimentOf(config)));
    config.experiment.fastPath = true;
    const double fast = millions(simulation::simulate(simulation::experimentOf(config)));
    fmt::print("| {} | {:.0f} | {:.0f} | {:.3f} |\n", machine.label, 1e4 / mutex, 1e4 / fast, fast / mutex);
    return fast / mutex;
}

/// From how many CPUs on a guard makes fewer calls than with fewer CPUs: where its throughput is highest.
void peaks(const simulation::Machine& machine)
{
    for (const char* guard : {"mutex", "ck-ticket", "ck-mcs", "pthread-rwlock"}) {
        int best = 1;
        double most = 0;
        double last = 0;
        for (int cpus = 1; cpus <= 256; cpus += cpus < 64 ? 1 : 8) {
            simulation::SimulatedConfig config;
            config.machine = machine;
            config.experiment.guard = guard;
            config.experiment.cpus = cpus;
            config.experiment.workers = cpus;
            lab::applyWorkloadPreset(config.experiment, workload::Kind::Cgo);
            last = millions(simulation::simulate(simulation::experimentOf(config),
                                                 {.warmUp = 50'000, .calls = 200'000}));
            if (last > most) {
                most = last;
                best = cpus;
            }
        }
        fmt::print("| {} | {} | {} | {:.3g} | {:.3g} |\n", machine.id, guard, best, most, last);
    }
}

void run()
{
    theory();
    twoSockets();
    const auto calibration = simulation::calibrate();
    measuredHere(calibration->machine);
    fmt::print("\n| the published experiment, 8 workers | mutex, ms | fast path, ms | ratio |\n| --- | --- | --- | "
               "--- |\n| published | 2687 | 1706 | 1.575 |\n");
    publishedRatio(calibration->machine);
    for (const simulation::Machine& machine : simulation::presets())
        if (machine.id != "uniform")
            publishedRatio(machine);
    fmt::print("\n| machine | guard | most calls/s at CPUs | M/s there | M/s at 256 CPUs |\n| --- | --- | --- | --- | "
               "--- |\n");
    peaks(calibration->machine);
    peaks(*simulation::findPreset("2x16"));
}

} // namespace

int main()
{
    try {
        run();
    } catch (const std::exception& error) {
        fmt::print(stderr, "sim_validation: {}\n", error.what());
        return 1;
    }
    return 0;
}
