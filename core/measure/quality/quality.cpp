// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/quality/quality.h"

#include "core/measure/quality/preemption.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h> // join

namespace lockscope::measure {

namespace {

double inCpus(std::int64_t ns, std::chrono::nanoseconds span)
{
    return std::max(0.0, static_cast<double>(ns) / static_cast<double>(span.count()));
}

std::string percentOf(double share)
{
    return fmt::format("{:.0f} %", std::clamp(100 * share, 1.0, 100.0));
}

using Warnings = std::vector<std::string>;

/// CPUs that the workers could use at once, on average.
double cpusOf(const CpuDemand& demand)
{
    return demand.seconds > 0 ? demand.cpuSeconds / demand.seconds : 0;
}

std::string_view whoOf(const CpuDemand& demand)
{
    return demand.subject == Subject::Program ? "threads" : "workers";
}

void warnOfQuota(Warnings& warnings, const Quality& quality, const CpuDemand& demand)
{
    const double cpus = cpusOf(demand);
    const bool wantsThem = demand.subject == Subject::Experiment; // else who knows
    if (wantsThem && cpus > 0 && quality.quotaCpus && *quality.quotaCpus < cpus)
        warnings.push_back(fmt::format("a quota of {} was in force for workers on {}: the figures "
                                       "are the quota's, not the machine's",
                                       cpusText(*quality.quotaCpus),
                                       cpusText(cpus)));
    if (quality.throttledShare && *quality.throttledShare > kThrottledTooMuch)
        warnings.push_back(fmt::format("a quota held the {} back {} of the time",
                                       whoOf(demand),
                                       percentOf(*quality.throttledShare)));
}

void warnOfPreemption(Warnings& warnings, const Quality& quality, const CpuDemand& demand)
{
    const double own =
        demand.workerSeconds > 0 ? demand.ownPreemptedSeconds / demand.workerSeconds : 0;
    if (!quality.preemptedShare || *quality.preemptedShare - own <= kPreemptedTooMuch)
        return;
    std::string warning = fmt::format(
        "{} were without a CPU {} of the time", whoOf(demand), percentOf(*quality.preemptedShare));
    if (demand.subject == Subject::Program)
        warning += ", by other programs or by each other";
    else if (own > 0)
        warning += fmt::format(" (up to {} of it because there are more workers than CPUs)",
                               percentOf(own));
    warnings.push_back(std::move(warning));
}

void warnOfOthers(Warnings& warnings,
                  const Quality& quality,
                  const CpuDemand& demand,
                  int cpusUsable)
{
    if (quality.load) {
        const bool noRoom = cpusUsable <= 0 || cpusOf(demand) + *quality.load > cpusUsable;
        if (*quality.load > (noRoom ? kLoadTooMuch : kLoadBeside))
            warnings.push_back(fmt::format("other programs used {}", cpusText(*quality.load)));
    }
    if (quality.stolen && *quality.stolen > kStolenTooMuch)
        warnings.push_back(
            fmt::format("the hypervisor used {} for something else", cpusText(*quality.stolen)));
    if (quality.otherLockscopes && *quality.otherLockscopes > 0)
        warnings.push_back(
            *quality.otherLockscopes == 1
                ? std::string("another Lockscope was at work")
                : fmt::format("{} other Lockscopes were at work", *quality.otherLockscopes));
}

std::optional<double> meanOfKnown(const std::vector<Quality>& runs,
                                  std::optional<double> Quality::*figure)
{
    double sum = 0;
    int known = 0;
    for (const Quality& run : runs)
        if (run.*figure) {
            sum += *(run.*figure);
            ++known;
        }
    return known > 0 ? std::optional(sum / known) : std::nullopt;
}

} // namespace

void CpuDemand::add(int workers, int cpus, double forSeconds)
{
    seconds += forSeconds;
    workerSeconds += workers * forSeconds;
    cpuSeconds += (cpus > 0 ? std::min(workers, cpus) : workers) * forSeconds;
    ownPreemptedSeconds += ownPreemptedShare(workers, cpus) * workers * forSeconds;
}

bool quotaIsBelow(const std::optional<CpuQuota>& quota, double cpus)
{
    return quota && quota->cpus && *quota->cpus < cpus;
}

std::vector<std::string> warningsOf(const Quality& quality, const CpuDemand& demand, int cpusUsable)
{
    std::vector<std::string> warnings;
    warnOfQuota(warnings, quality, demand);
    warnOfPreemption(warnings, quality, demand);
    warnOfOthers(warnings, quality, demand, cpusUsable);
    return warnings;
}

Quality meanQuality(const std::vector<Quality>& runs)
{
    Quality mean;
    mean.preemptedShare = meanOfKnown(runs, &Quality::preemptedShare);
    mean.throttledShare = meanOfKnown(runs, &Quality::throttledShare);
    mean.load = meanOfKnown(runs, &Quality::load);
    mean.stolen = meanOfKnown(runs, &Quality::stolen);
    for (const Quality& run : runs) {
        if (run.quotaCpus)
            mean.quotaCpus = std::min(mean.quotaCpus.value_or(*run.quotaCpus), *run.quotaCpus);
        mean.otherLockscopes =
            std::max(mean.otherLockscopes, run.otherLockscopes); // none is less than any
        if (run.frequency && mean.frequency)
            mean.frequency = {std::min(mean.frequency->low, run.frequency->low),
                              std::max(mean.frequency->high, run.frequency->high)};
        else if (run.frequency)
            mean.frequency = run.frequency;
    }
    return mean;
}

Quality qualityOf(const std::optional<StateShares>& states,
                  const std::optional<Disturbance>& disturbance,
                  const CpuDemand& demand,
                  const std::optional<CpuQuota>& quota,
                  int cpusUsable)
{
    Quality quality;
    if (states)
        quality.preemptedShare = static_cast<double>((*states)[State::Preempted]);
    if (quota)
        quality.quotaCpus = quota->cpus;
    if (disturbance && disturbance->span.count() > 0) {
        const auto span = disturbance->span;
        if (disturbance->throttledNs && cpusOf(demand) > 0)
            quality.throttledShare =
                std::min(1.0, inCpus(*disturbance->throttledNs, span) / cpusOf(demand));
        if (span >= kShortestLoad) {
            if (disturbance->othersNs)
                quality.load = inCpus(*disturbance->othersNs, span);
            if (disturbance->stolenNs)
                quality.stolen = inCpus(*disturbance->stolenNs, span);
        }
        quality.otherLockscopes = disturbance->otherLockscopes;
        quality.frequency = disturbance->frequency;
    }
    quality.warnings = warningsOf(quality, demand, cpusUsable);
    return quality;
}

Quality qualityOver(const History& history,
                    std::chrono::nanoseconds from,
                    std::chrono::nanoseconds to,
                    int cpus,
                    const HostFacts& host)
{
    CpuDemand demand;
    std::optional<Disturbance> disturbance;
    for (const SnapshotPtr& snapshot : history.snapshots()) {
        if (snapshot->time - snapshot->interval < from || snapshot->time > to)
            continue;
        demand.subject = snapshot->subject();
        demand.add(static_cast<int>(snapshot->threads.size()),
                   cpus,
                   std::chrono::duration<double>(snapshot->interval).count());
        if (!snapshot->disturbance)
            continue;
        if (disturbance)
            *disturbance += *snapshot->disturbance;
        else
            disturbance = snapshot->disturbance;
    }
    std::optional<StateShares> states;
    if (const auto preempted = preemptedShare(history, from, to)) {
        states.emplace();
        (*states)[State::Preempted] = static_cast<float>(*preempted);
    }
    return qualityOf(states, disturbance, demand, host.cpuQuota, host.cpus);
}

std::string qualityLine(const Quality& quality)
{
    if (quality.warnings.empty())
        return {};
    return fmt::format("quality: {}", fmt::join(quality.warnings, "; "));
}

std::string cpusText(double cpus)
{
    const bool isWhole = std::abs(cpus - std::round(cpus)) < 1e-9 && cpus >= 1;
    const std::string number = isWhole ? fmt::format("{:.0f}", cpus)
        : cpus < 0.1                   ? fmt::format("{:.2f}", cpus)
                                       : fmt::format("{:.1f}", cpus);
    return number + (number == "1" ? " CPU" : " CPUs");
}

} // namespace lockscope::measure
