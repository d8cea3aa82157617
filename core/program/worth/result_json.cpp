// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/text_fit.h"
#include "core/measure/student.h"
#include "core/program/worth/result.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

namespace lockscope::program::worth {

namespace {

using Json = nlohmann::ordered_json;

template<class Value>
Json orNull(const std::optional<Value>& value)
{
    return value ? Json(*value) : Json();
}

Json textOf(const std::string& text)
{
    return io::withoutControls(text);
}

void addInterval(Json& out, const std::optional<measure::Interval>& interval)
{
    out["low"] = interval ? orNull(interval->low) : Json();
    out["high"] = interval ? orNull(interval->high) : Json();
}

std::string_view endingName(Ending ending)
{
    switch (ending) {
    case Ending::Stopped:
        return "stopped";
    case Ending::ProgramEnded:
        return "program ended";
    case Ending::Problem:
        return "problem";
    case Ending::TimeIsUp:
        break;
    }
    return "time is up";
}

Json toJson(const Swapped& swapped)
{
    Json out{{"by", substituteName(swapped.by)},
             {"trials", swapped.trials},
             {"ratio", swapped.ratio ? Json(swapped.ratio->mean) : Json()}};
    addInterval(out, swapped.ratio);
    out["shown"] = swapped.isShown();
    return out;
}

Json toJson(const Tried& tried)
{
    constexpr double kMicrosecond = 1e3; // ns
    const Candidate& candidate = tried.candidate;
    Json out{{"id", candidate.lock},
             {"site", textOf(candidate.site)},
             {"locks", candidate.locks},
             {"wait_share", candidate.waitShare},
             {"hold_ns", candidate.holdNs > 0 ? Json(candidate.holdNs) : Json()}};
    Json swaps = Json::array();
    for (const Swapped& swapped : tried.swapped)
        swaps.push_back(toJson(swapped));
    out["substitutes"] = std::move(swaps);
    const Lengthened& longer = tried.lengthened;
    Json delays = Json::array();
    for (const Lengthened::At& at : longer.at)
        delays.push_back(
            {{"delay_ns", at.delay.count()}, {"trials", at.trials}, {"ratio", orNull(at.ratio)}});
    std::optional<measure::Interval> perUs = longer.slope;
    if (perUs) {
        perUs->mean *= kMicrosecond;
        if (perUs->low)
            *perUs->low *= kMicrosecond;
        if (perUs->high)
            *perUs->high *= kMicrosecond;
    }
    Json slope{{"time_share_per_us", perUs ? Json(perUs->mean) : Json()}};
    addInterval(slope, perUs);
    slope["fit"] = longer.bent ? "parabola" : "line";
    slope["rounds"] = longer.rounds;
    slope["took_cpus"] = longer.tookCpus;
    slope["beyond_hold"] = longer.beyondHold;
    slope["shown"] = longer.isShown();
    out["delays"] = std::move(delays);
    out["hold"] = std::move(slope);
    out["dropped"] = orNull(tried.dropped);
    out["text"] = textOf(lineOf(tried));
    return out;
}

Json fixesToJson(const Result& result)
{
    Json fixes = Json::array();
    for (const Fix& fix : result.fixes) {
        Json one{{"lock", result.tried[fix.tried].candidate.lock},
                 {"site", textOf(result.tried[fix.tried].candidate.site)},
                 {"fix", fix.by ? "substitute" : "shorter holds"},
                 {"by", fix.by ? Json(substituteName(*fix.by)) : Json()},
                 {"less_hold", fix.by ? Json() : Json(kLessHold)},
                 {"ratio", fix.gain.mean}};
        addInterval(one, fix.gain);
        fixes.push_back(std::move(one));
    }
    return fixes;
}

Json trialsToJson(const Result& result)
{
    Json trials = Json::array();
    for (const Result::Row& row : result.trials)
        trials.push_back(
            {{"round", row.trial.round},
             {"lock", result.tried[row.tried].candidate.lock},
             {"by",
              row.wanted.by == Substitute::Own ? Json() : Json(substituteName(row.wanted.by))},
             {"delay_ns", row.wanted.delay.count()},
             {"before_per_s", row.trial.before},
             {"with_per_s", row.trial.with},
             {"after_per_s", row.trial.after},
             {"preempted_more", row.trial.preempted}});
    return trials;
}

} // namespace

Json toJson(const Result& result)
{
    Json out;
    out["schema"] = "lockscope.worth/1";
    out["program"] = {{"command", textOf(result.command)},
                      {"pid", result.pid},
                      {"exit_code", result.end ? orNull(result.end->exitCode) : Json()},
                      {"exit_signal", result.end ? orNull(result.end->signal) : Json()}};
    out["elapsed_s"] = result.seconds;
    out["ending"] = endingName(result.ending);
    out["problem"] = result.problem.empty() ? Json() : textOf(result.problem);
    out["progress"] = {{"counter", textOf(result.counter)},
                       {"chosen", result.counterChosen},
                       {"per_s", orNull(result.perSecond)}};
    out["plan"] = {{"seed", result.seed},
                   {"slice_s", result.slice},
                   {"settle_s", result.settle},
                   {"rounds", result.rounds},
                   {"comparisons", result.comparisons},
                   {"confidence", measure::kConfidence}};
    out["verdict"] = textOf(headlineOf(result));
    out["fixes"] = fixesToJson(result);
    Json locks = Json::array();
    for (const Tried& tried : result.tried)
        locks.push_back(toJson(tried));
    out["locks"] = std::move(locks);
    Json leftOut = Json::array();
    for (const LeftOut& lock : result.leftOut)
        leftOut.push_back(
            {{"id", lock.lock}, {"site", textOf(lock.site)}, {"why", textOf(lock.why)}});
    out["not_tried"] = std::move(leftOut);
    out["trials"] = trialsToJson(result);
    return out;
}

std::string toCsv(const Result& result)
{
    std::string text =
        "round,lock,site,substitute,delay_ns,before_per_s,with_per_s,after_per_s,ratio\r\n";
    for (const Result::Row& row : result.trials) {
        const Candidate& candidate = result.tried[row.tried].candidate;
        text += fmt::format("{},{},{},{},{},{},{},{},{}\r\n",
                            row.trial.round,
                            candidate.lock,
                            io::forSpreadsheet(candidate.site),
                            substituteName(row.wanted.by),
                            row.wanted.delay.count(),
                            row.trial.before,
                            row.trial.with,
                            row.trial.after,
                            std::exp(row.trial.logRatio()));
    }
    return text;
}

} // namespace lockscope::program::worth
