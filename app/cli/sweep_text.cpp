// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sweep_text.h"

#include "app/cli/contenders.h"
#include "app/cli/fit_text.h"
#include "app/cli/output.h"
#include "app/cli/say.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace lockscope::cli {

namespace {

using scaling::Sweep;
using scaling::SweepPoint;

std::string shareText(const std::optional<measure::StateShares>& states)
{
    if (!states)
        return "-";
    const float inGuard = (*states)[measure::State::Guard] + (*states)[measure::State::Blocked];
    return fmt::format("{:.0f} %", 100 * inGuard);
}

/// `one` is the throughput that speed-up is counted from.
void printPoint(const SweepPoint& point, double one)
{
    const auto throughput = point.throughput();
    say("{:>6} {:>8} {:>6} {:>18} {:>9} {:>12} {:>9} {:>16}{}\n",
        point.cell.cpus,
        point.cell.workers,
        point.runs.size(),
        textOf(throughput, [](double value) { return scaled(value); }),
        one > 0 ? fmt::format("{:.2f}", throughput->mean / one) : "-",
        duration(point.waitMeanNs()),
        shareText(point.states()),
        duration(point.cpuNsPerCall()),
        point.waitsExact() ? "" : "  waits sampled");
}

void printContender(const Sweep& sweep, const scaling::SweepFit& each)
{
    say("{}\n", nameOf(each.contender));
    say("{:>6} {:>8} {:>6} {:>18} {:>9} {:>12} {:>9} {:>16}\n",
        "CPUs",
        "workers",
        "runs",
        "calls/s",
        "speed-up",
        "wait a call",
        "in guard",
        "CPU time a call");
    std::optional<double> one;
    for (const SweepPoint& point : sweep.points) {
        if (point.cell.contender != each.contender || point.runs.empty())
            continue;
        if (!one)
            one = point.throughput()->mean;
        printPoint(point, *one);
    }
    say("{}\n\n", verdictOf(each.fit));
}

} // namespace

void printSweep(const Sweep& sweep)
{
    for (const scaling::SweepFit& each : scaling::fitSweep(sweep))
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
