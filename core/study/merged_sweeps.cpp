// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/merged_sweeps.h"

#include <algorithm>

#include <fmt/format.h>

namespace lockscope::study {

namespace {

std::vector<SweepPoint> pointsOf(const Sweep& sweep, const Contender& contender)
{
    std::vector<SweepPoint> points;
    for (const SweepPoint& point : sweep.points)
        if (point.cell.contender == contender && !point.runs.empty())
            points.push_back(point);
    std::stable_sort(
        points.begin(), points.end(), [](const SweepPoint& left, const SweepPoint& right) {
            return left.cell.cpus < right.cell.cpus;
        });
    return points;
}

bool hasRuns(const Sweep& sweep)
{
    return std::any_of(sweep.points.begin(), sweep.points.end(), [](const SweepPoint& point) {
        return !point.runs.empty();
    });
}

/// Measured throughputs are never the same by chance, so equal runs are the same runs.
bool sameRuns(const Sweep& left, const Sweep& right)
{
    return std::equal(left.points.begin(),
                      left.points.end(),
                      right.points.begin(),
                      right.points.end(),
                      [](const SweepPoint& one, const SweepPoint& other) {
                          return one.cell == other.cell && one.runs == other.runs;
                      });
}

void refuseWhatContradicts(const std::vector<HostSweep>& sweeps)
{
    if (sweeps.empty())
        throw MergeError("no sweep is given; allowed: one or more");
    for (auto it = sweeps.begin(); it != sweeps.end(); ++it) {
        if (!hasRuns(it->sweep))
            throw MergeError(
                fmt::format("{} has no points; allowed: sweeps with one run or more", it->name));
        const auto twin = std::find_if(sweeps.begin(), it, [it](const HostSweep& other) {
            return sameRuns(other.sweep, it->sweep);
        });
        if (twin != it)
            throw MergeError(fmt::format(
                "{} holds the same runs as {}; allowed: each sweep once", it->name, twin->name));
    }
}

/// What a curve depends on beside its machine, by name.
measure::ConfigFacts experimentOf(const HostSweep& from)
{
    const SweepPlan& plan = from.sweep.plan;
    measure::ConfigFacts facts;
    for (const auto& fact : lab::configFacts(plan.config))
        if (fact.first != "guard" && fact.first != "fast_path" && fact.first != "cpus"
            && fact.first != "workers")
            facts.push_back(fact);
    facts.emplace_back("workers",
                       plan.workers ? fmt::format("{}", *plan.workers)
                                    : fmt::format("{} on each CPU", plan.workersPerCpu));
    facts.emplace_back("seconds",
                       fmt::format("{}", std::chrono::duration<double>(plan.length).count()));
    facts.emplace_back("version", from.host.version);
    facts.emplace_back("build type", from.host.buildType);
    return facts;
}

} // namespace

std::vector<std::string> differencesOf(const std::vector<HostSweep>& sweeps)
{
    std::vector<std::string> differences;
    if (sweeps.empty())
        return differences;
    const measure::ConfigFacts first = experimentOf(sweeps.front());
    for (std::size_t i = 0; i < first.size(); ++i) {
        bool differs = false;
        std::string values;
        for (const HostSweep& each : sweeps) {
            const std::string value = experimentOf(each)[i].second;
            differs = differs || value != first[i].second;
            values += fmt::format("{}{} in {}", values.empty() ? "" : ", ", value, each.name);
        }
        if (differs)
            differences.push_back(
                fmt::format("The sweeps differ in {}: {}.", first[i].first, values));
    }
    return differences;
}

std::vector<Contender> MergedSweeps::contenders() const
{
    std::vector<Contender> each;
    for (const MergedCurve& curve : curves)
        if (std::find(each.begin(), each.end(), curve.contender) == each.end())
            each.push_back(curve.contender);
    return each;
}

MergedSweeps mergeSweeps(std::vector<HostSweep> sweeps)
{
    refuseWhatContradicts(sweeps);
    MergedSweeps merged{.hosts = std::move(sweeps), .curves = {}, .differences = {}};
    std::vector<Contender> contenders;
    for (std::size_t host = 0; host < merged.hosts.size(); ++host)
        for (SweepFit& fit : fitSweep(merged.hosts[host].sweep)) {
            auto points = pointsOf(merged.hosts[host].sweep, fit.contender);
            if (points.empty())
                continue;
            if (std::find(contenders.begin(), contenders.end(), fit.contender) == contenders.end())
                contenders.push_back(fit.contender);
            merged.curves.push_back({.host = host,
                                     .contender = fit.contender,
                                     .points = std::move(points),
                                     .fit = std::move(fit.fit)});
        }
    const auto place = [&contenders](const MergedCurve& curve) {
        return std::find(contenders.begin(), contenders.end(), curve.contender);
    };
    std::stable_sort(merged.curves.begin(),
                     merged.curves.end(),
                     [&place](const MergedCurve& left, const MergedCurve& right) {
                         return place(left) < place(right);
                     });
    merged.differences = differencesOf(merged.hosts);
    return merged;
}

} // namespace lockscope::study
