// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/whatif/present.h"

#include "core/report/quantity_text.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace lockscope::whatif {

namespace {

using program::LockKind;
using simulation::Distribution;
using simulation::RunLength;
using simulation::SimulationSpec;

constexpr RunLength kPresent{.warmUp = 20'000, .calls = 100'000};
constexpr RunLength kAlone{.warmUp = 100, .calls = 2'000};

/// What a pass costs on the machine beside the load's own times, ns: of one worker alone.
double costOfPass(SimulationSpec spec)
{
    constexpr double kOutside = 10'000;
    constexpr double kHold = 100;
    spec.cpus = spec.workers = 1;
    spec.outsideNs = kOutside;
    spec.criticalNs = kHold;
    spec.distribution = Distribution::Constant;
    const simulation::RunResult alone = simulation::simulate(spec, kAlone);
    return std::max(0.0, 1e9 / alone.throughput - kOutside - kHold);
}

double missOfShare(double simulated, double measured)
{
    if (std::abs(simulated - measured) <= kSharesAlike)
        return 1;
    constexpr double kLeast = 1e-6; // of none it is any number of times as many
    return simulation::missOf(std::max(simulated, kLeast), std::max(measured, kLeast));
}

std::string notPresentText(const LockLoad& load, const Present& present)
{
    std::string text = "Simulated as it is now it does not come out as it was measured:";
    if (present.throughputMiss > simulation::kMissedTooFar)
        text += fmt::format(" {} acquisitions a second for {} measured",
                            report::scaled(present.throughput),
                            report::scaled(load.rate));
    if (present.shareMiss > simulation::kMissedTooFar)
        text += fmt::format("{} {} of them contended for {} measured",
                            present.throughputMiss > simulation::kMissedTooFar ? " and" : "",
                            report::percent(present.contendedShare),
                            report::percent(load.contendedShare));
    return text
        + ". What decides its speed is not in the model, so what it gives for more CPUs is no "
          "forecast.";
}

Present presentOf(const LoadOnMachine& on,
                  const SimulationSpec& spec,
                  const simulation::RunResult& run)
{
    const LockLoad& load = on.load;
    Present present;
    present.cpus = spec.cpus;
    present.workers = spec.workers;
    present.model = spec.model;
    present.throughput = run.throughput;
    present.contendedShare = static_cast<double>(run.contended) / static_cast<double>(run.calls);
    present.waitMeanNs = run.waitMeanNs;
    present.throughputMiss = simulation::missOf(run.throughput, load.rate);
    present.shareMiss = missOfShare(present.contendedShare, load.contendedShare);
    present.passes =
        std::max(present.throughputMiss, present.shareMiss) <= simulation::kMissedTooFar;
    if (!present.passes)
        present.text = notPresentText(load, present);
    return present;
}

/// How far from the truth, to choose by: finer than what decides whether it passes.
double distanceOf(const Present& present, const LockLoad& load)
{
    return std::log(present.throughputMiss)
        + std::abs(present.contendedShare - load.contendedShare);
}

} // namespace

std::optional<std::string> modelOf(LockKind kind)
{
    switch (kind) {
    case LockKind::Mutex:
    case LockKind::Write:
        return "futex";
    case LockKind::Read:
        return "rw-read";
    case LockKind::Spin:
        return "tas";
    default:
        return std::nullopt;
    }
}

int usedCpus(const LockLoad& load)
{
    return std::clamp(
        std::min(load.cpus.value_or(load.threads), load.threads), 1, simulation::kMaxCpus);
}

int LoadOnMachine::workersOn(int cpus) const
{
    const double perCpu = static_cast<double>(load.threads) / usedCpus(load);
    return std::clamp(static_cast<int>(std::lround(perCpu * cpus)), 1, simulation::kMaxWorkers);
}

SimulationSpec LoadOnMachine::spec(const std::string& model,
                                   int cpus,
                                   Ends ends,
                                   double holdFactor) const
{
    double hold = load.hold.mean;
    if (ends == Ends::LongHolds)
        hold = load.hold.high;
    else if (ends == Ends::ShortHolds)
        hold = load.hold.low;
    SimulationSpec spec;
    spec.model = model;
    spec.cpus = cpus;
    spec.workers = workersOn(cpus);
    spec.criticalNs = hold;
    spec.distribution = spread;
    if (ends == Ends::OtherSpread)
        spec.distribution = spread == Distribution::Exponential ? Distribution::Constant
                                                                : Distribution::Exponential;
    spec.machine = machine;
    spec.seed = seed + static_cast<std::uint64_t>(ends);
    SimulationSpec own = spec;
    own.model = modelOf(load.kind).value_or("futex");
    spec.outsideNs =
        std::max(machine.costs.loop, load.outsideWith(hold) - costOfPass(std::move(own)));
    spec.criticalNs = hold * holdFactor;
    if (ends == Ends::LongHolds || ends == Ends::ShortHolds)
        spec = simulation::withCostsMoved(std::move(spec), ends == Ends::LongHolds);
    return spec;
}

std::optional<Present> simulatePresent(LoadOnMachine& on,
                                       const simulation::SimulationProgress& progress)
{
    const std::string model = modelOf(on.load.kind).value_or("futex");
    std::optional<Present> best;
    Distribution nearest = on.spread;
    for (const Distribution spread : {Distribution::Exponential, Distribution::Constant}) {
        on.spread = spread;
        const SimulationSpec spec = on.spec(model, usedCpus(on.load), Ends::AsMeasured);
        simulation::validate(spec);
        const auto run = simulation::simulate(spec, kPresent, progress);
        if (!run)
            return std::nullopt;
        const Present present = presentOf(on, spec, *run);
        if (best && distanceOf(present, on.load) >= distanceOf(*best, on.load))
            continue;
        best = present;
        nearest = spread;
    }
    on.spread = nearest;
    return best;
}

} // namespace lockscope::whatif
