// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/sweep.h"

#include <algorithm>

namespace lockscope::study {

namespace {

/// The mean of a field over the runs that know it; none when none does.
std::optional<double> meanOf(const std::vector<SweepRun>& runs,
                             std::optional<double> SweepRun::*field)
{
    double sum = 0;
    int known = 0;
    for (const SweepRun& run : runs)
        if (run.*field) {
            sum += *(run.*field);
            ++known;
        }
    return known > 0 ? std::optional(sum / known) : std::nullopt;
}

} // namespace

std::optional<measure::Estimate> SweepPoint::throughput() const
{
    std::vector<double> values;
    for (const SweepRun& run : runs)
        values.push_back(run.throughput);
    return measure::estimateOf(values);
}

std::optional<double> SweepPoint::waitMeanNs() const
{
    return meanOf(runs, &SweepRun::waitMeanNs);
}

std::optional<double> SweepPoint::cpuNsPerCall() const
{
    return meanOf(runs, &SweepRun::cpuNsPerCall);
}

std::optional<measure::StateShares> SweepPoint::states() const
{
    measure::StateShares sum;
    float known = 0;
    for (const SweepRun& run : runs)
        if (run.states) {
            for (std::size_t i = 0; i < measure::kStateCount; ++i)
                sum.share[i] += run.states->share[i];
            ++known;
        }
    if (known == 0)
        return std::nullopt;
    for (float& share : sum.share)
        share /= known;
    return sum;
}

measure::Quality SweepPoint::quality() const
{
    std::vector<measure::Quality> each;
    for (const SweepRun& run : runs)
        each.push_back(run.quality);
    measure::Quality quality = measure::meanQuality(each);
    measure::CpuDemand demand;
    demand.add(cell.workers, cell.cpus, 1);
    quality.warnings = measure::warningsOf(quality, demand, cpusUsable);
    return quality;
}

bool SweepPoint::waitsExact() const
{
    return std::all_of(
        runs.begin(), runs.end(), [](const SweepRun& run) { return run.waitsExact; });
}

} // namespace lockscope::study
