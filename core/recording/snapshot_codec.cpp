// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/snapshot_codec.h"

#include "core/io/limits.h"
#include "core/measure/histogram_buckets.h"
#include "core/recording/program_codec.h"
#include "core/report/json_values.h"

#include <algorithm>
#include <limits>

namespace lockscope::recording {

using io::CheckedValue;
using report::orNull;

namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

Cbor threadToCbor(const measure::ThreadSnapshot& thread)
{
    return Cbor::array({thread.index,
                        thread.tid,
                        orNull(thread.cpu),
                        thread.calls,
                        thread.contended,
                        thread.waitNs,
                        orNull(thread.p99WaitNs),
                        sharesToCbor(thread.states),
                        orNull(thread.cpuNs),
                        orNull(thread.voluntarySwitches),
                        orNull(thread.involuntarySwitches),
                        orNull(thread.waitSoFarNs)});
}

measure::ThreadSnapshot threadFrom(const CheckedValue& list)
{
    const auto at = [&list](std::size_t place) { return list.find(place, kThreadFields[place]); };
    const auto optional = [&at](std::size_t place) { // kMost would mean not known
        return at(place).unlessNull(
            [](const CheckedValue& value) { return value.count(kMost - 1); });
    };
    measure::ThreadSnapshot thread;
    thread.index = static_cast<std::uint32_t>(at(0).count(io::limits::kThreadsInAll - 1));
    thread.tid = at(1).whole();
    thread.cpu = at(2).unlessNull([](const CheckedValue& value) {
        return std::int32_t{value.whole(std::numeric_limits<int>::min() + 1)}; // likewise
    });
    thread.calls = at(3).count();
    thread.contended = at(4).count();
    thread.waitNs = at(5).count();
    thread.p99WaitNs = at(6).unlessNull([](const CheckedValue& value) {
        constexpr double kLongest = 1e18;
        return static_cast<float>(value.number(0, kLongest));
    });
    thread.states = sharesFrom(at(7));
    thread.cpuNs = optional(8);
    thread.voluntarySwitches = optional(9);
    thread.involuntarySwitches = optional(10);
    thread.waitSoFarNs = optional(11);
    return thread;
}

Cbor changeToCbor(const measure::ConfigChange& change)
{
    return Cbor::array({change.revision,
                        change.time.count(),
                        change.gap.count(),
                        change.initialising.count(),
                        change.label,
                        factsToCbor(change.config)});
}

measure::ConfigChange changeFrom(const CheckedValue& list)
{
    const auto at = [&list](std::size_t place) { return list.find(place, kChangeFields[place]); };
    return {.revision = at(0).count(),
            .time = at(1).time(),
            .gap = at(2).time(),
            .initialising = at(3).time(),
            .label = at(4).text(),
            .config = factsFrom(at(5))};
}

Cbor disturbanceToCbor(const std::optional<measure::Disturbance>& disturbance)
{
    if (!disturbance)
        return nullptr;
    const auto& frequency = disturbance->frequency;
    return Cbor::array({disturbance->span.count(),
                        orNull(disturbance->othersNs),
                        orNull(disturbance->stolenNs),
                        orNull(disturbance->throttledNs),
                        orNull(disturbance->otherLockscopes),
                        frequency ? Cbor(frequency->low) : Cbor(),
                        frequency ? Cbor(frequency->high) : Cbor()});
}

measure::Disturbance disturbanceFrom(const CheckedValue& list)
{
    const auto at = [&list](std::size_t place) {
        return list.find(place, kDisturbanceFields[place]);
    };
    const auto time = [&at](std::size_t place) {
        return at(place).unlessNull([](const CheckedValue& value) {
            // A year of all CPUs that there may be fits in with room to spare, and sums of them.
            constexpr double kLongest = 1e15;
            return static_cast<std::int64_t>(value.number(-kLongest, kLongest));
        });
    };
    const auto rate = [&at](std::size_t place) {
        return at(place).unlessNull([](const CheckedValue& value) {
            constexpr double kSlowest = 1e-9; // MHz
            constexpr double kFastest = 1e9;
            return value.number(kSlowest, kFastest);
        });
    };
    measure::Disturbance disturbance;
    disturbance.span = std::chrono::nanoseconds(time(0).value_or(0));
    if (disturbance.span.count() <= 0)
        at(0).refuse("a time above 0");
    disturbance.othersNs = time(1);
    disturbance.stolenNs = time(2);
    disturbance.throttledNs = time(3);
    disturbance.otherLockscopes =
        at(4).unlessNull([](const CheckedValue& value) { return value.whole(); });
    if (const auto low = rate(5), high = rate(6); low && high)
        disturbance.frequency = {std::min(*low, *high), std::max(*low, *high)};
    return disturbance;
}

} // namespace

// Distances: so most take one byte.
Cbor histogramToCbor(const measure::SparseHistogram& histogram)
{
    Cbor json = Cbor::array();
    unsigned last = 0;
    for (const auto& entry : histogram.entries()) {
        json.push_back(entry.bucket - last);
        json.push_back(entry.count);
        last = entry.bucket;
    }
    return json;
}

measure::SparseHistogram histogramFrom(const CheckedValue& list, const CheckedValue& longest)
{
    if (list.size() % 2 != 0)
        list.refuse("a list of pairs");
    std::vector<measure::SparseHistogram::Entry> entries;
    std::uint64_t bucket = 0;
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < list.size(); i += 2) {
        bucket += list.find(i, "bucket of waits").count(measure::buckets::kCount);
        const std::uint64_t count = list.find(i + 1, "count of waits").count(kMost - sum);
        sum += count; // the histogram's own sum must not go round
        if (bucket >= measure::buckets::kCount || count == 0
            || (i > 0 && bucket == entries.back().bucket))
            list.refuse("a histogram");
        entries.push_back({static_cast<std::uint16_t>(bucket), count});
    }
    const auto max = longest.unlessNull(
        [](const CheckedValue& value) { return value.count(io::limits::kTimeNs); });
    if (max && (entries.empty() || measure::buckets::indexOf(*max) != entries.back().bucket))
        longest.refuse("a time in the last bucket of waits");
    return measure::SparseHistogram(std::move(entries), max);
}

Cbor totalsToCbor(const measure::Totals& totals)
{
    return Cbor::array({totals.tasks,
                        totals.calls,
                        totals.callbacks,
                        totals.passes,
                        totals.contended,
                        totals.waitNs});
}

measure::Totals totalsFrom(const CheckedValue& list)
{
    const auto field = [&list](std::size_t place) {
        return list.find(place, kTotalsFields[place]).count();
    };
    return {.tasks = field(0),
            .calls = field(1),
            .callbacks = field(2),
            .passes = field(3),
            .contended = field(4),
            .waitNs = field(5)};
}

Cbor sharesToCbor(const std::optional<measure::StateShares>& shares)
{
    return shares ? Cbor(shares->share) : Cbor();
}

std::optional<measure::StateShares> sharesFrom(const CheckedValue& list)
{
    if (list.isNull())
        return std::nullopt;
    if (list.size() != measure::kStateCount)
        list.refuse("six shares");
    measure::StateShares shares;
    for (std::size_t i = 0; i < measure::kStateCount; ++i) {
        constexpr double kRounding = 1e-3;
        shares.share[i] =
            static_cast<float>(list.find(i, "share").number(-kRounding, 1 + kRounding));
    }
    return shares;
}

Cbor factsToCbor(const measure::ConfigFacts& facts)
{
    Cbor json = Cbor::array();
    for (const auto& [name, value] : facts)
        json.push_back(Cbor::array({name, value}));
    return json;
}

measure::ConfigFacts factsFrom(const CheckedValue& list)
{
    measure::ConfigFacts facts;
    for (const CheckedValue& fact : list.items(io::limits::kFacts))
        facts.emplace_back(fact.find(0, "name").text(), fact.find(1, "value").text());
    return facts;
}

std::string encodeSnapshot(const measure::Snapshot& snapshot)
{
    Cbor threads = Cbor::array();
    for (const auto& thread : snapshot.threads)
        threads.push_back(threadToCbor(thread));
    Cbor changes = Cbor::array();
    for (const auto& change : snapshot.changes)
        changes.push_back(changeToCbor(change));
    return encodePayload(Cbor::array({snapshot.sequence,
                                      snapshot.interval.count(),
                                      totalsToCbor(snapshot.delta),
                                      totalsToCbor(snapshot.total),
                                      snapshot.waitsExact,
                                      histogramToCbor(snapshot.waits),
                                      sharesToCbor(snapshot.states),
                                      std::move(threads),
                                      std::move(changes),
                                      snapshot.violations,
                                      disturbanceToCbor(snapshot.disturbance),
                                      orNull(snapshot.waits.exactMaxNs()),
                                      programToCbor(snapshot.program)}));
}

measure::Snapshot decodeSnapshot(Bytes payload, std::chrono::nanoseconds time)
{
    return readPayload(payload, "a snapshot", [time](const CheckedValue& list) {
        const auto at = [&list](std::size_t place) {
            return list.find(place, kSnapshotFields[place]);
        };
        measure::Snapshot snapshot;
        snapshot.time = time;
        snapshot.sequence = at(0).count();
        snapshot.interval = at(1).time();
        if (snapshot.interval.count() <= 0 || snapshot.interval > time)
            at(1).refuse("a time above 0, and not before the beginning");
        snapshot.delta = totalsFrom(at(2));
        snapshot.total = totalsFrom(at(3));
        snapshot.waitsExact = at(4).yesOrNo();
        snapshot.waits = histogramFrom(at(5), at(11));
        snapshot.states = sharesFrom(at(6));
        for (const CheckedValue& thread : at(7).items(io::limits::kThreads))
            snapshot.threads.push_back(threadFrom(thread));
        for (const CheckedValue& change : at(8).items(io::limits::kChangesAtOnce))
            snapshot.changes.push_back(changeFrom(change));
        for (const CheckedValue& sentence : at(9).items(io::limits::kViolationsAtOnce))
            snapshot.violations.push_back(sentence.text());
        snapshot.disturbance = at(10).unlessNull(&disturbanceFrom);
        snapshot.program = programFrom(at(12));
        return snapshot;
    });
}

measure::Snapshot decodeSnapshot(const Frame& frame)
{
    measure::Snapshot snapshot = decodeSnapshot(frame.payload, frame.time);
    if (!snapshot.changes.empty() && !frame.is(RecordType::MarkedSnapshot))
        throw PayloadError("a live change in a record of the type that has none");
    return snapshot;
}

} // namespace lockscope::recording
