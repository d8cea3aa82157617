// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/summary_codec.h"

#include "core/io/limits.h"
#include "core/recording/header.h"
#include "core/recording/snapshot_codec.h"
#include "core/report/json.h"
#include "core/report/json_values.h"

namespace lockscope::recording {

using io::CheckedValue;
using report::orNull;

namespace {

std::optional<std::uint64_t> optionalCount(const CheckedValue& value)
{
    return value.unlessNull([](const CheckedValue& count) { return count.count(); });
}

Cbor threadSummaryToCbor(const measure::ThreadSummary& thread)
{
    Cbor counts = Cbor::array();
    for (const auto& count : thread.counts.count)
        counts.push_back(orNull(count));
    return {{"index", thread.index},
            {"tid", thread.tid},
            {"calls", thread.calls},
            {"contended", thread.contended},
            {"wait_ns", thread.waitNs},
            {"wait_so_far_ns", orNull(thread.waitSoFarNs)},
            {"states", sharesToCbor(thread.states)},
            {"cpu_ns", orNull(thread.cpuNs)},
            {"voluntary_switches", orNull(thread.voluntarySwitches)},
            {"involuntary_switches", orNull(thread.involuntarySwitches)},
            {"turn_max_ns", orNull(thread.longestTurnNs)},
            {"counts", counts}};
}

measure::ThreadSummary threadSummaryFrom(const CheckedValue& map)
{
    measure::ThreadSummary thread;
    thread.index =
        static_cast<std::uint32_t>(map.find("index").count(io::limits::kThreadsInAll - 1));
    thread.tid = map.find("tid").whole();
    thread.calls = map.find("calls").count();
    thread.contended = map.find("contended").count();
    thread.waitNs = map.find("wait_ns").count();
    thread.waitSoFarNs = optionalCount(map.find("wait_so_far_ns"));
    thread.states = sharesFrom(map.find("states"));
    thread.cpuNs = optionalCount(map.find("cpu_ns"));
    thread.voluntarySwitches = optionalCount(map.find("voluntary_switches"));
    thread.involuntarySwitches = optionalCount(map.find("involuntary_switches"));
    thread.longestTurnNs = optionalCount(map.find("turn_max_ns"));
    const CheckedValue counts = map.find("counts");
    for (std::size_t i = 0; i < thread.counts.count.size(); ++i)
        thread.counts.count[i] = optionalCount(counts.find(i, "count"));
    return thread;
}

Cbor waitSummaryToCbor(const measure::WaitSummary& waits)
{
    return {{"mean", orNull(waits.mean)},
            {"p50", orNull(waits.p50)},
            {"p90", orNull(waits.p90)},
            {"p99", orNull(waits.p99)},
            {"p999", orNull(waits.p999)},
            {"max", orNull(waits.max)}};
}

measure::WaitSummary waitSummaryFrom(const CheckedValue& map)
{
    const auto number = [&map](std::string_view key) {
        return map.find(key).unlessNull([](const CheckedValue& value) { return value.number(); });
    };
    return {.mean = number("mean"),
            .p50 = number("p50"),
            .p90 = number("p90"),
            .p99 = number("p99"),
            .p999 = number("p999"),
            .max = number("max")};
}

/// A recording of an earlier version knows the preempted share alone, from its states.
measure::Quality qualityFrom(const CheckedValue& map,
                             const std::optional<measure::StateShares>& states)
{
    measure::Quality quality;
    if (map.isNull()) {
        if (states)
            quality.preemptedShare = static_cast<double>((*states)[measure::State::Preempted]);
        return quality;
    }
    const auto number = [&map](std::string_view key) {
        return map.find(key).unlessNull([](const CheckedValue& value) { return value.number(0); });
    };
    quality.preemptedShare = number("preempted_share");
    quality.throttledShare = number("throttled_share");
    quality.load = number("load");
    quality.stolen = number("stolen");
    quality.quotaCpus = number("quota_cpus");
    quality.otherLockscopes =
        map.find("other_lockscopes").unlessNull([](const CheckedValue& value) {
            return value.whole();
        });
    quality.frequency = map.find("frequency_mhz").unlessNull([](const CheckedValue& range) {
        return measure::FrequencyRange{.low = range.find("low").number(),
                                       .high = range.find("high").number()};
    });
    for (const CheckedValue& warning : map.find("warnings").items(io::limits::kViolationsAtOnce))
        quality.warnings.push_back(warning.text());
    return quality;
}

} // namespace

std::string encodeEnd(const std::optional<measure::RunSummary>& summary)
{
    if (!summary)
        return encodePayload({{"summary", nullptr}});
    Cbor threads = Cbor::array();
    for (const auto& thread : summary->threads)
        threads.push_back(threadSummaryToCbor(thread));
    return encodePayload({{"summary",
                           {{"elapsed_ns", summary->elapsed.count()},
                            {"totals", totalsToCbor(summary->totals)},
                            {"waits", waitSummaryToCbor(summary->waits)},
                            {"waits_exact", summary->waitsExact},
                            {"states", sharesToCbor(summary->states)},
                            {"threads", std::move(threads)},
                            {"probe", probeToCbor(summary->probe)},
                            {"quality", report::toJson(summary->quality)},
                            {"violations", summary->violations}}}});
}

std::optional<measure::RunSummary> decodeEnd(Bytes payload, const measure::HostFacts& host)
{
    return readPayload(payload, "the end", [&host](const CheckedValue& end) {
        return end.find("summary").unlessNull([&host](const CheckedValue& map) {
            measure::RunSummary summary;
            summary.host = host;
            summary.elapsed = map.find("elapsed_ns").time();
            summary.totals = totalsFrom(map.find("totals"));
            summary.waits = waitSummaryFrom(map.find("waits"));
            summary.waitsExact = map.find("waits_exact").yesOrNo();
            summary.states = sharesFrom(map.find("states"));
            for (const CheckedValue& thread : map.find("threads").items(io::limits::kThreadsInAll))
                summary.threads.push_back(threadSummaryFrom(thread));
            summary.probe = probeFrom(map.find("probe"));
            summary.quality = qualityFrom(map.find("quality"), summary.states);
            for (const CheckedValue& sentence :
                 map.find("violations").items(io::limits::kViolationsAtOnce))
                summary.violations.push_back(sentence.text());
            return summary;
        });
    });
}

} // namespace lockscope::recording
