// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/sweep_json.h"

#include "core/report/fit_json.h"
#include "core/report/json.h"
#include "core/report/json_values.h"
#include "core/report/utc_text.h"
#include "core/study/sweep_quality.h"

#include <nlohmann/json.hpp>
#include <string>

namespace lockscope::report {

using Json = nlohmann::ordered_json;

namespace {

Json contenderJson(const study::Contender& contender)
{
    return {{"guard", contender.guard}, {"fast_path", contender.fastPath}};
}

Json configJson(const study::SweepPlan& plan)
{
    Json contenders = Json::array();
    for (const study::Contender& contender : plan.contenders)
        contenders.push_back(contenderJson(contender));
    Json json = toJson(plan.config);
    json.erase("guard");
    json.erase("fast_path");
    json["cpus"] = plan.cpus;
    json["workers"] = orNull(plan.workers);
    json["workers_per_cpu"] = plan.workersPerCpu;
    json["contenders"] = std::move(contenders);
    return json;
}

/// The figures alone: what is to be said of them is the point's.
Json runQualityJson(const measure::Quality& quality)
{
    Json json = toJson(quality);
    json.erase("warnings");
    return json;
}

Json runJson(const study::SweepRun& run)
{
    return {{"throughput", run.throughput},
            {"wait_mean_ns", orNull(run.waitMeanNs)},
            {"cpu_ns_per_call", orNull(run.cpuNsPerCall)},
            {"states", statesJson(run.states)},
            {"exact", run.waitsExact},
            {"quality", runQualityJson(run.quality)}};
}

} // namespace

Json toJson(const study::SweepPlan& plan)
{
    return {{"config", configJson(plan)},
            {"repeats", plan.repeats},
            {"max_repeats", plan.maxRepeats},
            {"tolerance", plan.tolerance},
            {"seconds", std::chrono::duration<double>(plan.length).count()},
            {"seed", plan.seed}};
}

Json toJson(const study::SweepPoint& point)
{
    const measure::Estimate throughput = *point.throughput();
    Json runs = Json::array();
    for (const study::SweepRun& run : point.runs)
        runs.push_back(runJson(run));
    Json json = contenderJson(point.cell.contender);
    json.update({{"cpus", point.cell.cpus},
                 {"workers", point.cell.workers},
                 {"throughput",
                  {{"mean", throughput.mean},
                   {"low", orNull(throughput.low)},
                   {"high", orNull(throughput.high)}}},
                 {"wait_mean_ns", orNull(point.waitMeanNs())},
                 {"states", statesJson(point.states())},
                 {"cpu_ns_per_call", orNull(point.cpuNsPerCall())},
                 {"exact", point.waitsExact()},
                 {"quality", toJson(point.quality())},
                 {"repeats", point.runs.size()},
                 {"runs", runs}});
    return json;
}

Json endJson(const study::Sweep& sweep)
{
    return sweep.ended ? Json(utcText(*sweep.ended)) : Json();
}

Json toJson(const study::Sweep& sweep, const measure::HostFacts& host)
{
    Json points = Json::array();
    for (const study::SweepPoint& point : sweep.points)
        if (!point.runs.empty())
            points.push_back(toJson(point));
    Json fits = Json::array();
    for (const study::SweepFit& each : study::fitSweep(sweep)) {
        Json json = contenderJson(each.contender);
        json.update(toJson(each.fit));
        fits.push_back(std::move(json));
    }
    Json json{{"schema", "lockscope.sweep/1"}, {"host", toJson(host)}};
    json.update(toJson(sweep.plan));
    json.update({{"complete", sweep.complete()},
                 {"ended", endJson(sweep)},
                 {"quality", toJson(study::qualityOf(sweep))},
                 {"points", points},
                 {"fits", fits}});
    return json;
}

} // namespace lockscope::report
