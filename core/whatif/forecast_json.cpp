// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/text_fit.h"
#include "core/whatif/lock_forecast.h"

#include <nlohmann/json.hpp>

#include <fmt/format.h>

namespace lockscope::whatif {

namespace {

using Json = nlohmann::ordered_json;

Json loadToJson(const LockLoad& load)
{
    Json json{{"threads", load.threads},
              {"cpus", load.cpus ? Json(*load.cpus) : Json()},
              {"seconds", load.seconds},
              {"acquisitions", load.acquisitions},
              {"rate", load.rate},
              {"contended", load.contendedShare},
              {"wait_mean_ns", load.waitNs},
              {"hold_ns",
               {{"p25", load.hold.p25},
                {"p50", load.hold.median},
                {"p75", load.hold.p75},
                {"mean", load.hold.mean},
                {"low", load.hold.low},
                {"high", load.hold.high},
                {"samples", load.hold.samples}}},
              {"outside_ns", load.outsideNs}};
    json["outside_parts_ns"] = load.outside ? Json{{"running", load.outside->running},
                                                   {"asleep", load.outside->asleep},
                                                   {"other_locks", load.outside->otherLocks},
                                                   {"preempted", load.outside->preempted}}
                                            : Json();
    return json;
}

Json presentToJson(const LockForecast& forecast)
{
    const Present& present = *forecast.present;
    return {
        {"cpus", present.cpus},
        {"workers", present.workers},
        {"model", present.model},
        {"distribution", simulation::kDistributionNames[static_cast<std::size_t>(forecast.spread)]},
        {"measured",
         {{"throughput", forecast.load.rate},
          {"contended", forecast.load.contendedShare},
          {"wait_mean_ns", forecast.load.waitNs}}},
        {"simulated",
         {{"throughput", present.throughput},
          {"contended", present.contendedShare},
          {"wait_mean_ns", present.waitMeanNs}}},
        {"missed_by", {{"throughput", present.throughputMiss}, {"contended", present.shareMiss}}},
        {"most_missed_by", simulation::kMissedTooFar},
        {"passes", present.passes}};
}

Json curveToJson(const WhatIfCurve& curve, const simulation::Machine& machine)
{
    Json points = Json::array();
    for (const ForecastAt& at : curve.points) {
        Json point = toJson(at);
        point["times_own"] = {
            {"value", at.timesOwn}, {"low", at.timesOwnBand.low}, {"high", at.timesOwnBand.high}};
        point["beyond_machine"] = at.cpus > machine.topology.cpus();
        points.push_back(std::move(point));
    }
    return {{"id", curve.id},
            {"label", curve.label},
            {"model", curve.model.empty() ? Json() : Json(curve.model)},
            {"why_not", curve.whyNot.empty() ? Json() : Json(curve.whyNot)},
            {"points", std::move(points)}};
}

Json peakToJson(const Peak& peak)
{
    const std::optional<double> star = peak.law.nStar();
    return {{"cpus", peak.cpus},
            {"low", peak.low},
            {"high", peak.high},
            {"beyond_last", peak.beyond},
            {"by_law", star ? Json(*star) : Json()},
            {"law_fits", peak.law.fits()},
            {"law_reasons", peak.law.reasons}};
}

} // namespace

Json toJson(const ForecastAt& at)
{
    return {{"cpus", at.cpus},
            {"workers", at.workers},
            {"throughput", at.throughput},
            {"low", at.band.low},
            {"high", at.band.high},
            {"contended", at.contendedShare},
            {"wait_mean_ns", at.waitMeanNs}};
}

Json toJson(const std::vector<Obstacle>& obstacles)
{
    Json list = Json::array();
    for (const Obstacle& obstacle : obstacles)
        list.push_back({{"id", obstacle.id}, {"text", io::withoutControls(obstacle.text)}});
    return list;
}

Json toJson(const LockForecast& forecast, const program::WatchReport& report)
{
    Json json;
    json["schema"] = "lockscope.forecast/1";
    json["simulated"] = true;
    json["program"] = {{"command", io::withoutControls(report.command)}, {"pid", report.pid}};
    json["lock"] = forecast.load.lock == 0
        ? Json()
        : Json{{"id", forecast.load.lock},
               {"kind", lockKindName(forecast.load.kind)},
               {"place", io::withoutControls(forecast.load.place)}};
    json["measured"] = forecast.load.lock == 0 ? Json() : loadToJson(forecast.load);
    json["machine"] = {{"id", forecast.machine.id},
                       {"label", forecast.machine.label},
                       {"cpus", forecast.machine.topology.cpus()},
                       {"costs_from", forecast.machine.source}};
    json["seed"] = forecast.seed;
    json["present"] = forecast.present ? presentToJson(forecast) : Json();
    json["is_forecast"] = forecast.isForecast();
    json["refused"] = toJson(forecast.obstacles);
    Json curves = Json::array();
    for (const WhatIfCurve& curve : forecast.curves)
        curves.push_back(curveToJson(curve, forecast.machine));
    json["curves"] = std::move(curves);
    json["n_star"] = forecast.peak ? peakToJson(*forecast.peak) : Json();
    json["band"] = forecast.isForecast() ? Json(kBandText) : Json();
    json["assumptions"] = forecast.isForecast() ? Json(assumptionsOf(forecast)) : Json::array();
    json["quality"] = nullptr; // what is simulated cannot be disturbed
    return json;
}

} // namespace lockscope::whatif
