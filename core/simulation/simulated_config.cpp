// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/simulated_config.h"

#include "core/guards/registry.h"
#include "core/lab/settings.h"
#include "core/simulation/models.h"

#include <algorithm>

#include <fmt/format.h>

namespace lockscope::simulation {

lab::ConfigLimits simulatedLimits()
{
    return {.cpus = kMaxCpus, .workers = kMaxWorkers, .guardsInstalled = false};
}

void validate(const SimulatedConfig& config)
{
    lab::validate(config.experiment, simulatedLimits());
    const guards::GuardRow* guard = guards::findGuard(config.experiment.guard);
    if (guard->model.empty())
        throw lab::ConfigError("guard",
                               config.experiment.guard,
                               fmt::format("a guard that has a model. {}", guard->noModel));
    for (const lab::Setting& setting : lab::settings())
        if (const std::string value = textOf(setting, config.experiment);
            !setting.isSimulated && value != "0")
            throw lab::ConfigError(std::string(setting.id), value, "0 on a simulated machine");
    validate(config.machine);
}

SimulationSpec experimentOf(const SimulatedConfig& config)
{
    const lab::LabConfig& lab = config.experiment;
    const Costs& costs = config.machine.costs;
    const bool faithful = lab.workload == workload::Kind::Cgo;
    SimulationSpec experiment;
    experiment.model = modelNamed(lab.guard, lab.fastPath);
    experiment.cpus = lab.cpus;
    experiment.workers = lab.workers;
    experiment.placement = lab.placement;
    experiment.outsideNs =
        std::max(costs.loop, static_cast<double>(lab.nativeNs) + (faithful ? costs.nativeCall : 0));
    experiment.criticalNs = static_cast<double>(lab.criticalNs);
    experiment.callbackNs =
        static_cast<double>(lab.callbackNs) + (faithful ? costs.callbackCall : 0);
    experiment.leavesThroughLock = faithful && findModel(experiment.model)->isLock;
    experiment.distribution = config.distribution;
    experiment.taskSource = lab.taskSource;
    experiment.machine = config.machine;
    experiment.seed = config.seed;
    return experiment;
}

measure::ConfigFacts configFacts(const SimulatedConfig& config)
{
    measure::ConfigFacts facts = lab::configFacts(config.experiment);
    facts.emplace_back("machine", config.machine.id);
    facts.emplace_back("distribution",
                       kDistributionNames[static_cast<std::size_t>(config.distribution)]);
    facts.emplace_back("seed", fmt::format("{}", config.seed));
    return facts;
}

std::string changeLabel(const SimulatedConfig& from, const SimulatedConfig& to)
{
    std::string label = lab::changeLabel(from.experiment, to.experiment);
    if (from.machine != to.machine)
        label += fmt::format("{}machine {}", label.empty() ? "" : ", ", to.machine.label);
    return label.empty() ? "simulated anew" : label; // another seed or distribution
}

measure::HostFacts hostFacts(const SimulatedConfig& config)
{
    const Topology& topology = config.machine.topology;
    const int boards = std::max(
        topology.boards, (config.experiment.cpus + topology.perBoard() - 1) / topology.perBoard());
    const int packages = boards * topology.sockets;
    static const measure::HostFacts here = measure::readHostFacts(); // this program's part of them
    measure::HostFacts facts;
    facts.cpuModel = "SIMULATED: " + config.machine.label;
    facts.cpus = boards * topology.perBoard();
    facts.cpusOnline = facts.cpus;
    facts.cores = facts.cpus / topology.threads;
    facts.packages = packages;
    facts.numaNodes = packages;
    facts.architecture = "simulated";
    facts.compiler = here.compiler;
    facts.buildType = here.buildType;
    facts.version = here.version;
    facts.clock = "simulated";
    facts.schedstat = true; // every state is known
    return facts;
}

} // namespace lockscope::simulation
