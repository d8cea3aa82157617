// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/band.h"

#include <algorithm>
#include <cmath>

namespace lockscope::simulation {

SimulationSpec withCostsMoved(SimulationSpec experiment, bool up)
{
    if (!experiment.machine.accuracy)
        return experiment;
    const auto& scatter = experiment.machine.accuracy->scatter;
    for (const CostField& field : costFields()) {
        const auto found = scatter.find(std::string(field.name));
        if (found == scatter.end())
            continue;
        double& cost = experiment.machine.costs.*field.member;
        const double factor = 1 + found->second;
        cost = std::clamp(up ? cost * factor : cost / factor, field.low, field.high);
    }
    return experiment;
}

std::optional<Band> bandOf(const Machine& machine,
                           double throughput,
                           double withCostsUp,
                           double withCostsDown)
{
    if (!machine.accuracy)
        return std::nullopt;
    const auto [low, high] = std::minmax({throughput, withCostsUp, withCostsDown});
    return widened({.low = low, .high = high}, throughput, machine.accuracy->missed.value_or(1));
}

Band widened(const Band& band, double throughput, double missed)
{
    const double miss = std::log(missOf(missed, 1));
    return {.low = throughput * std::exp(-std::hypot(std::log(throughput / band.low), miss)),
            .high = throughput * std::exp(std::hypot(std::log(band.high / throughput), miss))};
}

std::optional<Band> bandOfRatio(double a, const Band& bandA, double b, const Band& bandB)
{
    if (!(a > 0 && b > 0 && bandA.low > 0 && bandB.low > 0))
        return std::nullopt;
    const double ratio = b / a;
    return Band{
        .low = ratio * std::exp(-std::hypot(std::log(bandA.high / a), std::log(b / bandB.low))),
        .high = ratio * std::exp(std::hypot(std::log(a / bandA.low), std::log(bandB.high / b)))};
}

double missOf(double simulated, double measured)
{
    return std::max(simulated / measured, measured / simulated);
}

} // namespace lockscope::simulation
