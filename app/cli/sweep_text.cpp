// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sweep_text.h"

#include "app/cli/contenders.h"
#include "app/cli/fit_text.h"
#include "app/cli/output.h"
#include "app/cli/say.h"
#include "core/measure/figures.h"
#include "core/measure/quality/preemption.h"
#include "core/measure/ratio_text.h"
#include "core/study/sweep_quality.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace lockscope::cli {

namespace {

using measure::Figure;
using measure::rowOf;
using study::Sweep;
using study::SweepPoint;

std::string shareText(const std::optional<measure::StateShares>& states)
{
    if (!states)
        return "-";
    const float inGuard = (*states)[measure::State::Guard] + (*states)[measure::State::Blocked];
    return percent(static_cast<double>(inGuard), 0);
}

/// What disturbed a point most, in a word or two; empty when nothing did.
std::string markOf(const SweepPoint& point)
{
    const measure::Quality quality = point.quality();
    if (study::showsQuota(point))
        return "  ! quota";
    if (quality.warnings.empty())
        return "";
    if (measure::preemptedByOthers(quality.preemptedShare, point.cell.workers, point.cell.cpus))
        return fmt::format("  ! {:.0f} % without a CPU", 100 * *quality.preemptedShare);
    return quality.load ? fmt::format("  ! others used {}", measure::cpusText(*quality.load))
                        : "  ! disturbed";
}

/// "1.87 (1.80-1.94)" times the throughput that speed-up is counted from, which is exactly 1 at its
/// own point.
std::string speedUpText(const measure::Estimate& throughput,
                        const measure::Estimate& one,
                        bool isOne)
{
    if (isOne)
        return "1";
    const auto ratio = measure::ratioOf(one, throughput);
    if (!ratio)
        return "-";
    std::string text = measure::ratioText(*ratio).whole();
    text.erase(text.find('x'), 1);
    return text;
}

/// `one` is the throughput that speed-up is counted from, none where that is a quota's and not the
/// machine's.
void printPoint(const SweepPoint& point, const std::optional<measure::Estimate>& one, bool isOne)
{
    const bool hasSpeedUp = one && !study::showsQuota(point);
    const auto throughput = point.throughput();
    say("{:>6} {:>8} {:>6} {:>18} {:>17} {:>15} {:>9} {:>16}{}{}\n",
        point.cell.cpus,
        point.cell.workers,
        point.runs.size(),
        textOf(throughput, [](double value) { return scaled(value); }),
        hasSpeedUp ? speedUpText(*throughput, *one, isOne) : "-",
        duration(point.waitMeanNs()),
        shareText(point.states()),
        duration(point.cpuNsPerCall()),
        point.waitsExact() ? "" : "  waits sampled",
        markOf(point));
}

void printContender(const Sweep& sweep, const study::SweepFit& each)
{
    say("{}\n", nameOf(each.contender));
    say("{:>6} {:>8} {:>6} {:>18} {:>17} {:>15} {:>9} {:>16}\n",
        "CPUs",
        "workers",
        "runs",
        rowOf(Figure::Throughput).heading,
        "speed-up",
        rowOf(Figure::MeanWait).heading,
        "in guard",
        rowOf(Figure::CpuPerCall).heading);
    std::optional<measure::Estimate> one;
    bool hasOne = false; ///< the first point was seen
    for (const SweepPoint& point : sweep.points) {
        if (point.cell.contender != each.contender || point.runs.empty())
            continue;
        const bool isOne = !hasOne;
        if (isOne
            && !study::showsQuota(
                point)) // of the fewest CPUs; what a quota cut is nothing to count from
            one = point.throughput();
        hasOne = true;
        printPoint(point, one, isOne);
    }
    say("{}\n\n", verdictOf(each.fit));
}

} // namespace

void printSweep(const Sweep& sweep)
{
    if (const std::string line = measure::qualityLine(study::qualityOf(sweep)); !line.empty())
        say("{}\n\n", line);
    for (const study::SweepFit& each : study::fitSweep(sweep))
        printContender(sweep, each);
    const auto undone =
        std::count_if(sweep.points.begin(), sweep.points.end(), [&sweep](const SweepPoint& point) {
            return !finished(sweep.plan, point);
        });
    if (undone > 0)
        say("Not complete: {} of {} points need more runs; --resume goes on from the JSON file.\n",
            undone,
            sweep.points.size());
}

} // namespace lockscope::cli
