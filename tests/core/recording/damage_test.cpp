// SPDX-License-Identifier: GPL-3.0-or-later
// What is left of a recording when something happened to its bytes.
#include "core/recording/byte_store.h"
#include "core/recording/recording.h"
#include "core/recording/run_summary_builder.h"
#include "core/recording/stream_decoder.h"
#include "tests/support/made_up_account.h"
#include "tests/support/same_snapshot.h"
#include "tests/support/synthetic_recording.h"
#include "tests/support/temporary_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>

#include <unistd.h>

namespace lockscope::recording {
namespace {

/// What a reader makes of some bytes.
struct Read
{
    bool refused = false;
    std::vector<measure::SnapshotPtr> snapshots;
    bool isComplete = false;
    std::string sentence; ///< why refused, or not complete
};

Read randomAccess(const std::string& bytes)
{
    Read read;
    try {
        const auto recording = Recording::fromBytes(bytes, "bytes");
        for (std::size_t i = 0; i < recording->size(); ++i)
            read.snapshots.push_back(recording->snapshot(i));
        read.isComplete = recording->isComplete();
        read.sentence = recording->problem().value_or("");
    } catch (const RecordingError& error) {
        read.refused = true;
        read.sentence = error.what();
    }
    return read;
}

/// In pieces of `piece` bytes.
Read streamed(const std::string& bytes, std::size_t piece = 1000)
{
    Read read;
    try {
        StreamDecoder decoder("bytes");
        for (std::size_t at = 0;; at += piece) {
            if (at >= bytes.size())
                decoder.close();
            else
                decoder.feed(bytesOf(bytes).subspan(at, std::min(piece, bytes.size() - at)));
            while (const auto event = decoder.next())
                if (const auto* snapshot = std::get_if<measure::SnapshotPtr>(&*event))
                    read.snapshots.push_back(*snapshot);
            if (decoder.ended())
                break;
        }
        read.isComplete = decoder.isComplete();
        read.sentence = decoder.problem().value_or("");
    } catch (const RecordingError& error) {
        read.refused = true;
        read.sentence = error.what();
    }
    return read;
}

const std::vector<std::function<Read(const std::string&)>> kReaders{
    randomAccess,
    [](const std::string& bytes) { return streamed(bytes); },
    [](const std::string& bytes) { return streamed(bytes, 1); }};

/// A small recording, with a change and an account, and where its snapshots' records end.
struct Sample
{
    Sample()
    {
        RecordEncoder encoder;
        bytes = encoder.begin(test::syntheticHeader());
        headerEnd = bytes.size();
        snapshots.push_back(
            test::snapshotWith(snapshots.back()->time + std::chrono::seconds(1),
                               std::make_shared<measure::ProgramAccount>(test::madeUpAccount())));
        for (const auto& snapshot : snapshots) {
            bytes += encoder.snapshot(*snapshot);
            ends.push_back(bytes.size());
        }
        bytes += encoder.end({});
    }

    /// Snapshots that are whole within so many bytes.
    [[nodiscard]] std::size_t wholeWithin(std::size_t size) const
    {
        return static_cast<std::size_t>(std::upper_bound(ends.begin(), ends.end(), size)
                                        - ends.begin());
    }

    std::vector<measure::SnapshotPtr> snapshots = test::syntheticSnapshots(
        4, {.threads = 1, .perSecond = 20, .changeEverySeconds = 0.1, .contended = false});
    std::string bytes;
    std::size_t headerEnd = 0;
    std::vector<std::size_t> ends;
};

TEST(RecordingDamage, WholeItIsComplete)
{
    const Sample sample;
    for (const auto& reader : kReaders) {
        const Read read = reader(sample.bytes);
        EXPECT_TRUE(read.isComplete) << read.sentence;
        ASSERT_EQ(read.snapshots.size(), sample.snapshots.size());
        for (std::size_t i = 0; i < sample.snapshots.size(); ++i)
            test::expectSame(*sample.snapshots[i], *read.snapshots[i]);
    }
}

TEST(RecordingDamage, CutAtEveryByteItOpensUpToItsLastWholeRecordAndSaysSo)
{
    const Sample sample;
    for (std::size_t size = 0; size < sample.bytes.size(); ++size) {
        for (const auto& reader : kReaders) {
            const Read read = reader(sample.bytes.substr(0, size));
            ASSERT_FALSE(read.isComplete) << size;
            ASSERT_EQ(read.refused, size < sample.headerEnd) << size << ": " << read.sentence;
            ASSERT_EQ(read.snapshots.size(), read.refused ? 0 : sample.wholeWithin(size)) << size;
            ASSERT_NE(read.sentence.find(size == 0 ? "empty" : "cut short"), std::string::npos)
                << size << ": " << read.sentence;
        }
    }
}

TEST(RecordingDamage, EveryFlippedBitIsFoundAndWhatIsBeforeItStays)
{
    const Sample sample;
    for (std::size_t at = 0; at < sample.bytes.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string bytes = sample.bytes;
            bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit));
            for (const auto& reader : kReaders) {
                if (&reader == &kReaders.back() && bit % 4 != 0)
                    continue; // byte by byte is slow
                const Read read = reader(bytes);
                ASSERT_FALSE(read.isComplete) << at << "." << bit;
                ASSERT_FALSE(read.sentence.empty());
                ASSERT_EQ(read.refused, at < sample.headerEnd) << at << "." << bit << read.sentence;
                ASSERT_EQ(read.snapshots.size(), read.refused ? 0 : sample.wholeWithin(at));
            }
        }
    }
}

TEST(RecordingDamage, EveryByteSetToAnythingIsFound)
{
    const Sample sample;
    for (std::size_t at = 0; at < sample.bytes.size(); ++at) {
        for (const int value : {0x00, 0x01, 0x7F, 0x80, 0x9F, 0x5B, 0xFF}) {
            std::string bytes = sample.bytes;
            bytes[at] = static_cast<char>(value);
            const bool isChanged = bytes != sample.bytes;
            ASSERT_NE(randomAccess(bytes).isComplete, isChanged) << at << " " << value;
        }
    }
}

TEST(RecordingDamage, RecordsThatAreMissingDoubledOrSwappedAreFound)
{
    const Sample sample;
    const auto record = [&](std::size_t i) {
        return sample.bytes.substr(sample.ends[i - 1], sample.ends[i] - sample.ends[i - 1]);
    };
    const std::string head = sample.bytes.substr(0, sample.ends[0]);
    const std::string tail = sample.bytes.substr(sample.ends[2]);
    for (const std::string& middle :
         {record(1), record(2), record(2) + record(1), record(1) + record(1) + record(2)})
    {
        for (const auto& reader : kReaders) {
            const Read read = reader(head + middle + tail);
            EXPECT_FALSE(read.isComplete);
            EXPECT_LE(read.snapshots.size(), 3U);
            EXPECT_NE(read.sentence.find("damaged at byte"), std::string::npos) << read.sentence;
        }
    }
}

TEST(RecordingDamage, ARecordWhoseChecksumFitsButWhoseContentDoesNotIsDamageToo)
{
    RecordEncoder encoder;
    std::string bytes = encoder.begin(test::syntheticHeader());
    bytes += encoder.record(RecordType::Snapshot, std::chrono::seconds(1), "\x81\x01");
    const Read read = streamed(bytes);
    EXPECT_FALSE(read.isComplete);
    EXPECT_NE(read.sentence.find("interval_ns"), std::string::npos) << read.sentence;
    EXPECT_FALSE(randomAccess(bytes).isComplete);
}

TEST(RecordingDamage, ALaterVersionIsRefusedByItsNumber)
{
    std::string bytes = Sample().bytes;
    bytes[magicBytes().size() - 1] = 2;
    for (const auto& reader : kReaders) {
        const Read read = reader(bytes);
        EXPECT_TRUE(read.refused);
        EXPECT_NE(read.sentence.find("format version 2"), std::string::npos) << read.sentence;
        EXPECT_NE(read.sentence.find("newer Lockscope"), std::string::npos);
    }
}

TEST(RecordingDamage, RecordsOfATypeThatIsNotKnownAreSkipped)
{
    const auto snapshots = test::syntheticSnapshots(2, {.threads = 1});
    RecordEncoder encoder;
    std::string bytes = encoder.begin(test::syntheticHeader());
    bytes += encoder.snapshot(*snapshots[0]);
    bytes += encoder.record(static_cast<RecordType>(99), std::chrono::seconds(1), "anything");
    bytes += encoder.snapshot(*snapshots[1]);
    bytes += encoder.end({});
    for (const auto& reader : kReaders) {
        const Read read = reader(bytes);
        EXPECT_TRUE(read.isComplete) << read.sentence;
        EXPECT_EQ(read.snapshots.size(), 2U);
    }
}

TEST(RecordingDamage, SomethingElseIsRefusedInOneSentence)
{
    for (const std::string& other : {std::string("{\"schema\": \"lockscope.run/1\"}"),
                                     std::string(5000, '\0'),
                                     std::string("\x82\x73lockscope.recordinG\x01")})
    {
        for (const auto& reader : kReaders) {
            const Read read = reader(other);
            EXPECT_TRUE(read.refused);
            EXPECT_NE(read.sentence.find("no Lockscope recording"), std::string::npos)
                << read.sentence;
        }
    }
}

void expectRefused(const std::string& path, const std::string& part)
{
    try {
        (void)Recording::open(path);
        ADD_FAILURE() << path;
    } catch (const RecordingError& error) {
        EXPECT_NE(std::string(error.what()).find(path), std::string::npos) << error.what();
        EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
    }
    EXPECT_THROW(
        {
            StreamReader reader(path);
            while (reader.next()) {
            }
        },
        RecordingError);
}

TEST(RecordingDamage, PlacesThatAreNoFilesAreRefusedByName)
{
    expectRefused("/nowhere/at/all.lockscope", "No such file");
    expectRefused("/", "a folder");
    expectRefused("/dev/null", "is empty");
    expectRefused("/proc/self/mem", "Input/output error"); // unreadable, also for root
}

TEST(RecordingDamage, AFileThatClaimsToBeHugeIsRefusedWithoutReadingIt)
{
    const test::TemporaryFile file("huge", "x");
    ASSERT_EQ(truncate(file.path().c_str(), off_t{1} << 40U), 0);
    expectRefused(file.path(), "no Lockscope recording");
}

TEST(RecordingDamage, AnEndlessPipeIsNotKeptWithoutBound)
{
    expectRefused("/dev/zero", "no Lockscope recording");

    std::array<int, 2> ends{};
    ASSERT_EQ(pipe(ends.data()), 0);
    const std::string bytes = Sample().bytes;
    ASSERT_EQ(write(ends[1], bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    close(ends[1]);
    try {
        (void)openStore("/dev/fd/" + std::to_string(ends[0]), 1000);
        ADD_FAILURE();
    } catch (const RecordingError& error) {
        EXPECT_NE(std::string(error.what()).find("is longer than"), std::string::npos)
            << error.what();
    }
    close(ends[0]);
}

TEST(RecordingDamage, AFileThatIsCutOffWhileItIsOpenIsAnErrorAndNoSignal)
{
    const Sample sample;
    const test::TemporaryFile file("shrinks", sample.bytes);
    const auto recording = Recording::open(file.path());
    ASSERT_EQ(recording->size(), 5U);
    ASSERT_EQ(truncate(file.path().c_str(), 100), 0);
    EXPECT_THROW((void)recording->snapshot(3), RecordingError);
}

TEST(RecordingDamage, TheSummaryOfWhatIsLeftIsThatOfItsSnapshots)
{
    const auto snapshots = test::syntheticSnapshots(50, {.threads = 3, .gaps = true});
    const std::string bytes = test::recordingOf(snapshots);
    const auto recording = Recording::fromBytes(bytes.substr(0, bytes.size() * 2 / 3), "cut");
    const std::size_t count = recording->size();
    ASSERT_GT(count, 20U);
    ASSERT_LT(count, 50U);
    const measure::RunSummary summary = summaryOf(*recording);
    EXPECT_EQ(summary.totals, snapshots[count - 1]->total);
    EXPECT_EQ(summary.elapsed, snapshots[count - 1]->time);
    EXPECT_EQ(summary.threads.size(), 3U);
    EXPECT_EQ(summary.host.cpus, 64);
    EXPECT_FALSE(summary.longestTurnNs()) << "in no snapshot";
}

} // namespace
} // namespace lockscope::recording
