// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/text_fit.h"
#include "core/program/critical_path_text.h"
#include "core/program/substitution_log.h"
#include "core/program/watch_report.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

namespace lockscope::program {

namespace {

using Json = nlohmann::ordered_json;

/// Text of the program is any bytes, JSON is UTF-8.
Json textOrNull(const std::string& text)
{
    return text.empty() ? Json() : Json(io::withoutControls(text));
}

template<class Value>
Json orNull(const std::optional<Value>& value)
{
    return value ? Json(*value) : Json();
}

Json frameToJson(const Frame& frame)
{
    return {{"function", textOrNull(frame.function)},
            {"file", textOrNull(frame.file)},
            {"line", orNull(frame.line)},
            {"module", textOrNull(frame.module)}};
}

Json frameTexts(const std::vector<Frame>& frames)
{
    Json texts = Json::array();
    for (const Frame& frame : frames)
        texts.push_back(io::withoutControls(siteText(frame)));
    return texts;
}

Json stacks(const std::vector<WeighedStack>& stacks, const char* what)
{
    Json out = Json::array();
    for (const WeighedStack& stack : stacks)
        out.push_back({{what, std::llround(stack.ns)}, {"frames", frameTexts(stack.frames)}});
    return out;
}

Json toJson(const ReportedLock& reported, const ProgramReading& reading)
{
    const LockReading& lock = reported.lock;
    const LockCounts& counts = lock.counts;
    const bool contended = counts.contended > 0 || counts.waitNs > 0 || lock.waiters > 0;
    Json out;
    out["id"] = lock.id;
    out["pid"] = lock.pid;
    out["kind"] = lockKindName(counts.name.kind);
    out["address"] = fmt::format("{:#x}", counts.name.address);
    out["site"] = lock.siteAddress == 0 ? Json() : frameToJson(lock.site);
    out["acquisitions"] = reading.exact ? Json(counts.acquisitions) : Json();
    out["contended"] = reading.exact ? Json(counts.contended) : Json();
    out["takers"] = reading.exact ? orNull(counts.takers) : Json();
    out["wait_total_ns"] = lock.allWaitNs();
    out["wait_so_far_ns"] = lock.waitSoFarNs;
    out["waiters"] = lock.waiters;
    const auto quantile = [&](const measure::SparseHistogram& histogram, double q) {
        const std::optional<double> value = histogram.quantile(q);
        return value ? Json(std::llround(*value)) : Json();
    };
    out["wait_ns"] = {
        {"mean",
         reading.exact && counts.acquisitions > 0
             ? Json(static_cast<double>(counts.waitNs) / static_cast<double>(counts.acquisitions))
             : Json()},
        {"p50", quantile(counts.waits, 0.5)},
        {"p90", quantile(counts.waits, 0.9)},
        {"p99", quantile(counts.waits, 0.99)},
        {"max", counts.contended > 0 && reading.exact ? Json(counts.waitMaxNs) : Json()}};
    out["hold_ns"] = {{"p50", quantile(counts.holds, 0.5)},
                      {"p99", quantile(counts.holds, 0.99)},
                      {"samples", counts.holdSamples}};
    out["wait_caused_ns"] = contended && reading.exact ? Json(counts.causedNs) : Json();
    out["hand_over_ns"] = contended && reading.exact ? Json(counts.handOverNs) : Json();
    out["owner_changes"] = contended && reading.exact ? Json(counts.ownerChanges) : Json();
    out["timeouts"] = counts.timeouts;
    out["gate"] = reported.gate;
    // Why it has none now, or can have none.
    std::optional<std::string> reason = refusalText(counts);
    if (!reason)
        reason = whyNoSubstitute(counts, reading.exact);
    const Substitution substitution = substitutionOf(counts);
    out["substitute"] =
        substitution.by == Substitute::Own ? Json() : Json(substituteName(substitution.by));
    out["delay_ns"] = substitution.delay.count();
    out["swaps"] = counts.swaps;
    out["eligible"] = !reason;
    out["why_not"] = orNull(reason);
    Json sites = Json::array();
    for (const NamedSite& site : reported.sites) {
        Json one = frameToJson(site.frame);
        one["acquisitions"] = site.counts.acquisitions;
        one["contended"] = site.counts.contended;
        one["wait_ns"] = site.counts.waitNs;
        sites.push_back(std::move(one));
    }
    out["sites"] = std::move(sites);
    out["stacks"] = stacks(reported.stacks, "wait_ns");
    out["blame"] = stacks(reported.blame, "wait_caused_ns");
    return out;
}

Json toJson(const ThreadReading& thread)
{
    const ThreadTimes& times = thread.times;
    Json states;
    if (times.seenNs > 0) {
        const auto share = [&times](std::uint64_t ns) {
            return static_cast<double>(ns) / static_cast<double>(times.seenNs);
        };
        states = {{"running", share(times.runningNs)},
                  {"lock", share(times.lockNs)},
                  {"condition", share(times.conditionNs)},
                  {"preempted", share(times.preemptedNs)},
                  {"asleep", share(times.asleepNs())},
                  {"unknown", share(times.unknownNs())}};
    }
    return {{"pid", thread.pid},
            {"tid", thread.tid == 0 ? Json() : Json(thread.tid)},
            {"name", textOrNull(thread.name)},
            {"running", thread.running},
            {"states", states},
            {"acquisitions", thread.acquisitions},
            {"wait_total_ns", thread.waitNs}};
}

Json processesToJson(const ProgramReading& reading)
{
    Json processes = Json::array();
    for (const ProcessReading& process : reading.processes)
        processes.push_back({{"pid", process.pid},
                             {"parent", process.parent},
                             {"command", textOrNull(process.command)},
                             {"running", process.running},
                             {"uncontended", process.uncontended}});
    return processes;
}

/// Who waits for whom, and what is wrong with that.
void addRelations(const WatchReport& report, Json& out)
{
    Json edges = Json::array();
    for (const Blocking& edge : report.blockedBy)
        edges.push_back({{"waiter_site", io::withoutControls(siteText(edge.waiter))},
                         {"owner_site", io::withoutControls(siteText(edge.owner))},
                         {"lock", edge.lock},
                         {"wait_ns", std::llround(edge.ns)}});
    out["blocked_by"] = edges;
    Json deadlocks = Json::array();
    for (const Deadlock& deadlock : report.deadlocks) {
        Json threads = Json::array();
        Json locks = Json::array();
        for (const Deadlock::Member& member : deadlock.members) {
            threads.push_back(member.tid);
            locks.push_back(member.lock);
        }
        deadlocks.push_back({{"threads", threads}, {"locks", locks}});
    }
    out["deadlocks"] = deadlocks;
    Json hazards = Json::array();
    for (const Hazard& hazard : report.hazards)
        hazards.push_back({{"kind", hazard.kind},
                           {"text", io::withoutControls(hazard.text)},
                           {"locks", hazard.locks}});
    out["hazards"] = hazards;
}

} // namespace

Json toJson(const WatchReport& report)
{
    const ProgramReading& reading = report.reading;
    Json out;
    out["schema"] = "lockscope.watch/1";
    out["program"] = {{"command", io::withoutControls(report.command)},
                      {"pid", report.pid},
                      {"mode", report.launched ? "launch" : "attach"},
                      {"exit_code", reading.end ? orNull(reading.end->exitCode) : Json()},
                      {"exit_signal", reading.end ? orNull(reading.end->signal) : Json()},
                      {"processes", processesToJson(reading)}};
    out["elapsed_s"] = std::chrono::duration<double>(reading.elapsed).count();
    out["exact"] = reading.exact;
    out["cpus"] = orNull(reading.cpus);
    out["probe"] = {
        {"ns_per_acquisition", report.cost ? Json(report.cost->nsPerAcquisition) : Json()},
        {"share", report.cost ? orNull(report.cost->share) : Json()}};
    out["stacks_rooted"] = orNull(report.rootedShare);
    const auto all = [&](const std::vector<ReportedLock>& locks) {
        Json list = Json::array();
        for (const ReportedLock& lock : locks)
            list.push_back(toJson(lock, reading));
        return list;
    };
    out["locks"] = all(report.locks);
    out["conditions"] = all(report.conditions);
    addRelations(report, out);
    out["critical_path"] =
        report.path ? toJson(*report.path, pathNames(*report.path, report)) : Json();
    out["verdict"] = report.verdict ? Json(io::withoutControls(*report.verdict)) : Json();
    Json threads = Json::array();
    for (const ThreadReading& thread : reading.threads)
        threads.push_back(toJson(thread));
    out["threads"] = threads;
    out["threads_ever"] = reading.threadsEver;
    out["progress"] = report.progress
        ? Json{{"counter", io::withoutControls(report.progress->counter)},
               {"total", report.progress->total},
               {"per_s", orNull(report.progress->perSecond)}}
        : Json();
    out["overflowed"] = reading.overflowed;
    out["damaged"] = reading.damaged;
    return out;
}

} // namespace lockscope::program
