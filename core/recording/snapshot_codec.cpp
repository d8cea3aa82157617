// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/snapshot_codec.h"

#include "core/io/limits.h"
#include "core/measure/histogram_buckets.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace lockscope::recording {

namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

/// Buckets as distances from the one before, so that most take one byte: [distance, count, ...].
OrderedCbor waitsToCbor(const measure::SparseHistogram& waits)
{
    OrderedCbor json = OrderedCbor::array();
    unsigned last = 0;
    for (const auto& entry : waits.entries()) {
        json.push_back(entry.bucket - last);
        json.push_back(entry.count);
        last = entry.bucket;
    }
    return json;
}

measure::SparseHistogram waitsFromCbor(const Cbor& json, const Cbor& maxNs)
{
    arrayOf(json, "waits");
    if (json.size() % 2 != 0)
        throw PayloadError("waits is no list of pairs");
    std::vector<measure::SparseHistogram::Entry> entries;
    std::uint64_t bucket = 0;
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < json.size(); i += 2) {
        bucket += asUnsigned(json[i], "a bucket of waits", measure::buckets::kCount);
        const std::uint64_t count = asUnsigned(json[i + 1], "a count of waits", kMost - sum);
        sum += count; // the histogram's own sum must not go round
        if (bucket >= measure::buckets::kCount || count == 0
            || (i > 0 && bucket == entries.back().bucket))
            throw PayloadError("waits is no histogram");
        entries.push_back({static_cast<std::uint16_t>(bucket), count});
    }
    const auto max = unlessNull(maxNs, [](const Cbor& value) {
        return asUnsigned(value, "wait_max_ns", io::limits::kTimeNs);
    });
    if (max && (entries.empty() || measure::buckets::indexOf(*max) != entries.back().bucket))
        throw PayloadError("wait_max_ns is not in the last bucket of waits");
    return measure::SparseHistogram(std::move(entries), max);
}

OrderedCbor threadToCbor(const measure::ThreadSnapshot& thread)
{
    return OrderedCbor::array({thread.index,
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

measure::ThreadSnapshot threadFromCbor(const Cbor& json)
{
    arrayOf(json, "a thread");
    const auto number = [&json](std::size_t at, const char* field) {
        return unlessNull(entry(json, at),
                          [field](const Cbor& value) { return asUnsigned(value, field); });
    };
    measure::ThreadSnapshot thread;
    thread.index = static_cast<std::uint32_t>(
        asUnsigned(entry(json, std::size_t{0}), "index", io::limits::kThreadsInAll - 1));
    thread.tid = int32Of(entry(json, 1), "tid");
    thread.cpu =
        unlessNull(entry(json, 2), [](const Cbor& value) { return int32Of(value, "cpu"); });
    thread.calls = asUnsigned(entry(json, 3), "calls");
    thread.contended = asUnsigned(entry(json, 4), "contended");
    thread.waitNs = asUnsigned(entry(json, 5), "wait_ns");
    thread.p99WaitNs = unlessNull(entry(json, 6), [](const Cbor& value) {
        return static_cast<float>(numberOf(value, "p99_wait_ns"));
    });
    if (thread.p99WaitNs && !(*thread.p99WaitNs >= 0 && *thread.p99WaitNs < 1e18F))
        throw PayloadError("p99_wait_ns is not in its range");
    thread.states = sharesFromCbor(entry(json, 7));
    thread.cpuNs = number(8, "cpu_ns");
    thread.voluntarySwitches = number(9, "voluntary_switches");
    thread.involuntarySwitches = number(10, "involuntary_switches");
    thread.waitSoFarNs = number(11, "wait_so_far_ns");
    return thread;
}

OrderedCbor changeToCbor(const measure::ConfigChange& change)
{
    return OrderedCbor::array({change.revision,
                               change.time.count(),
                               change.gap.count(),
                               change.initialising.count(),
                               change.label,
                               factsToCbor(change.config)});
}

measure::ConfigChange changeFromCbor(const Cbor& json)
{
    arrayOf(json, "a change");
    return {.revision = asUnsigned(entry(json, std::size_t{0}), "revision"),
            .time = timeOf(entry(json, 1), "time_ns"),
            .gap = timeOf(entry(json, 2), "gap_ns"),
            .initialising = timeOf(entry(json, 3), "initialising_ns"),
            .label = textOf(entry(json, 4), "label"),
            .config = factsFromCbor(entry(json, 5))};
}

OrderedCbor disturbanceToCbor(const std::optional<measure::Disturbance>& disturbance)
{
    if (!disturbance)
        return nullptr;
    const auto& frequency = disturbance->frequency;
    return OrderedCbor::array({disturbance->span.count(),
                               orNull(disturbance->othersNs),
                               orNull(disturbance->stolenNs),
                               orNull(disturbance->throttledNs),
                               orNull(disturbance->otherLockscopes),
                               frequency ? OrderedCbor(frequency->low) : OrderedCbor(),
                               frequency ? OrderedCbor(frequency->high) : OrderedCbor()});
}

measure::Disturbance disturbanceFromCbor(const Cbor& json)
{
    // A year of all CPUs that there may be fits in with room to spare, and sums of them, too.
    constexpr double kLongest = 1e15;
    arrayOf(json, "disturbance");
    const auto time = [&json](std::size_t at) {
        const char* field = kDisturbanceFields[at].data();
        return unlessNull(entry(json, at), [field](const Cbor& value) {
            const double ns = numberOf(value, field);
            if (!(ns > -kLongest && ns < kLongest))
                throw PayloadError(fmt::format("{} is not in its range", field));
            return static_cast<std::int64_t>(ns);
        });
    };
    const auto rate = [&json](std::size_t at) {
        const char* field = kDisturbanceFields[at].data();
        return unlessNull(entry(json, at), [field](const Cbor& value) {
            const double mHz = numberOf(value, field);
            if (!(mHz > 0 && mHz < 1e9))
                throw PayloadError(fmt::format("{} is not in its range", field));
            return mHz;
        });
    };
    measure::Disturbance disturbance;
    disturbance.span = std::chrono::nanoseconds(time(0).value_or(0));
    if (disturbance.span.count() <= 0)
        throw PayloadError("span_ns is not in its range");
    disturbance.othersNs = time(1);
    disturbance.stolenNs = time(2);
    disturbance.throttledNs = time(3);
    disturbance.otherLockscopes = unlessNull(
        entry(json, 4), [](const Cbor& value) { return int{int32Of(value, "other_lockscopes")}; });
    if (const auto low = rate(5), high = rate(6); low && high)
        disturbance.frequency = {std::min(*low, *high), std::max(*low, *high)};
    return disturbance;
}

} // namespace

OrderedCbor totalsToCbor(const measure::Totals& totals)
{
    return OrderedCbor::array({totals.tasks,
                               totals.calls,
                               totals.callbacks,
                               totals.passes,
                               totals.contended,
                               totals.waitNs});
}

measure::Totals totalsFromCbor(const Cbor& json)
{
    arrayOf(json, "totals");
    const auto field = [&json](std::size_t at) {
        return asUnsigned(entry(json, at), kTotalsFields[at].data());
    };
    return {.tasks = field(0),
            .calls = field(1),
            .callbacks = field(2),
            .passes = field(3),
            .contended = field(4),
            .waitNs = field(5)};
}

OrderedCbor sharesToCbor(const std::optional<measure::StateShares>& shares)
{
    return shares ? OrderedCbor(shares->share) : OrderedCbor();
}

std::optional<measure::StateShares> sharesFromCbor(const Cbor& json)
{
    if (json.is_null())
        return std::nullopt;
    if (arrayOf(json, "states").size() != measure::kStateCount)
        throw PayloadError("states has not six shares");
    measure::StateShares shares;
    for (std::size_t i = 0; i < measure::kStateCount; ++i) {
        constexpr double kRounding = 1e-3;
        const double share = numberOf(json[i], "a share");
        if (share < -kRounding || share > 1 + kRounding)
            throw PayloadError("a share is not in its range");
        shares.share[i] = static_cast<float>(share);
    }
    return shares;
}

OrderedCbor factsToCbor(const measure::ConfigFacts& facts)
{
    OrderedCbor json = OrderedCbor::array();
    for (const auto& [name, value] : facts)
        json.push_back(OrderedCbor::array({name, value}));
    return json;
}

measure::ConfigFacts factsFromCbor(const Cbor& json)
{
    measure::ConfigFacts facts;
    for (const Cbor& fact : listOf(json, "facts", io::limits::kFacts)) {
        arrayOf(fact, "a fact");
        facts.emplace_back(textOf(entry(fact, std::size_t{0}), "a fact's name"),
                           textOf(entry(fact, 1), "a fact"));
    }
    return facts;
}

std::string encodeSnapshot(const measure::Snapshot& snapshot)
{
    OrderedCbor threads = OrderedCbor::array();
    for (const auto& thread : snapshot.threads)
        threads.push_back(threadToCbor(thread));
    OrderedCbor changes = OrderedCbor::array();
    for (const auto& change : snapshot.changes)
        changes.push_back(changeToCbor(change));
    return encodePayload(OrderedCbor::array({snapshot.sequence,
                                             snapshot.interval.count(),
                                             totalsToCbor(snapshot.delta),
                                             totalsToCbor(snapshot.total),
                                             snapshot.waitsExact,
                                             waitsToCbor(snapshot.waits),
                                             sharesToCbor(snapshot.states),
                                             std::move(threads),
                                             std::move(changes),
                                             snapshot.violations,
                                             disturbanceToCbor(snapshot.disturbance),
                                             orNull(snapshot.waits.exactMaxNs())}));
}

measure::Snapshot decodeSnapshot(Bytes payload, std::chrono::nanoseconds time)
{
    const Cbor json = decodePayload(payload);
    arrayOf(json, "a snapshot");
    measure::Snapshot snapshot;
    snapshot.time = time;
    snapshot.sequence = asUnsigned(entry(json, std::size_t{0}), "sequence");
    snapshot.interval = timeOf(entry(json, 1), "interval_ns");
    if (snapshot.interval.count() <= 0 || snapshot.interval > time)
        throw PayloadError("interval_ns is not in its range");
    snapshot.delta = totalsFromCbor(entry(json, 2));
    snapshot.total = totalsFromCbor(entry(json, 3));
    snapshot.waitsExact = asBool(entry(json, 4), "waits_exact");
    snapshot.waits = waitsFromCbor(entry(json, 5), entry(json, 11));
    snapshot.states = sharesFromCbor(entry(json, 6));
    for (const Cbor& thread : listOf(entry(json, 7), "threads", io::limits::kThreads))
        snapshot.threads.push_back(threadFromCbor(thread));
    for (const Cbor& change : listOf(entry(json, 8), "changes", io::limits::kChangesAtOnce))
        snapshot.changes.push_back(changeFromCbor(change));
    for (const Cbor& sentence : listOf(entry(json, 9), "violations", io::limits::kViolationsAtOnce))
        snapshot.violations.push_back(textOf(sentence, "a violation"));
    snapshot.disturbance = unlessNull(entry(json, 10), &disturbanceFromCbor);
    return snapshot;
}

measure::Snapshot decodeSnapshot(const Frame& frame)
{
    measure::Snapshot snapshot = decodeSnapshot(frame.payload, frame.time);
    if (!snapshot.changes.empty() && !frame.is(RecordType::MarkedSnapshot))
        throw PayloadError("a live change in a record of the type that has none");
    return snapshot;
}

} // namespace lockscope::recording
