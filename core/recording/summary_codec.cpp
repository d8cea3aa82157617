// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/summary_codec.h"

#include "core/io/limits.h"
#include "core/recording/header.h"
#include "core/recording/snapshot_codec.h"
#include "core/report/json.h"

#include <limits>

#include <fmt/format.h>

namespace lockscope::recording {

namespace {

std::optional<std::uint64_t> optionalWhole(const Cbor& json, const char* field)
{
    return unlessNull(json, [field](const Cbor& value) { return asUnsigned(value, field); });
}

OrderedCbor threadSummaryToCbor(const measure::ThreadSummary& thread)
{
    OrderedCbor counts = OrderedCbor::array();
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

measure::ThreadSummary threadSummaryFromCbor(const Cbor& map)
{
    objectOf(map, "a thread");
    const auto whole = [&map](const char* field) { return asUnsigned(entry(map, field), field); };
    const auto optional = [&map](const char* field) {
        return optionalWhole(entry(map, field), field);
    };
    measure::ThreadSummary thread;
    thread.index = static_cast<std::uint32_t>(
        asUnsigned(entry(map, "index"), "index", io::limits::kThreadsInAll - 1));
    thread.tid = int32Of(entry(map, "tid"), "tid");
    thread.calls = whole("calls");
    thread.contended = whole("contended");
    thread.waitNs = whole("wait_ns");
    thread.waitSoFarNs = optional("wait_so_far_ns");
    thread.states = sharesFromCbor(entry(map, "states"));
    thread.cpuNs = optional("cpu_ns");
    thread.voluntarySwitches = optional("voluntary_switches");
    thread.involuntarySwitches = optional("involuntary_switches");
    thread.longestTurnNs = optional("turn_max_ns");
    const Cbor& counts = arrayOf(entry(map, "counts"), "counts");
    for (std::size_t i = 0; i < thread.counts.count.size(); ++i)
        thread.counts.count[i] = optionalWhole(entry(counts, i), "a count");
    return thread;
}

OrderedCbor waitSummaryToCbor(const measure::WaitSummary& waits)
{
    return {{"mean", orNull(waits.mean)},
            {"p50", orNull(waits.p50)},
            {"p90", orNull(waits.p90)},
            {"p99", orNull(waits.p99)},
            {"p999", orNull(waits.p999)},
            {"max", orNull(waits.max)}};
}

measure::WaitSummary waitSummaryFromCbor(const Cbor& map)
{
    objectOf(map, "waits");
    const auto number = [&map](const char* field) {
        return unlessNull(entry(map, field),
                          [field](const Cbor& json) { return numberOf(json, field); });
    };
    return {.mean = number("mean"),
            .p50 = number("p50"),
            .p90 = number("p90"),
            .p99 = number("p99"),
            .p999 = number("p999"),
            .max = number("max")};
}

OrderedCbor qualityToCbor(const measure::Quality& quality)
{
    return report::toJson(quality);
}

/// A recording of an earlier version knows the preempted share alone, from its states.
measure::Quality qualityFromCbor(const Cbor& map, const std::optional<measure::StateShares>& states)
{
    measure::Quality quality;
    if (map.is_null()) {
        if (states)
            quality.preemptedShare = static_cast<double>((*states)[measure::State::Preempted]);
        return quality;
    }
    objectOf(map, "quality");
    const auto number = [&map](const char* field) {
        return unlessNull(entry(map, field), [field](const Cbor& json) {
            const double value = numberOf(json, field);
            if (value < 0)
                throw PayloadError(fmt::format("{} is not in its range", field));
            return value;
        });
    };
    quality.preemptedShare = number("preempted_share");
    quality.throttledShare = number("throttled_share");
    quality.load = number("load");
    quality.stolen = number("stolen");
    quality.quotaCpus = number("quota_cpus");
    quality.otherLockscopes = unlessNull(entry(map, "other_lockscopes"), [](const Cbor& json) {
        return int{int32Of(json, "other_lockscopes")};
    });
    if (const Cbor& range = entry(map, "frequency_mhz"); !range.is_null()) {
        objectOf(range, "frequency_mhz");
        quality.frequency = measure::FrequencyRange{.low = numberOf(entry(range, "low"), "low"),
                                                    .high = numberOf(entry(range, "high"), "high")};
    }
    for (const Cbor& warning :
         listOf(entry(map, "warnings"), "warnings", io::limits::kViolationsAtOnce))
        quality.warnings.push_back(textOf(warning, "a warning"));
    return quality;
}

} // namespace

std::string encodeEnd(const std::optional<measure::RunSummary>& summary)
{
    if (!summary)
        return encodePayload({{"summary", nullptr}});
    OrderedCbor threads = OrderedCbor::array();
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
                            {"quality", qualityToCbor(summary->quality)},
                            {"violations", summary->violations}}}});
}

std::optional<measure::RunSummary> decodeEnd(Bytes payload, const measure::HostFacts& host)
{
    const Cbor end = decodePayload(payload);
    const Cbor& map = entry(objectOf(end, "the end"), "summary");
    if (map.is_null())
        return std::nullopt;
    objectOf(map, "summary");
    measure::RunSummary summary;
    summary.host = host;
    summary.elapsed = timeOf(entry(map, "elapsed_ns"), "elapsed_ns");
    summary.totals = totalsFromCbor(entry(map, "totals"));
    summary.waits = waitSummaryFromCbor(entry(map, "waits"));
    summary.waitsExact = asBool(entry(map, "waits_exact"), "waits_exact");
    summary.states = sharesFromCbor(entry(map, "states"));
    for (const Cbor& thread : listOf(entry(map, "threads"), "threads", io::limits::kThreadsInAll))
        summary.threads.push_back(threadSummaryFromCbor(thread));
    summary.probe = probeFromCbor(entry(map, "probe"));
    summary.quality = qualityFromCbor(entry(map, "quality"), summary.states);
    for (const Cbor& sentence :
         listOf(entry(map, "violations"), "violations", io::limits::kViolationsAtOnce))
        summary.violations.push_back(textOf(sentence, "a violation"));
    return summary;
}

} // namespace lockscope::recording
