// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/merge_text.h"

#include "app/cli/contenders.h"
#include "app/cli/fit_text.h"
#include "app/cli/output.h"
#include "app/cli/say.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace lockscope::cli {

namespace {

using study::HostSweep;
using study::MergedCurve;
using study::MergedSweeps;

/// Names of files without folder and suffix, as long as these tell the machines apart.
std::vector<std::string> columnNames(const std::vector<HostSweep>& hosts)
{
    std::vector<std::string> names;
    names.reserve(hosts.size());
    for (const HostSweep& each : hosts)
        names.push_back(std::filesystem::path(each.name).stem().string());
    if (std::set<std::string>(names.begin(), names.end()).size() == names.size())
        return names;
    names.clear();
    for (const HostSweep& each : hosts)
        names.push_back(each.name);
    return names;
}

void printHost(const HostSweep& each, const std::string& name)
{
    say("{}: {}, {} CPU{}, {}{}\n",
        name,
        each.host.cpuModel.value_or("unknown CPU"),
        each.host.cpus,
        each.host.cpus == 1 ? "" : "s",
        each.host.operatingSystem.value_or("unknown system"),
        each.sweep.complete() ? "" : "; not complete");
}

const study::SweepPoint* pointAt(const MergedCurve& curve, int cpus)
{
    const auto found =
        std::find_if(curve.points.begin(),
                     curve.points.end(),
                     [cpus](const study::SweepPoint& point) { return point.cell.cpus == cpus; });
    return found == curve.points.end() ? nullptr : &*found;
}

/// A column for each of the curves, a line for each number of CPUs that any of them has.
void printTable(const std::vector<const MergedCurve*>& curves,
                const std::vector<std::string>& names)
{
    constexpr std::size_t kNarrowest = 18;
    std::set<int> counts;
    say("{:>6}", "CPUs");
    for (const MergedCurve* curve : curves) {
        say("  {:>{}}", names[curve->host], kNarrowest);
        for (const study::SweepPoint& point : curve->points)
            counts.insert(point.cell.cpus);
    }
    say("\n");
    for (const int cpus : counts) {
        say("{:>6}", cpus);
        for (const MergedCurve* curve : curves) {
            const study::SweepPoint* point = pointAt(*curve, cpus);
            say("  {:>{}}",
                point != nullptr
                    ? textOf(point->throughput(), [](double value) { return scaled(value); })
                    : "",
                std::max(kNarrowest, names[curve->host].size()));
        }
        say("\n");
    }
}

} // namespace

void printMerged(const MergedSweeps& merged)
{
    const std::vector<std::string> names = columnNames(merged.hosts);
    for (std::size_t i = 0; i < merged.hosts.size(); ++i)
        printHost(merged.hosts[i], names[i]);
    for (const std::string& difference : merged.differences)
        say("{}\n", difference);
    for (const study::Contender& contender : merged.contenders()) {
        std::vector<const MergedCurve*> curves;
        for (const MergedCurve& curve : merged.curves)
            if (curve.contender == contender)
                curves.push_back(&curve);
        say("\n{}, calls/s with 95 % confidence intervals\n", nameOf(contender));
        printTable(curves, names);
        for (const MergedCurve* curve : curves)
            say("{}: {}\n", names[curve->host], verdictOf(curve->fit));
    }
}

} // namespace lockscope::cli
