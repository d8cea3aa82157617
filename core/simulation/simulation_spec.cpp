// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/simulation_spec.h"

#include "core/guards/registry.h"
#include "core/simulation/band.h"
#include "core/simulation/models.h"

#include <fmt/format.h>
#include <fmt/ranges.h> // join

namespace lockscope::simulation {

namespace {

template<class Number>
void checkRange(const char* field, Number value, Number low, Number high)
{
    if (!(value >= low && value <= high)) // also for no number
        throw lab::ConfigError(field, fmt::format("{}", value), fmt::format("{} to {}", low, high));
}

std::string allModels()
{
    std::vector<std::string_view> ids;
    for (const ModelRow& row : models())
        ids.push_back(row.id);
    return fmt::format("one of {}", fmt::join(ids, ", "));
}

} // namespace

std::string modelNamed(const std::string& lock, bool fastPath)
{
    std::string model = lock;
    if (findModel(lock) == nullptr) {
        const guards::GuardRow* guard = guards::findGuard(lock);
        if (guard == nullptr)
            throw lab::ConfigError("lock", lock, allModels() + ", or the id of a guard");
        if (guard->model.empty())
            throw lab::ConfigError(
                "lock", lock, fmt::format("a guard that has a model. {}", guard->noModel));
        model = guard->model;
    }
    return fastPath && model != "none" ? "once" : model;
}

std::vector<std::string> assumptions(const SimulationSpec& experiment)
{
    std::vector<std::string> list;
    list.push_back("Costs: " + experiment.machine.source);
    list.emplace_back(fmt::format("Lock: {}", findModel(experiment.model)->description));
    list.emplace_back(
        "Nothing else runs; memory and caches are never full; CPUs keep their speed.");
    const int cpus = experiment.machine.topology.cpus();
    if (experiment.cpus > cpus)
        list.push_back(fmt::format(
            "The machine has {} CPUs; those beyond are on further boards of its kind.", cpus));
    if (experiment.workers > experiment.cpus)
        list.emplace_back(
            "Workers take turns on their CPUs in equal time slices; who is woken is the next.");
    if (const auto& accuracy = experiment.machine.accuracy; !accuracy)
        list.emplace_back(kNoBand);
    else
        list.push_back(fmt::format(
            "low and high: all measured costs at the ends of their intervals{}; assumed costs have "
            "none.",
            accuracy->missed ? fmt::format(", and the calibration's own miss by a factor of {:.2f}",
                                           *accuracy->missed)
                             : ""));
    return list;
}

void validate(const SimulationSpec& experiment)
{
    if (findModel(experiment.model) == nullptr)
        throw lab::ConfigError("lock", experiment.model, allModels());
    validate(experiment.machine);
    checkRange("cpus", experiment.cpus, 1, kMaxCpus);
    checkRange("workers", experiment.workers, 1, kMaxWorkers);
    checkRange("outside-ns", experiment.outsideNs, 0.0, kMaxCostNs);
    checkRange("critical-ns", experiment.criticalNs, 0.0, kMaxCostNs);
    checkRange("callback-ns", experiment.callbackNs, 0.0, kMaxCostNs);
    // A clock that stands still would never reach an end.
    const Costs& costs = experiment.machine.costs;
    constexpr double kLeast = 0.01;
    if (experiment.outsideNs + experiment.callbackNs < kLeast
        && std::min(costs.pass + costs.localOp, costs.fastPass) < kLeast)
        throw lab::ConfigError(
            "outside-ns",
            fmt::format("{}", experiment.outsideNs),
            fmt::format("{} or more on a machine whose own operations cost nothing", kLeast));
}

} // namespace lockscope::simulation
