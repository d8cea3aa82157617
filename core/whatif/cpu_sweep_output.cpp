// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/text_fit.h"
#include "core/report/fit_json.h"
#include "core/report/quantity_text.h"
#include "core/whatif/cpu_sweep.h"

#include <nlohmann/json.hpp>

#include <fmt/format.h>

namespace lockscope::whatif {

namespace {

using Json = nlohmann::ordered_json;
using report::duration;
using report::percent;
using report::scaled;

const WhatIfCurve* ownCurve(const SweptLock& lock)
{
    return lock.simulated && !lock.simulated->curves.empty() ? &lock.simulated->curves.front()
                                                             : nullptr;
}

Json simulatedToJson(const SweptLock& lock)
{
    if (!lock.simulated)
        return nullptr;
    Json points = Json::array();
    if (const WhatIfCurve* const own = ownCurve(lock))
        for (const ForecastAt& at : own->points)
            points.push_back(toJson(at));
    return {{"simulated", true},
            {"machine", lock.simulated->machine.id},
            {"is_forecast", lock.simulated->isForecast()},
            {"refused", toJson(lock.simulated->obstacles)},
            {"points", std::move(points)}};
}

Json lockToJson(const SweptLock& lock)
{
    Json points = Json::array();
    for (const SweptPoint& point : lock.points)
        points.push_back({{"cpus", point.cpus},
                          {"acquisitions", point.acquisitions},
                          {"throughput", point.rate},
                          {"contended", point.contendedShare()},
                          {"wait_mean_ns", point.waitMeanNs()}});
    return {{"kind", lockKindName(lock.kind)},
            {"place", io::withoutControls(lock.place)},
            {"points", std::move(points)},
            {"law", report::toJson(lock.law)},
            {"simulated", simulatedToJson(lock)}};
}

std::string interval(const scaling::Estimated& of)
{
    return of.low && of.high ? fmt::format("{:.3g} ({:.3g} to {:.3g})", of.value, *of.low, *of.high)
                             : fmt::format("{:.3g}", of.value);
}

std::string lawText(const scaling::UslFit& law)
{
    if (!law.fits()) {
        std::string text = "  law: does not fit.";
        for (const std::string& reason : law.reasons)
            text += ' ' + io::forTerminal(reason);
        return text + '\n';
    }
    std::string text = fmt::format("  law ({}): contention {}, coherency {}",
                                   lawName(law.fitted->law),
                                   interval(law.fitted->alpha),
                                   interval(law.fitted->beta));
    if (const auto star = law.nStar())
        text += fmt::format(", N* {:.1f} CPUs", *star);
    return text + '\n';
}

std::string lockText(const SweptLock& lock)
{
    std::string text = fmt::format("\n{} in {}\n{:>6} {:>16} {:>10} {:>12}   {}\n",
                                   lockKindName(lock.kind),
                                   io::forTerminal(lock.place),
                                   "CPUs",
                                   "acquisitions/s",
                                   "contended",
                                   "mean wait",
                                   "simulated, not measured");
    const WhatIfCurve* const own = ownCurve(lock);
    for (const SweptPoint& point : lock.points) {
        const ForecastAt* const at = own ? own->at(point.cpus) : nullptr;
        text += fmt::format("{:>6} {:>16} {:>10} {:>12}   {}\n",
                            point.cpus,
                            scaled(point.rate),
                            percent(point.contendedShare()),
                            duration(point.waitMeanNs()),
                            at ? fmt::format("{} ({} to {})",
                                             scaled(at->throughput),
                                             scaled(at->band.low),
                                             scaled(at->band.high))
                               : std::string("-"));
    }
    text += lawText(lock.law);
    if (lock.simulated)
        for (const Obstacle& obstacle : lock.simulated->obstacles)
            text += fmt::format("  not simulated: {}\n", io::forTerminal(obstacle.text));
    return text;
}

} // namespace

Json toJson(const std::vector<RunOnCpus>& runs, const std::vector<SweptLock>& locks)
{
    Json json;
    json["schema"] = "lockscope.watch-sweep/1";
    json["command"] =
        runs.empty() ? Json() : Json(io::withoutControls(runs.front().report.command));
    Json all = Json::array();
    for (const RunOnCpus& run : runs)
        all.push_back({{"cpus", run.cpus}, {"watch", program::toJson(run.report)}});
    json["runs"] = std::move(all);
    Json list = Json::array();
    for (const SweptLock& lock : locks)
        list.push_back(lockToJson(lock));
    json["locks"] = std::move(list);
    return json;
}

std::string toText(const std::vector<RunOnCpus>& runs, const std::vector<SweptLock>& locks)
{
    std::string text;
    for (const RunOnCpus& run : runs) {
        const auto& end = run.report.reading.end;
        text += fmt::format("{} on {} CPU{}: {:.2f} s{}\n",
                            io::forTerminal(run.report.command),
                            run.cpus,
                            run.cpus == 1 ? "" : "s",
                            std::chrono::duration<double>(run.report.reading.elapsed).count(),
                            end && end->exitCode && *end->exitCode != 0
                                ? fmt::format(", ended with exit code {}", *end->exitCode)
                                : std::string());
    }
    if (locks.empty())
        text += "No lock of a kind that can be seen was taken.\n";
    for (const SweptLock& lock : locks)
        text += lockText(lock);
    return text;
}

} // namespace lockscope::whatif
