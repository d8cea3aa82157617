// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/interrupts.h"
#include "app/cli/output.h"
#include "app/cli/progress_bar.h"
#include "app/cli/say.h"
#include "app/common/number_flags.h"
#include "core/report/json.h"
#include "core/simulation/band.h"
#include "core/simulation/machine_file.h"
#include "core/simulation/models.h"
#include "core/simulation/simulator.h"
#include "core/study/simulated_runner.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h> // join

namespace lockscope::cli {

namespace {

using Json = nlohmann::ordered_json;
using simulation::Distribution;

constexpr const char* kDefaultMachine = "2x16";

/// The place of a word in its list; ConfigError when it is not there.
std::size_t placeOf(std::span<const std::string_view> names,
                    const std::string& flag,
                    const std::string& word)
{
    const auto found = std::find(names.begin(), names.end(), word);
    if (found == names.end())
        throw lab::ConfigError(flag, word, fmt::format("one of {}", fmt::join(names, ", ")));
    return static_cast<std::size_t>(found - names.begin());
}

CLI::Validator nanoseconds()
{
    return common::between(0.0, simulation::kMaxCostNs);
}

std::string bandText(const std::optional<simulation::Band>& band)
{
    return band ? fmt::format("{} and {}", scaled(band->low), scaled(band->high)) : "not known";
}

struct SimulateCommand
{
    explicit SimulateCommand(CLI::App& command)
    {
        command.add_option("--lock", lock, "a lock's model, or the id of a guard that has one")
            ->type_name("ID")
            ->capture_default_str();
        command.add_option("--fast-path", fastPath, "the atomic check that skips the lock")
            ->type_name("on|off")
            ->capture_default_str();
        command.add_option("--cpus", cpus, "simulate at each of these")
            ->type_name("LIST")
            ->delimiter(',')
            ->capture_default_str()
            ->transform(common::between(1, simulation::kMaxCpus));
        command
            .add_option("--workers", workers, "at each number of CPUs (default: one on each CPU)")
            ->type_name("N")
            ->transform(common::between(1, simulation::kMaxWorkers));
        command.add_option("--outside-ns", outsideNs, "work between two passes")
            ->type_name("N")
            ->capture_default_str()
            ->transform(nanoseconds());
        command.add_option("--critical-ns", criticalNs, "work under the lock")
            ->type_name("N")
            ->capture_default_str()
            ->transform(nanoseconds());
        command
            .add_option(
                "--transfer-ns",
                transferNs,
                "a cache line's journey, the same between all CPUs (default: the machine's)")
            ->type_name("N")
            ->transform(nanoseconds());
        command.add_option("--distribution", distribution, "how these times are spread")
            ->type_name("exponential|constant")
            ->capture_default_str();
        command.add_option("--task-source", taskSource, "where workers take their tasks from")
            ->type_name("channel|counter|none")
            ->capture_default_str();
        output
            .reads(command.add_option(
                "--machine", machine, "a preset, this, or a JSON file of a machine"))
            ->type_name("PRESET|FILE")
            ->capture_default_str();
        command.add_option("--seed", seed, "of the random numbers: the same seed, the same result")
            ->type_name("N")
            ->transform(common::seedNumber())
            ->capture_default_str();
        command
            .add_option("--calls",
                        length.calls,
                        "simulated at each point, after a tenth that is not counted")
            ->type_name("N")
            ->capture_default_str()
            ->transform(common::between(std::uint64_t{1000}, simulation::kMaxCalls));
        command.footer(help());
        output.addTo(command, "simulate");
    }

    static std::string help();
    void run();
    [[nodiscard]] simulation::SimulationSpec experiment(const study::Cell& cell) const;
    void print(const std::vector<study::SimulatedPoint>& points) const;
    [[nodiscard]] Json json(const std::vector<study::SimulatedPoint>& points) const;

    std::string lock = "futex";
    std::string fastPath = "off";
    std::vector<int> cpus{1, 2, 4, 8, 16, 32, 64};
    std::optional<int> workers;
    double outsideNs = 1000;
    double criticalNs = 50;
    std::optional<double> transferNs;
    std::string distribution = "exponential";
    std::string taskSource = "none";
    std::string machine = kDefaultMachine;
    std::uint64_t seed = 1;
    simulation::RunLength length;
    Output output;
};

std::string SimulateCommand::help()
{
    std::string text = "Locks:\n";
    for (const simulation::ModelRow& row : simulation::models())
        text += fmt::format("  {:<20} {}\n", row.id, row.description);
    text += "Machines (more CPUs than a machine has are taken from further boards of its kind):\n";
    for (const simulation::Machine& preset : simulation::presets())
        text += fmt::format("  {:<20} {}\n", preset.id, preset.label);
    text +=
        fmt::format("  {:<20} {}\n", "this", "this host, after `lockscope-cli host --calibrate`");
    return text;
}

simulation::SimulationSpec SimulateCommand::experiment(const study::Cell& cell) const
{
    simulation::SimulationSpec experiment;
    constexpr std::array<std::string_view, 2> kOffOn{"off", "on"};
    experiment.model = simulation::modelNamed(lock, placeOf(kOffOn, "fast-path", fastPath) == 1);
    experiment.cpus = cell.cpus;
    experiment.workers = cell.workers;
    experiment.outsideNs = outsideNs;
    experiment.criticalNs = criticalNs;
    experiment.distribution = static_cast<Distribution>(
        placeOf(simulation::kDistributionNames, "distribution", distribution));
    experiment.taskSource = static_cast<workload::TaskSourceKind>(
        placeOf(workload::kTaskSourceNames, "task-source", taskSource));
    experiment.machine = simulation::machineNamed(machine);
    if (transferNs)
        simulation::setTransfer(experiment.machine, *transferNs);
    experiment.seed = seed;
    return experiment;
}

void SimulateCommand::run()
{
    std::vector<study::Cell> cells;
    for (const int count : cpus)
        cells.push_back({{lock, fastPath == "on"}, count, workers.value_or(count)});
    length.warmUp = length.calls / 10;
    const InterruptWatch watch;
    const ProgressBar bar;
    const auto specOf = [this](const study::Cell& cell) { return experiment(cell); };
    const auto points = study::simulateCells(cells, specOf, length, [&bar](double share) {
        bar.show("simulating", share);
        return !interrupted();
    });
    bar.clear();
    if (points.empty())
        throw std::runtime_error(
            "interrupted before all points were simulated; nothing was written");
    if (output.forPeople())
        print(points);
    output.write(json(points));
}

void SimulateCommand::print(const std::vector<study::SimulatedPoint>& points) const
{
    const simulation::SimulationSpec first = experiment(points.front().cell);
    say("SIMULATED, not measured: {} on {}\n", first.model, first.machine.label);
    say("{} ns outside, {} ns under the lock, {}; seed {}, {} calls a point\n",
        outsideNs,
        criticalNs,
        distribution,
        seed,
        length.calls);
    say("costs: {}\n", first.machine.source);
    say("{}\n\n", simulation::assumptions(first).back());
    say("{:>6} {:>8} {:>16} {:>20} {:>12} {:>12} {:>10}  {}\n",
        "CPUs",
        "workers",
        "acquisitions/s",
        "between",
        "mean wait",
        "p99 wait",
        "contended",
        "where the time goes");
    for (const study::SimulatedPoint& point : points) {
        const simulation::RunResult& result = point.result;
        std::string states;
        for (const measure::State state : measure::kStates)
            if (const auto share = static_cast<double>(result.states[state]); share > 0)
                states += fmt::format(
                    "{}{} {}", states.empty() ? "" : ", ", stateName(state), percent(share));
        say("{:>6} {:>8} {:>16} {:>20} {:>12} {:>12} {:>10}  {}\n",
            point.cell.cpus,
            point.cell.workers,
            scaled(result.throughput),
            bandText(point.band),
            duration(result.waitMeanNs),
            duration(result.waitP99Ns),
            percent(static_cast<double>(result.contended) / static_cast<double>(result.calls)),
            states);
    }
}

Json SimulateCommand::json(const std::vector<study::SimulatedPoint>& points) const
{
    const simulation::SimulationSpec first = experiment(points.front().cell);
    Json list = Json::array();
    for (const study::SimulatedPoint& point : points) {
        const simulation::RunResult& result = point.result;
        Json states = Json::object();
        for (const measure::State state : measure::kStates)
            states[std::string(stateName(state))] = result.states[state];
        list.push_back({{"cpus", point.cell.cpus},
                        {"workers", point.cell.workers},
                        {"throughput", result.throughput},
                        {"low", point.band ? Json(point.band->low) : Json()},
                        {"high", point.band ? Json(point.band->high) : Json()},
                        {"wait_mean_ns", result.waitMeanNs},
                        {"wait_p99_ns", result.waitP99Ns},
                        {"contended",
                         static_cast<double>(result.contended) / static_cast<double>(result.calls)},
                        {"states", states},
                        {"simulated_s", result.seconds},
                        {"beyond_machine", point.cell.cpus > first.machine.topology.cpus()}});
    }
    return {{"schema", "lockscope.simulate/1"},
            {"simulated", true},
            {"lock", first.model},
            {"config",
             {{"lock", lock},
              {"fast_path", fastPath == "on"},
              {"cpus", cpus},
              {"workers", workers ? Json(*workers) : Json()},
              {"outside_ns", outsideNs},
              {"critical_ns", criticalNs},
              {"transfer_ns", transferNs ? Json(*transferNs) : Json()},
              {"distribution", distribution},
              {"task_source", taskSource},
              {"machine", machine},
              {"seed", seed},
              {"calls", length.calls}}},
            {"machine", simulation::toJson(first.machine)},
            {"assumptions", simulation::assumptions(first)},
            {"quality", nullptr}, // nothing was measured that could have been disturbed
            {"points", list}};
}

} // namespace

void addSimulateCommand(CLI::App& app)
{
    CLI::App* command =
        app.add_subcommand("simulate", "simulate a lock on a machine with more CPUs than this one");
    auto shared = std::make_shared<SimulateCommand>(*command);
    command->callback([shared] { shared->run(); });
}

} // namespace lockscope::cli
