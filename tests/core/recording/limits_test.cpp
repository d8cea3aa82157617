// SPDX-License-Identifier: GPL-3.0-or-later
// However much of anything a recording claims or holds, both readers stop there with one sentence.
#include "core/io/limits.h"
#include "core/recording/note.h"
#include "core/recording/recording.h"
#include "core/recording/snapshot_codec.h"
#include "core/recording/stream_decoder.h"
#include "tests/support/synthetic_recording.h"

#include <gtest/gtest.h>

#include <string>

#include <fmt/format.h>

namespace lockscope::recording {
namespace {

using std::chrono::milliseconds;
namespace limits = io::limits;

/// What a reader says of bytes that it refuses or leaves off at; "read" when it does neither.
std::string saidByStream(const std::string& bytes)
{
    try {
        StreamDecoder decoder("input");
        decoder.feed(bytesOf(bytes));
        decoder.close();
        while (decoder.next())
            continue;
        return decoder.problem().value_or("read");
    } catch (const RecordingError& error) {
        return error.what();
    }
}

std::string saidByFile(const std::string& bytes)
{
    try {
        const auto recording = Recording::fromBytes(bytes, "input");
        for (std::size_t i = 0; i < recording->size(); ++i)
            (void)recording->snapshot(i);
        return recording->problem().value_or("read");
    } catch (const RecordingError& error) {
        return error.what();
    }
}

void expectSaid(const std::string& bytes, const std::string& said)
{
    for (const auto& sentence : {saidByStream(bytes), saidByFile(bytes)})
        EXPECT_NE(sentence.find(said), std::string::npos) << sentence << "\nwithout: " << said;
}

std::shared_ptr<measure::Snapshot> oneSnapshot()
{
    return std::make_shared<measure::Snapshot>(*test::syntheticSnapshots(1).front());
}

std::string recordingWith(const std::function<void(measure::Snapshot&)>& change)
{
    const auto snapshot = oneSnapshot();
    change(*snapshot);
    return test::recordingOf({snapshot});
}

std::string recordingWith(const std::function<void(RecordingHeader&)>& change)
{
    RecordingHeader header = test::syntheticHeader();
    change(header);
    return test::recordingOf({oneSnapshot()}, header);
}

std::string recordingOfPayload(const std::string& payload)
{
    RecordEncoder encoder;
    std::string bytes = encoder.begin(test::syntheticHeader());
    bytes += encoder.record(RecordType::Snapshot, milliseconds(50), payload);
    return bytes + encoder.end(std::nullopt);
}

TEST(RecordingLimits, OfTheHost)
{
    for (const int most : {limits::kCpus, 0})
        expectSaid(
            recordingWith([most](RecordingHeader& header) { header.source.host.cpus = most; }),
            "read");
    expectSaid(recordingWith([](RecordingHeader& header) { header.source.host.cpus = 2147483647; }),
               "host.cpus is 2147483647; allowed: a whole number, 0 to 65536");
    expectSaid(recordingWith([](RecordingHeader& header) { header.source.host.cores = 65537; }),
               "host.cores is 65537; allowed: a whole number, 0 to 65536");
    expectSaid(recordingWith([](RecordingHeader& header) { header.source.host.packages = -1; }),
               "host.packages is -1; allowed: a whole number, 0 to 65536");
    expectSaid(recordingWith([](RecordingHeader& header) {
                   header.source.host.cpuModel = std::string(limits::kText, 'x');
               }),
               "read");
    expectSaid(recordingWith([](RecordingHeader& header) {
                   header.source.host.cpuModel = std::string(limits::kText + 1, 'x');
               }),
               "a text of 4097 bytes, at most 4096");
    expectSaid(recordingWith([](RecordingHeader& header) {
                   header.guards.emplace(limits::kGuards + 1, "mutex");
               }),
               "guards is a list of 1001; allowed: at most 1000");
    expectSaid(recordingWith([](RecordingHeader& header) {
                   header.source.config.resize(limits::kFacts + 1);
               }),
               "facts is a list of 201; allowed: at most 200");
}

TEST(RecordingLimits, OfASnapshot)
{
    expectSaid(recordingWith(
                   [](measure::Snapshot& snapshot) { snapshot.threads.resize(limits::kThreads); }),
               "read");
    expectSaid(recordingWith([](measure::Snapshot& snapshot) { snapshot.threads.resize(20'000); }),
               "threads is a list of 20000; allowed: at most 16384");
    expectSaid(recordingWith([](measure::Snapshot& snapshot) {
                   snapshot.threads.resize(1);
                   snapshot.threads.front().index = limits::kThreadsInAll;
               }),
               "index is 65536; allowed: a whole number, 0 to 65535");
    expectSaid(recordingWith([](measure::Snapshot& snapshot) { snapshot.changes.resize(1'001); }),
               "changes is a list of 1001; allowed: at most 1000");
    expectSaid(
        recordingWith([](measure::Snapshot& snapshot) { snapshot.violations.resize(1'001); }),
        "violations is a list of 1001; allowed: at most 1000");
    // Four million empty maps, which take a byte each there and a hundred here.
    std::string maps{"\x9a\x00\x3d\x09\x00", 5};
    maps.append(4'000'000, '\xa0');
    expectSaid(recordingOfPayload(maps), "it has more than 500000 items");
}

TEST(RecordingLimits, ALiveChangeIsReadInARecordOfItsTypeAlone)
{
    const auto snapshot = oneSnapshot();
    snapshot->changes.resize(1);
    expectSaid(test::recordingOf({snapshot}), "read"); // a marked one
    expectSaid(recordingOfPayload(encodeSnapshot(*snapshot)),
               "a live change in a record of the type that has none");
}

TEST(RecordingLimits, OfAWholeRecording)
{
    RecordEncoder encoder;
    std::string changes = encoder.begin(test::syntheticHeader());
    const auto snapshot = oneSnapshot();
    snapshot->threads.clear();
    snapshot->changes.resize(limits::kChangesAtOnce);
    for (std::size_t i = 0; i <= limits::kChanges / limits::kChangesAtOnce; ++i) {
        snapshot->time += milliseconds(50);
        changes += encoder.snapshot(*snapshot);
    }
    expectSaid(changes, "it has one of more than 100000 live changes; the 100 snapshots before");
}

TEST(RecordingLimits, NotesMayBeAnyNumberAndTheFirstAreKept)
{
    RecordEncoder encoder;
    std::string bytes = encoder.begin(test::syntheticHeader());
    for (std::uint64_t i = 0; i < 100'001; ++i) // a ping a second, for more than a day
        bytes += encoder.note({.time = milliseconds(1), .kind = "pong", .text = {}, .id = i});
    bytes += encoder.end(std::nullopt);
    expectSaid(bytes, "read");
    const auto recording = Recording::fromBytes(bytes, "input");
    ASSERT_EQ(recording->notes().size(), limits::kNotesKept);
    EXPECT_EQ(recording->notes().back().id, limits::kNotesKept - 1);
}

TEST(RecordingLimits, OfTimes)
{
    constexpr std::chrono::nanoseconds kMost{limits::kTimeNs};
    const auto at = [](std::chrono::nanoseconds time) {
        return recordingWith([time](measure::Snapshot& snapshot) { snapshot.time = time; });
    };
    expectSaid(at(kMost), "read");
    expectSaid(at(kMost + std::chrono::nanoseconds(1)), "its time is out of range");
    const auto changeOf = [](const measure::ConfigChange& change) {
        return recordingWith(
            [&change](measure::Snapshot& snapshot) { snapshot.changes = {change}; });
    };
    const auto tooLong = kMost + std::chrono::nanoseconds(1);
    const std::string most = "; allowed: a whole number, 0 to 315360000000000000";
    expectSaid(
        changeOf({.time = kMost, .gap = kMost, .initialising = kMost, .label = "", .config = {}}),
        "read");
    expectSaid(changeOf({.time = tooLong, .label = "", .config = {}}),
               "time_ns is 315360000000000001" + most);
    expectSaid(changeOf({.gap = tooLong, .label = "", .config = {}}),
               "gap_ns is 315360000000000001" + most);
    expectSaid(changeOf({.initialising = tooLong, .label = "", .config = {}}),
               "initialising_ns is 315360000000000001" + most);
    expectSaid(recordingWith([](measure::Snapshot& snapshot) {
                   snapshot.waits = measure::SparseHistogram({{measure::buckets::kCount - 1, 1}},
                                                             limits::kTimeNs + 1);
               }),
               "wait_max_ns is 315360000000000001" + most);
}

TEST(RecordingLimits, DisturbancesAddUpToNoMoreThanThereIsRoomFor)
{
    constexpr std::int64_t kLongest = 999'999'999'999'999; // the most that a snapshot may have
    measure::Disturbance sum{.span = std::chrono::nanoseconds(kLongest),
                             .othersNs = -kLongest,
                             .stolenNs = 0,
                             .throttledNs = kLongest};
    const measure::Disturbance one = sum;
    for (int i = 1; i < 20'000; ++i)
        sum += one;
    EXPECT_GT(sum.span.count(), 1'000 * kLongest);
    EXPECT_LT(*sum.othersNs, -1'000 * kLongest);
    EXPECT_EQ(*sum.stolenNs, 0);
    EXPECT_GT(*sum.throttledNs, 1'000 * kLongest);
}

TEST(RecordingLimits, OfTheFactsOfAllItsChanges)
{
    RecordOrder order("input");
    measure::ConfigChange change;
    change.config.resize(limits::kFacts);
    const std::vector<measure::ConfigChange> changes(1'000, change);
    for (std::size_t facts = 0; facts < limits::kFactsOfChanges; facts += 1'000 * limits::kFacts)
        EXPECT_EQ(order.takeChanges(changes), "");
    EXPECT_EQ(order.takeChanges(changes), "the live changes up to it have more than 1000000 facts");
}

TEST(RecordingLimits, OfTheTextOfAllItsChanges)
{
    RecordOrder order("input");
    // A hundred of a megabyte each: a label, and facts' names and values.
    measure::ConfigChange change;
    change.label = std::string(2'000, 'l');
    change.config.assign(2, {std::string(3'000, 'n'), std::string(1'000, 'v')});
    const std::vector<measure::ConfigChange> megabyte(100, change);
    for (int i = 0; i < 50; ++i)
        EXPECT_EQ(order.takeChanges(megabyte), "");
    EXPECT_EQ(order.takeChanges({{.label = "x", .config = {}}}),
              "the live changes up to it have more than 50 MB of text");
}

TEST(RecordingLimits, ANoteThatIsWrittenCanBeRead)
{
    RecordEncoder encoder;
    std::string bytes = encoder.begin(test::syntheticHeader());
    bytes +=
        encoder.note({.time = {}, .kind = "problem", .text = std::string(20'000, 'x'), .id = {}});
    expectSaid(bytes + encoder.end(std::nullopt), "read");
}

} // namespace
} // namespace lockscope::recording
