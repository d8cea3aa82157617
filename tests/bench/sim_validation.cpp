// SPDX-License-Identifier: GPL-3.0-or-later
// Prints the tables of results/simulation.md: simulated figures beside what theory gives, what
// others published and what this machine measures. Calibrates first; nothing else should be
// running.
#include "core/simulation/calibration.h"
#include "core/simulation/simulated_config.h"
#include "core/simulation/simulator.h"
#include "core/study/comparison.h"
#include "tests/support/published_figures.h"
#include "tests/support/queueing_theory.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h> // join

namespace {

using namespace lockscope; // NOLINT(google-build-using-namespace): a program of its own
using namespace lockscope::test; // NOLINT(google-build-using-namespace): the figures'
                                 // names
using simulation::RunResult;
using simulation::SimulationSpec;

double millions(const RunResult& result)
{
    return result.throughput * 1e-6;
}

/// The error in per cent, a miss in bold; above a hundred per cent as a factor.
std::string errorText(double simulated, double expected, double allowed)
{
    const double ratio = simulated / expected;
    const std::string text = ratio > 2 || ratio < 0.5 ? fmt::format("x {:.2g}", ratio)
                                                      : fmt::format("{:+.0f} %", 100 * (ratio - 1));
    return std::abs(100 * (ratio - 1)) > allowed ? "**" + text + "**" : text;
}

/// A cell of a table: expected, simulated, error.
std::string cell(double expected, double simulated)
{
    constexpr double kAllowed = 35;
    return fmt::format(
        " {:.3g} / {:.3g} ({}) |", expected, simulated, errorText(simulated, expected, kAllowed));
}

void header(const std::string& first, const std::vector<std::string>& columns)
{
    fmt::print("\n| {} | {} |\n|", first, fmt::join(columns, " | "));
    for (std::size_t i = 0; i <= columns.size(); ++i)
        fmt::print(" --- |");
    fmt::print("\n");
}

void theory()
{
    fmt::print(
        "| CPUs | ticket, model | simulated | error | no line cost, exact | simulated | error |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n");
    std::vector<SimulationSpec> experiments;
    for (const TheoryPoint& point : kTicket)
        experiments.push_back(onUniform("ticket", point.cpus, 5000, 50, 50));
    for (const TheoryPoint& point : kRepairman)
        experiments.push_back(onUniform("mcs", point.cpus, 1000, 50, 0));
    const auto results =
        simulation::simulateAll(experiments, {.warmUp = 200'000, .calls = 2'000'000});
    for (std::size_t i = 0; i < kTicket.size(); ++i) {
        const double ticket = millions(results[i]);
        const double queue = millions(results[kTicket.size() + i]);
        const double exact = meanValueAnalysis(kRepairman[i].cpus, 1, 0.05);
        fmt::print("| {} | {:.4f} | {:.4f} | {} | {:.4f} | {:.4f} | {} |\n",
                   kTicket[i].cpus,
                   kTicket[i].expected,
                   ticket,
                   errorText(ticket, kTicket[i].expected, 5),
                   exact,
                   queue,
                   errorText(queue, exact, 2));
    }
}

void twoSockets()
{
    std::vector<std::string> columns;
    for (const int threads : kCurveThreads)
        columns.push_back(fmt::format("{} thread{}", threads, threads == 1 ? "" : "s"));
    header("published / simulated, M/s", columns);
    for (const LockCurve& curve : kTwoSockets) {
        fmt::print("| {} |", curve.lock);
        for (std::size_t i = 0; i < kCurveThreads.size(); ++i)
            fmt::print("{}",
                       cell(curve.expected[i],
                            millions(simulation::simulate(onTwoSockets(curve, kCurveThreads[i])))));
        fmt::print("\n");
    }
}

/// The simulator's figure for an experiment of the lab.
double simulatedLike(const lab::LabConfig& experiment, const simulation::Machine& machine)
{
    const simulation::SimulatedConfig config{.experiment = experiment,
                                             .machine = machine,
                                             .distribution = simulation::Distribution::Constant};
    // Some dozens of time slices, where workers take turns.
    return millions(simulation::simulate(simulation::experimentOf(config),
                                         {.warmUp = 200'000, .calls = 4'000'000}));
}

/// The lab's figures and the simulator's side by side, at 1..all CPUs and in crowds.
void measuredHere(const simulation::Machine& machine)
{
    const std::vector<study::Contender> contenders{{"none", false},
                                                   {"mutex", true},
                                                   {"mutex", false},
                                                   {"spin-futex", false},
                                                   {"pthread-spin", false},
                                                   {"ck-ticket", false},
                                                   {"ck-mcs", false},
                                                   {"pthread-rwlock", false}};
    study::ComparisonPlan plan{.config = lab::defaultConfig(), .contenders = contenders};
    plan.length = std::chrono::milliseconds(200);
    lab::applyWorkloadPreset(plan.config, workload::Kind::Empty);
    const int all = plan.config.cpus;
    std::vector<std::string> columns;
    std::vector<std::string> rows(contenders.size());
    const auto measure = [&](int cpus, int workers) {
        plan.config.cpus = cpus;
        plan.config.workers = workers;
        columns.push_back(fmt::format(
            "{} CPU{}, {} worker{}", cpus, cpus == 1 ? "" : "s", workers, workers == 1 ? "" : "s"));
        const study::Comparison comparison = study::compare(plan);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            lab::LabConfig experiment = plan.config;
            experiment.guard = contenders[i].guard;
            experiment.fastPath = contenders[i].fastPath;
            const auto& measured = comparison.guards[i][measure::Figure::Throughput];
            rows[i] += measured ? cell(measured->mean * 1e-6, simulatedLike(experiment, machine))
                                : " unknown |";
        }
    };
    for (int cpus = 1; cpus <= all; ++cpus)
        measure(cpus, cpus);
    for (const int crowd : {2, 4, 8})
        measure(all, crowd * all);
    header(fmt::format("measured / simulated, M/s, {}", machine.label), columns);
    for (std::size_t i = 0; i < rows.size(); ++i)
        fmt::print("| `{}`{} |{}\n",
                   contenders[i].guard,
                   contenders[i].fastPath ? " + fast path" : "",
                   rows[i]);
}

/// The published experiment as it can be simulated: 8 workers on 8 CPUs, tasks from one channel.
void publishedRatio(const simulation::Machine& machine)
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
    fmt::print("| {} | {:.0f} | {:.0f} | {:.3f} |\n",
               machine.label,
               1e4 / mutex,
               1e4 / fast,
               fast / mutex);
}

/// From how many CPUs on a guard makes fewer calls than with fewer CPUs: where its throughput is
/// highest.
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
    fmt::print("\n{}\n", calibration->machine.source);
    fmt::print("\n| the published experiment, 8 workers | mutex, ms | fast path, ms | ratio |\n| "
               "--- | --- | --- | "
               "--- |\n| published | 2687 | 1706 | 1.575 |\n");
    publishedRatio(calibration->machine);
    for (const simulation::Machine& machine : simulation::presets())
        if (machine.id != "uniform")
            publishedRatio(machine);
    fmt::print("\n| machine | guard | most calls/s at CPUs | M/s there | M/s at 256 CPUs |\n| --- "
               "| --- | --- | --- | "
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
