// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/sweep_quality.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h> // join

namespace lockscope::study {

namespace {

/// "at 1 CPU", "at 1, 2 and 4 CPUs".
std::string countsText(const std::vector<int>& counts)
{
    std::string text = "at ";
    for (std::size_t i = 0; i < counts.size(); ++i)
        text += fmt::format("{}{}",
                            i == 0                      ? ""
                                : i + 1 < counts.size() ? ", "
                                                        : " and ",
                            counts[i]);
    return text + (counts.size() == 1 && counts.front() == 1 ? " CPU" : " CPUs");
}

std::string quotaWarning(const measure::Quality& quality, const std::vector<int>& counts)
{
    const std::string which = quality.quotaCpus
        ? fmt::format("a quota of {}", measure::cpusText(*quality.quotaCpus))
        : std::string("a quota");
    return fmt::format(
        "{} held the workers back: {} the figures are the quota's, not the machine's",
        which,
        countsText(counts));
}

std::string refusalText(const std::vector<int>& counts, const std::optional<double>& quota)
{
    const std::string which =
        quota ? fmt::format("a quota of {}", measure::cpusText(*quota)) : std::string("a quota");
    return fmt::format(
        "The point{0} {1} {2} measured under {3}: {4} the quota and not the machine, so "
        "neither a speed-up nor a forecast comes from {5}.",
        counts.size() == 1 ? "" : "s",
        countsText(counts),
        counts.size() == 1 ? "was" : "were",
        which,
        counts.size() == 1 ? "it shows" : "they show",
        counts.size() == 1 ? "it" : "them");
}

std::string doubtText(const std::vector<std::string>& doubts)
{
    constexpr std::size_t kShown = 4; // more is for the table
    std::string text = "Not to be trusted: ";
    for (std::size_t i = 0; i < std::min(kShown, doubts.size()); ++i)
        text += (i == 0 ? "" : "; ") + doubts[i];
    if (doubts.size() > kShown)
        text += fmt::format("; and {} more points", doubts.size() - kShown);
    return text + ".";
}

} // namespace

bool showsQuota(const SweepPoint& point)
{
    const measure::Quality quality = point.quality();
    const int cpus = std::min(point.cell.cpus, point.cell.workers);
    return (quality.quotaCpus && *quality.quotaCpus < cpus)
        || (quality.throttledShare && *quality.throttledShare > measure::kThrottledTooMuch);
}

measure::Quality qualityOf(const Sweep& sweep)
{
    std::vector<measure::Quality> runs;
    measure::CpuDemand demand;
    int cpusUsable = 0;
    std::vector<int> underQuota;
    for (const SweepPoint& point : sweep.points) {
        cpusUsable = std::max(cpusUsable, point.cpusUsable);
        if (!point.runs.empty() && showsQuota(point)
            && std::find(underQuota.begin(), underQuota.end(), point.cell.cpus) == underQuota.end())
            underQuota.push_back(point.cell.cpus);
        for (const SweepRun& run : point.runs) {
            runs.push_back(run.quality);
            demand.add(point.cell.workers, point.cell.cpus, 1);
        }
    }
    measure::Quality quality = measure::meanQuality(runs);
    measure::Quality others = quality; // what is left to be said beside the quota
    others.quotaCpus.reset();
    others.throttledShare.reset();
    quality.warnings = measure::warningsOf(others, demand, cpusUsable);
    if (!underQuota.empty()) {
        std::sort(underQuota.begin(), underQuota.end());
        quality.warnings.insert(quality.warnings.begin(), quotaWarning(quality, underQuota));
    }
    const auto& frequency = quality.frequency;
    if (frequency && frequency->low < (1 - kFrequencyTooWide) * frequency->high)
        quality.warnings.push_back(
            fmt::format("the CPUs ran at {:.1f} to {:.1f} GHz, so that not all of a speed-up that "
                        "is missing was lost to the guard",
                        frequency->low / 1000,
                        frequency->high / 1000));
    return quality;
}

Distrust distrustOf(const std::vector<const SweepPoint*>& points)
{
    Distrust distrust;
    std::vector<int> underQuota;
    std::optional<double> quota;
    std::vector<std::string> doubts;
    for (const SweepPoint* point : points) {
        if (point->runs.empty())
            continue;
        const measure::Quality quality = point->quality();
        if (showsQuota(*point)) {
            underQuota.push_back(point->cell.cpus);
            quota = quality.quotaCpus;
        } else if (!quality.warnings.empty()) {
            doubts.push_back(fmt::format(
                "{} {}", countsText({point->cell.cpus}), fmt::join(quality.warnings, ", ")));
        }
    }
    if (!underQuota.empty())
        distrust.refused.push_back(refusalText(underQuota, quota));
    if (!doubts.empty())
        distrust.doubts.push_back(doubtText(doubts));
    return distrust;
}

scaling::UslFit fitPoints(const std::vector<const SweepPoint*>& points)
{
    scaling::Curve curve;
    for (const SweepPoint* point : points)
        for (const SweepRun& run : point->runs)
            if (run.throughput > 0) // none while callers wait for a late initialisation
                curve.push_back({static_cast<double>(point->cell.cpus), run.throughput});
    scaling::UslFit fit = scaling::fitUsl(std::move(curve));
    Distrust distrust = distrustOf(points);
    for (std::string& sentence : distrust.refused)
        fit.reasons.insert(fit.reasons.begin(), std::move(sentence));
    for (std::string& sentence : distrust.doubts)
        fit.remarks.push_back(std::move(sentence));
    return fit;
}

} // namespace lockscope::study
