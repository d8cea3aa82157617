// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/whatif/cpu_sweep.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace lockscope::whatif {

namespace {

using program::LockKind;
using program::ReportedLock;

/// A lock is known again by its kind and where it is taken most: with one CPU it may never have
/// been waited for, and its address is another in each run.
using Key = std::pair<LockKind, std::string>;

Key keyOf(const ReportedLock& lock)
{
    const program::NamedSite* most = nullptr;
    for (const program::NamedSite& site : lock.sites)
        if (most == nullptr || site.counts.acquisitions > most->counts.acquisitions)
            most = &site;
    std::string place;
    if (most != nullptr)
        place = program::siteText(most->frame);
    else if (lock.lock.siteAddress != 0)
        place = program::siteText(lock.lock.site);
    else
        place = "an unknown place";
    return {lock.lock.counts.name.kind, std::move(place)};
}

void add(std::map<Key, SweptLock>& locks, const RunOnCpus& run, const ReportedLock& lock)
{
    const program::LockCounts& counts = lock.lock.counts;
    if (counts.acquisitions == 0 || lock.gate)
        return;
    const Key key = keyOf(lock);
    SweptLock& swept = locks[key];
    swept.kind = key.first;
    swept.place = key.second;
    if (swept.points.empty() || swept.points.back().cpus != run.cpus)
        swept.points.push_back({.cpus = run.cpus});
    SweptPoint& point = swept.points.back();
    point.acquisitions += counts.acquisitions;
    point.contended += counts.contended;
    point.waitNs += static_cast<double>(lock.lock.allWaitNs());
    const double seconds = std::chrono::duration<double>(run.report.reading.elapsed).count();
    point.rate = seconds > 0 ? static_cast<double>(point.acquisitions) / seconds : 0;
}

double waitOf(const SweptLock& lock)
{
    double wait = 0;
    for (const SweptPoint& point : lock.points)
        wait += point.waitNs;
    return wait;
}

} // namespace

double SweptPoint::contendedShare() const
{
    return static_cast<double>(contended)
        / static_cast<double>(std::max<std::uint64_t>(1, acquisitions));
}

double SweptPoint::waitMeanNs() const
{
    return waitNs / static_cast<double>(std::max<std::uint64_t>(1, acquisitions));
}

std::vector<SweptLock> sweptLocks(const std::vector<RunOnCpus>& runs)
{
    std::map<Key, SweptLock> found;
    for (const RunOnCpus& run : runs)
        if (run.report.reading.exact)
            for (const ReportedLock& lock : run.report.locks)
                add(found, run, lock);
    std::vector<SweptLock> locks;
    locks.reserve(found.size());
    for (auto& [key, lock] : found)
        locks.push_back(std::move(lock));
    std::stable_sort(locks.begin(), locks.end(), [](const SweptLock& a, const SweptLock& b) {
        return waitOf(a) > waitOf(b);
    });
    if (locks.size() > kSweptLocks)
        locks.resize(kSweptLocks);
    for (SweptLock& lock : locks) {
        scaling::Curve curve;
        for (const SweptPoint& point : lock.points)
            if (point.rate > 0)
                curve.push_back({static_cast<double>(point.cpus), point.rate});
        lock.law = scaling::fitUsl(std::move(curve));
    }
    return locks;
}

bool simulateBeside(SweptLock& lock,
                    const std::vector<RunOnCpus>& runs,
                    const simulation::Machine& machine,
                    const simulation::SimulationProgress& progress)
{
    if (runs.empty() || lock.points.empty())
        return true;
    const ReportedLock* most = nullptr; // of those in one place the one most waited for
    for (const ReportedLock& one : runs.back().report.locks)
        if (keyOf(one) == Key{lock.kind, lock.place}
            && (most == nullptr || one.lock.allWaitNs() > most->lock.allWaitNs()))
            most = &one;
    if (most == nullptr)
        return true;
    ForecastQuestion question{.machine = machine, .cpus = {}, .onlyOwn = true};
    for (const RunOnCpus& run : runs)
        question.cpus.push_back(run.cpus);
    LoadFound load = loadOf(runs.back().report, *most);
    if (most->lock.counts.acquisitions < lock.points.back().acquisitions && load.load)
        load.obstacles.push_back({"several-locks",
                                  "Several locks are taken in this place, and are one curve: what "
                                  "is simulated is one lock."});
    lock.simulated = forecastLock(load, question, progress);
    return lock.simulated.has_value();
}

} // namespace lockscope::whatif
