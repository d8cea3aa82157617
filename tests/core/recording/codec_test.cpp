// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/header.h"
#include "core/recording/snapshot_codec.h"
#include "core/recording/summary_codec.h"
#include "core/report/json.h"
#include "tests/support/changed_settings.h"
#include "tests/support/same_snapshot.h"
#include "tests/support/synthetic_recording.h"

#include <gtest/gtest.h>

#include <limits>

namespace lockscope::recording {
namespace {

measure::Snapshot roundTrip(const measure::Snapshot& snapshot)
{
    const std::string payload = encodeSnapshot(snapshot);
    return decodeSnapshot(bytesOf(payload), snapshot.time);
}

TEST(RecordingCodec, SnapshotsComeBackToTheLastDigit)
{
    for (const bool unknown : {false, true})
        for (const auto& snapshot : test::syntheticSnapshots(
                 300,
                 {.threads = 5, .changeEverySeconds = 1, .gaps = true, .unknownStates = unknown}))
            test::expectSame(*snapshot, roundTrip(*snapshot));
}

TEST(RecordingCodec, TheLargestNumbersAndEmptyListsComeBack)
{
    constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
    measure::Snapshot snapshot;
    snapshot.sequence = kMost;
    snapshot.time = std::chrono::nanoseconds(std::numeric_limits<std::int64_t>::max());
    snapshot.interval = std::chrono::nanoseconds(1);
    snapshot.delta = snapshot.total = {kMost, kMost, kMost, kMost, kMost, kMost};
    snapshot.waits = measure::SparseHistogram({{measure::buckets::kCount - 1, kMost}});
    snapshot.waitsExact = false;
    snapshot.violations = {"gebrochen: \xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"};
    test::expectSame(snapshot, roundTrip(snapshot));

    measure::ThreadSnapshot thread;
    thread.tid = std::numeric_limits<std::int32_t>::max();
    thread.cpu = -1;
    thread.waitNs = kMost;
    thread.cpuNs = 0; // known to be nothing, which is not unknown
    snapshot.threads = {thread};
    test::expectSame(snapshot, roundTrip(snapshot));
}

TEST(RecordingCodec, TheNumberThatStandsForUnknownIsNoFigureOfAThread)
{
    constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
    measure::Snapshot snapshot;
    snapshot.time = snapshot.interval = std::chrono::seconds(1);
    snapshot.threads.resize(1);
    measure::ThreadSnapshot& thread = snapshot.threads.front();
    thread.cpuNs = thread.waitSoFarNs = thread.voluntarySwitches = thread.involuntarySwitches =
        kMost - 1;
    thread.cpu = std::numeric_limits<std::int32_t>::min() + 1;
    test::expectSame(snapshot, roundTrip(snapshot));
    const nlohmann::json sound = decodePayload(bytesOf(encodeSnapshot(snapshot)));
    for (const std::size_t place : {8, 9, 10, 11}) {
        nlohmann::json json = sound;
        json[7][0][place] = kMost;
        const auto bytes = nlohmann::json::to_cbor(json);
        EXPECT_THROW((void)decodeSnapshot(bytes, snapshot.time), PayloadError) << place;
    }
    nlohmann::json json = sound;
    json[7][0][2] = std::numeric_limits<std::int32_t>::min();
    const auto bytes = nlohmann::json::to_cbor(json);
    EXPECT_THROW((void)decodeSnapshot(bytes, snapshot.time), PayloadError) << "cpu";
}

TEST(RecordingCodec, WhatDisturbedTheWorkersComesBack)
{
    measure::Snapshot snapshot;
    snapshot.time = snapshot.interval = std::chrono::seconds(1);
    snapshot.disturbance =
        measure::Disturbance{.span = std::chrono::milliseconds(1017),
                             .othersNs = -7,
                             .stolenNs = 0,
                             .throttledNs = 1'700'000'001,
                             .otherLockscopes = 2,
                             .frequency = measure::FrequencyRange{.low = 799.5, .high = 3400}};
    test::expectSame(snapshot, roundTrip(snapshot));
    snapshot.disturbance =
        measure::Disturbance{.span = std::chrono::nanoseconds(1)}; // nothing else is known
    test::expectSame(snapshot, roundTrip(snapshot));
}

TEST(RecordingCodec, AnEarlierProgramsSnapshotDoesNotKnowWhatDisturbedIt)
{
    measure::Snapshot snapshot;
    snapshot.time = snapshot.interval = std::chrono::seconds(1);
    nlohmann::json json = decodePayload(bytesOf(encodeSnapshot(snapshot)));
    ASSERT_EQ(json.size(), kSnapshotFields.size());
    json.erase(json.size() - 1); // as it was
    const auto bytes = nlohmann::json::to_cbor(json);
    EXPECT_FALSE(decodeSnapshot(bytes, snapshot.time).disturbance);
}

TEST(RecordingCodec, WhatIsUnknownIsNullAndNeverZero)
{
    measure::Snapshot snapshot;
    snapshot.time = snapshot.interval = std::chrono::seconds(1);
    snapshot.threads.resize(1);
    const nlohmann::json json = decodePayload(bytesOf(encodeSnapshot(snapshot)));
    EXPECT_TRUE(json.at(6).is_null()) << "states";
    EXPECT_TRUE(json.at(11).is_null()) << "wait_max_ns";
    const nlohmann::json& thread = json.at(7).at(0);
    ASSERT_EQ(thread.size(), kThreadFields.size());
    for (const std::size_t field : {2, 6, 7, 8, 9, 10, 11})
        EXPECT_TRUE(thread.at(field).is_null()) << kThreadFields[field];
}

TEST(RecordingCodec, FieldsOfALaterProgramArePassedOverAndMissingOnesAreUnknown)
{
    const auto original = test::syntheticSnapshots(1, {.threads = 2}).front();
    nlohmann::json json = decodePayload(bytesOf(encodeSnapshot(*original)));
    json.push_back("of a later program");
    json[7][0].push_back(17);
    while (json[7][1].size() > 8) // of an earlier one
        json[7][1].erase(json[7][1].size() - 1);
    const auto bytes = nlohmann::json::to_cbor(json);
    const measure::Snapshot back = decodeSnapshot(bytes, original->time);
    test::expectSame(original->threads[0], back.threads[0]);
    EXPECT_EQ(back.threads[1].states, original->threads[1].states);
    EXPECT_FALSE(back.threads[1].cpuNs);
    EXPECT_FALSE(back.threads[1].involuntarySwitches);
    EXPECT_FALSE(back.threads[1].waitSoFarNs);
}

TEST(RecordingCodec, ARecordingOfBeforeTheLongestWaitWasKeptHasThatOfItsBucket)
{
    measure::Snapshot snapshot;
    snapshot.time = snapshot.interval = std::chrono::seconds(1);
    measure::HistogramCounts waits;
    waits.add(6'842'000, 200);
    snapshot.waits = waits.sparse();
    EXPECT_EQ(roundTrip(snapshot).waits.quantile(0.99), 6'842'000);
    nlohmann::json json = decodePayload(bytesOf(encodeSnapshot(snapshot)));
    json.erase(json.size() - 1);
    json.erase(json.size() - 1); // the part of programs came later still
    const measure::Snapshot older = decodeSnapshot(nlohmann::json::to_cbor(json), snapshot.time);
    EXPECT_EQ(older.waits.exactMaxNs(), std::nullopt);
    EXPECT_NEAR(*older.waits.maxNs(), 6'842'000, 6'842'000 / 64.0);
    EXPECT_LE(*older.waits.quantile(0.99), *older.waits.maxNs());
}

TEST(RecordingCodec, HeaderComesBackWithItsExperimentAndHost)
{
    lab::LabConfig config;
    config.guard = "ck-mcs";
    config.fastPath = true;
    config.cpus = 64; // more than there are here
    config.workers = 128;
    config.padding = false;
    config.initDelayMs = 7;
    const RecordingHeader header = test::syntheticHeader(config);
    const std::string payload = encodeHeader(header);
    const RecordingHeader back =
        decodeHeader({.time = std::chrono::seconds(3), .payload = bytesOf(payload)});
    EXPECT_EQ(back.config, config);
    EXPECT_EQ(back.source.config, header.source.config);
    EXPECT_EQ(back.source.provenance, measure::kLive);
    EXPECT_EQ(report::toJson(back.source.host).dump(), report::toJson(header.source.host).dump());
    EXPECT_FALSE(back.source.host.kernel) << "unknown stays unknown";
    ASSERT_TRUE(back.source.probe);
    EXPECT_EQ(back.source.probe->nsPerCall, header.source.probe->nsPerCall);
    EXPECT_EQ(back.startedAt, header.startedAt);
    EXPECT_EQ(back.startedTime, std::chrono::seconds(3));
    EXPECT_EQ(back.toolVersion, "0.1.0");
    EXPECT_EQ(back.guards, header.guards);
}

TEST(RecordingCodec, AnExperimentThatThisProgramDoesNotKnowIsNoneButItsFactsStay)
{
    RecordingHeader header = test::syntheticHeader();
    header.source.config.front().second = "lock-of-the-future";
    const std::string payload = encodeHeader(header);
    const RecordingHeader back = decodeHeader({.payload = bytesOf(payload)});
    EXPECT_FALSE(back.config);
    EXPECT_EQ(back.source.config.front().second, "lock-of-the-future");
}

TEST(RecordingCodec, SummaryComesBackAsTheSameJson)
{
    measure::RunSummary summary;
    summary.host = test::syntheticHeader().source.host;
    summary.elapsed = std::chrono::nanoseconds(1'234'567'891);
    summary.totals = {5, 5, 5, 5, 2, 700};
    summary.waits = {.mean = 140.0000001, .p50 = 1.5, .p90 = {}, .p99 = 3, .p999 = 4, .max = 5};
    summary.waitsExact = false;
    summary.states = measure::StateShares{{0.1F, 0.2F, 0.3F, 0.1F, 0.2F, 0.1F}};
    summary.threads.resize(2);
    summary.threads[1].index = 1;
    summary.threads[1].tid = 77;
    summary.threads[1].calls = 5;
    summary.threads[1].cpuNs = 8;
    summary.threads[1].longestTurnNs = 9;
    summary.threads[1].counts[measure::HardwareCounter::Cycles] = 1000;
    summary.violations = {"one"};
    summary.quality = {.preemptedShare = 0.25,
                       .throttledShare = 0.5,
                       .load = 0.75,
                       .stolen = {},
                       .quotaCpus = 1.5,
                       .otherLockscopes = 1,
                       .frequency = measure::FrequencyRange{.low = 1000, .high = 2000.5},
                       .warnings = {"two", "three"}};
    const std::string payload = encodeEnd(summary);
    const auto back = decodeEnd(bytesOf(payload), summary.host);
    ASSERT_TRUE(back);
    EXPECT_EQ(report::toJson(*back, {}).dump(), report::toJson(summary, {}).dump());
    EXPECT_EQ(back->threads[1].counts.count, summary.threads[1].counts.count);
    EXPECT_FALSE(decodeEnd(bytesOf(encodeEnd(std::nullopt)), summary.host));
}

TEST(RecordingCodec, AnEarlierProgramsEndKnowsThePreemptedShareAlone)
{
    measure::RunSummary summary;
    summary.states = measure::StateShares{{0.5F, 0.2F, 0, 0, 0.25F, 0.05F}};
    nlohmann::json json = decodePayload(bytesOf(encodeEnd(summary)));
    json["summary"].erase("quality");
    const auto bytes = nlohmann::json::to_cbor(json);
    const auto back = decodeEnd(bytes, {});
    ASSERT_TRUE(back);
    EXPECT_EQ(back->quality.preemptedShare, 0.25);
    EXPECT_FALSE(back->quality.load);
    EXPECT_FALSE(back->quality.throttledShare);
}

TEST(RecordingCodec, AHostsQuotaComesBackAndMayBeUnknown)
{
    RecordingHeader header = test::syntheticHeader();
    const auto back = [&header] {
        const std::string payload = encodeHeader(header);
        return decodeHeader({.time = header.startedTime, .payload = bytesOf(payload)})
            .source.host.cpuQuota;
    };
    header.source.host.cpuQuota = measure::CpuQuota{.cpus = 0.2};
    EXPECT_EQ(back(), header.source.host.cpuQuota);
    header.source.host.cpuQuota = measure::CpuQuota{};
    EXPECT_EQ(back(), header.source.host.cpuQuota);
    header.source.host.cpuQuota.reset();
    EXPECT_EQ(back(), std::nullopt);
}

TEST(RecordingPayload, NothingThatExhaustsMemoryOrStackReachesTheLibrary)
{
    const auto refuses = [](const std::string& bytes) {
        EXPECT_THROW((void)decodePayload(bytesOf(bytes)), PayloadError);
    };
    refuses("");
    refuses(std::string(kMaxPayload, '\x81')); // lists in lists
    refuses(std::string(kMaxPayload, '\xA1')); // maps in maps
    refuses(std::string(kMaxPayload, '\x7F')); // texts without a length in each other
    refuses(std::string(kMaxPayload, '\x5F')); // bytes likewise
    refuses(std::string(kMaxPayload, '\xC1')); // tags of tags
    refuses("\x9F\xFF"); // a list without a length
    refuses("\x9B\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF"); // a list with more items than there are bytes
    refuses("\xBB\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF");
    refuses("\x7B\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF");
    refuses("\x62\xC3\x28"); // no UTF-8
    refuses("\x63\xED\xA0\x80"); // a surrogate
    refuses("\xF7"); // undefined
    refuses("\xA1\x01\x02"); // a key that is no text
    refuses("\x01\x02"); // two items
    refuses("\x82\x01"); // half a list
    refuses("\xB8\xC9" + std::string(std::size_t{2} * 201, '\x60')); // a map of 201 entries
}

TEST(RecordingPayload, ImpossibleValuesAreRefusedByTheFieldsName)
{
    const auto good = test::syntheticSnapshots(1, {.threads = 1}).front();
    const auto refuses =
        [&](const std::string& pointer, const nlohmann::json& value, const std::string& name) {
            nlohmann::json json = decodePayload(bytesOf(encodeSnapshot(*good)));
            json[nlohmann::json::json_pointer(pointer)] = value;
            const auto bytes = nlohmann::json::to_cbor(json);
            try {
                (void)decodeSnapshot(bytes, good->time);
                ADD_FAILURE() << pointer << " " << value;
            } catch (const PayloadError& error) {
                EXPECT_NE(std::string(error.what()).find(name), std::string::npos) << error.what();
            }
        };
    refuses("/0", -1, "sequence");
    refuses("/1", 0, "interval_ns");
    refuses("/1", "long", "interval_ns");
    refuses("/2/1", 1.5, "calls");
    refuses("/4", 1, "waits_exact");
    refuses("/5", {1}, "waits");
    refuses("/5", {5000, 1}, "waits");
    refuses("/5", {3, 1, 0, 1}, "waits");
    refuses("/5", {3, 0}, "waits");
    refuses("/5", {3, 18446744073709551615U, 1, 1}, "waits");
    refuses("/7/0/0", 4294967296U, "index");
    refuses("/7/0/2", "zero", "cpu");
    refuses("/7/0/6", std::numeric_limits<double>::infinity(), "p99_wait_ns");
    refuses("/7/0/7", {1, 0, 0}, "states");
    refuses("/7/0/7", {2, 0, 0, 0, 0, 0}, "share");
    refuses("/7", nullptr, "threads");
    refuses("/8", {{1}}, "time_ns");
    refuses("/10", "much", "disturbance");
    refuses("/10", nlohmann::json::array({0, 1}), "span_ns");
    refuses("/10", nlohmann::json::array({1000, 1e30}), "others_ns");
    refuses("/10", nlohmann::json::array({1000, 1, 1, 1, 1.5}), "other_lockscopes");
    refuses("/10", nlohmann::json::array({1000, 1, 1, 1, 1, -5}), "frequency_low_mhz");
}

TEST(RecordingHeader, FactsNameAnExperimentWhenTheyHaveEverySetting)
{
    const lab::LabConfig config = test::everySettingChanged();
    const measure::ConfigFacts facts = lab::configFacts(config);
    EXPECT_EQ(labConfigOf(facts), config);
    for (std::size_t i = 0; i < facts.size(); ++i) {
        measure::ConfigFacts fewer = facts;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        EXPECT_EQ(labConfigOf(fewer), std::nullopt) << facts[i].first;
    }
}

} // namespace
} // namespace lockscope::recording
