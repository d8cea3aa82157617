// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/json.h"

#include "core/io/text_fit.h"
#include "core/lab/settings.h"
#include "core/report/json_values.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace lockscope::report {

using Json = nlohmann::ordered_json;

namespace {

Json waitsJson(const measure::WaitSummary& waits)
{
    return {{"mean", orNull(waits.mean)},
            {"p50", orNull(waits.p50)},
            {"p90", orNull(waits.p90)},
            {"p99", orNull(waits.p99)},
            {"p999", orNull(waits.p999)},
            {"max", orNull(waits.max)}};
}

Json threadJson(const measure::ThreadSummary& thread, measure::Subject subject)
{
    return {{"index", thread.index},
            {"tid", thread.tid},
            {"calls", thread.calls},
            {"contended", thread.contended},
            {"wait_total_ns", thread.waitNs},
            {"wait_so_far_ns", orNull(thread.waitSoFarNs)},
            {"states", statesJson(thread.states, subject)},
            {"cpu_ns", orNull(thread.cpuNs)},
            {"voluntary_switches", orNull(thread.voluntarySwitches)},
            {"involuntary_switches", orNull(thread.involuntarySwitches)},
            {"turn_max_ns", orNull(thread.longestTurnNs)}};
}

/// "cache-misses" as a key: "cache_misses_per_call".
Json countersJson(const measure::RunSummary& summary)
{
    Json json = Json::object();
    for (const measure::HardwareCounter counter : measure::kHardwareCounters) {
        std::string name(measure::counterName(counter));
        std::replace(name.begin(), name.end(), '-', '_');
        json[name + "_per_call"] = orNull(summary.countPerCall(counter));
    }
    json["context_switches_per_call"] = orNull(summary.switchesPerCall());
    return json;
}

Json probeJson(const std::optional<measure::ProbeCost>& probe)
{
    if (!probe)
        return {{"ns_per_call", nullptr}, {"share", nullptr}, {"reason", "it was not measured"}};
    const bool told = probe->toldFromNoise();
    return {{"ns_per_call", told ? Json(probe->nsPerCall) : Json()},
            {"ns_per_call_low", probe->nsPerCallLow},
            {"ns_per_call_high", probe->nsPerCallHigh},
            {"share", told ? Json(probe->share) : Json()},
            {"pairs", probe->pairs},
            {"reason", told ? Json() : Json(probe->whyUnknown())}};
}

/// A JSON value as the text that the flag of the same name takes.
std::string flagText(const std::string& field, const Json& value)
{
    if (value.is_boolean())
        return value.get<bool>() ? "on" : "off";
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_number_integer())
        return value.dump();
    throw lab::ConfigError(field, value.dump(), "a text, a whole number, true or false");
}

std::string flagName(std::string field)
{
    for (char& c : field)
        if (c == '_')
            c = '-';
    return field;
}

} // namespace

Json toJson(const measure::Quality& quality)
{
    const auto& frequency = quality.frequency;
    return {{"preempted_share", orNull(quality.preemptedShare)},
            {"throttled_share", orNull(quality.throttledShare)},
            {"load", orNull(quality.load)},
            {"stolen", orNull(quality.stolen)},
            {"quota_cpus", orNull(quality.quotaCpus)},
            {"other_lockscopes", orNull(quality.otherLockscopes)},
            {"frequency_mhz",
             frequency ? Json{{"low", frequency->low}, {"high", frequency->high}} : Json()},
            {"warnings", quality.warnings}};
}

Json toJson(const measure::LineTransfers& transfers)
{
    Json cpus = Json::array();
    for (const measure::CpuPlace& place : transfers.cpus)
        cpus.push_back({{"cpu", place.cpu},
                        {"core", orNull(place.core)},
                        {"cache", orNull(place.cache)},
                        {"package", orNull(place.package)},
                        {"numa_node", orNull(place.numaNode)}});
    Json matrix = Json::array();
    for (const auto& row : transfers.roundTripNs) {
        Json line = Json::array();
        for (const auto& ns : row)
            line.push_back(orNull(ns));
        matrix.push_back(line);
    }
    return {{"cpus", cpus},
            {"round_trip_ns", matrix},
            {"runs", transfers.runs},
            {"round_trips", transfers.roundTrips}};
}

Json toJson(const lab::LabConfig& config)
{
    Json json = Json::object();
    for (const lab::Setting& setting : lab::settings())
        std::visit([&](const auto& value) { json[lab::keyOf(setting)] = value; },
                   lab::valueOf(setting, config));
    return json;
}

lab::LabConfig configFromJson(const Json& json,
                              const lab::LabConfig& base,
                              const lab::ConfigLimits& limits)
{
    if (!json.is_object())
        throw lab::ConfigError("config", json.dump(), "a JSON object");
    lab::ConfigTexts texts;
    for (const auto& [key, value] : json.items())
        texts[flagName(key)] = flagText(flagName(key), value);
    return lab::configFromTexts(texts, base, limits);
}

Json toJson(const measure::RunSummary& summary, const lab::LabConfig& config)
{
    Json threads = Json::array();
    for (const auto& thread : summary.threads)
        threads.push_back(threadJson(thread, summary.subject));
    return {{"schema", "lockscope.run/1"},
            {"host", toJson(summary.host)},
            {"config", toJson(config)},
            {"elapsed_s", std::chrono::duration<double>(summary.elapsed).count()},
            {"tasks", summary.totals.tasks},
            {"calls", summary.totals.calls},
            {"callbacks", summary.totals.callbacks},
            {"throughput", summary.throughput()},
            {"guard",
             {{"passes", summary.totals.passes},
              {"contended", summary.totals.contended},
              {"wait_total_ns", summary.totals.waitNs},
              {"wait_ns", waitsJson(summary.waits)},
              {"exact", summary.waitsExact}}},
            {"states", statesJson(summary.states, summary.subject)},
            {"states_known_of",
             {{"known", summary.statesKnown()}, {"workers", summary.threads.size()}}},
            {"cpu_ns_per_call", orNull(summary.cpuNsPerCall())},
            {"fairness", orNull(summary.fairness())},
            {"turn_max_ns", orNull(summary.longestTurnNs())},
            {"counters", countersJson(summary)},
            {"threads", threads},
            {"probe", probeJson(summary.probe)},
            {"quality", toJson(summary.quality)},
            {"violations", summary.violations}};
}

Json toJson(std::span<const guards::GuardRow> rows)
{
    Json list = Json::array();
    for (const auto& row : rows)
        list.push_back({{"id", row.id},
                        {"label", row.label},
                        {"description", row.description},
                        {"ordering", row.ordering},
                        {"family", row.family},
                        {"available", row.available},
                        {"why_not", row.available ? Json(nullptr) : Json(row.whyNot)},
                        {"model", row.model.empty() ? Json(nullptr) : Json(row.model)},
                        {"traits",
                         {{"exclusive", row.traits.exclusive},
                          {"fair", row.traits.fair},
                          {"spins", row.traits.spins},
                          {"blocks", row.traits.blocks},
                          {"reader_writer", row.traits.readerWriter},
                          {"has_try", row.traits.hasTry}}}});
    return {{"schema", "lockscope.guards/1"}, {"guards", list}};
}

std::string text(const Json& json)
{
    return io::forTerminalJson(json.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
}

} // namespace lockscope::report
