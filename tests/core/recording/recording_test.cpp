// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/recording.h"
#include "core/recording/run_summary_builder.h"
#include "core/recording/stream_decoder.h"
#include "tests/support/same_snapshot.h"
#include "tests/support/synthetic_recording.h"
#include "tests/support/temporary_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <vector>

namespace lockscope::recording {
namespace {

using namespace std::chrono_literals;

class ARecording : public testing::Test
{
protected:
    std::vector<measure::SnapshotPtr> snapshots =
        test::syntheticSnapshots(200, {.threads = 3, .changeEverySeconds = 2});
    std::shared_ptr<const Recording> recording =
        Recording::fromBytes(test::recordingOf(snapshots), "synthetic");
};

TEST_F(ARecording, HasEverySnapshotInAnyOrder)
{
    ASSERT_EQ(recording->size(), snapshots.size());
    EXPECT_TRUE(recording->isComplete());
    for (const std::size_t i : {199U, 0U, 57U, 58U, 57U}) {
        test::expectSame(*snapshots[i], *recording->snapshot(i));
        EXPECT_EQ(recording->timeOf(i), snapshots[i]->time);
    }
    EXPECT_THROW((void)recording->snapshot(200), std::out_of_range);
}

TEST_F(ARecording, TellsHowMuchOfAFileIsInTheIndexAndCanBeGivenUp)
{
    const test::TemporaryFile file("index.lockscope");
    std::ofstream(file.path(), std::ios::binary) << test::recordingOf(snapshots);
    std::vector<double> shares;
    const auto opened = Recording::open(file.path(), [&shares](double share) {
        shares.push_back(share);
        return true;
    });
    EXPECT_EQ(opened->size(), snapshots.size());
    ASSERT_GT(shares.size(), 2U);
    EXPECT_TRUE(std::is_sorted(shares.begin(), shares.end()));
    EXPECT_LE(shares.back(), 1);
    EXPECT_GT(shares.back(), 0.3);
    EXPECT_THROW((void)Recording::open(file.path(), [](double) { return false; }), RecordingError);
}

TEST_F(ARecording, FindsSnapshotsByTime)
{
    EXPECT_EQ(recording->begin(), 0ns);
    EXPECT_EQ(recording->end(), 10s);
    EXPECT_EQ(recording->duration(), 10s);
    EXPECT_EQ(recording->countUntil(-1s), 0U);
    EXPECT_EQ(recording->countUntil(49ms), 0U);
    EXPECT_EQ(recording->countUntil(50ms), 1U);
    EXPECT_EQ(recording->countUntil(99ms), 1U);
    EXPECT_EQ(recording->countUntil(10s), 200U);
    EXPECT_EQ(recording->countUntil(99s), 200U);
}

TEST_F(ARecording, KnowsItsMarkersAndWhatWasInForce)
{
    ASSERT_EQ(recording->markers().size(), 5U);
    const Marker& first = recording->markers().front();
    EXPECT_EQ(first.change.label, "fast path on");
    EXPECT_EQ(first.snapshot, 39U) << "the one that ends at 2 s";
    EXPECT_EQ(recording->configAfter(0).front().first, "guard") << "the header's";
    EXPECT_EQ(recording->configAfter(39).front().first, "guard");
    EXPECT_EQ(recording->configAfter(40), first.change.config);
    EXPECT_EQ(recording->configAfter(200), recording->markers().back().change.config);
}

TEST_F(ARecording, IsTheSameFromAFileAndFromAPipe)
{
    const test::TemporaryFile file("whole.lockscope", test::recordingOf(snapshots));
    EXPECT_EQ(Recording::open(file.path())->size(), 200U);
    StreamReader reader(file.path());
    std::size_t count = 0;
    while (const auto event = reader.next())
        count += std::holds_alternative<measure::SnapshotPtr>(*event) ? 1 : 0;
    EXPECT_EQ(count, 200U);
    EXPECT_TRUE(reader.isComplete());
}

TEST_F(ARecording, OfAPartOfARunHasTheTotalsOfThatPart)
{
    const std::vector part(snapshots.begin() + 100, snapshots.end());
    const auto later = Recording::fromBytes(test::recordingOf(part), "part");
    EXPECT_EQ(later->begin(), 5s);
    const measure::RunSummary summary = summaryOf(*later);
    EXPECT_EQ(summary.totals, snapshots.back()->total - snapshots[99]->total);
    EXPECT_EQ(summary.elapsed, 5s);
}

TEST(Recording, WithoutSnapshotsOpens)
{
    const auto empty = Recording::fromBytes(test::recordingOf({}), "empty");
    EXPECT_EQ(empty->size(), 0U);
    EXPECT_EQ(empty->duration(), 0s);
    EXPECT_TRUE(empty->isComplete());
    EXPECT_EQ(summaryOf(*empty).totals, measure::Totals{});
}

TEST(Recording, KeepsNotesAndCountsWhatWasDropped)
{
    const auto snapshots = test::syntheticSnapshots(2, {.threads = 1});
    RecordEncoder encoder;
    std::string bytes = encoder.begin(test::syntheticHeader());
    bytes += encoder.snapshot(*snapshots[0]);
    bytes += encoder.note({.time = 50ms, .kind = "pong", .text = "", .id = 17});
    bytes += encoder.dropped({.time = 60ms, .count = 3});
    bytes += encoder.dropped({.time = 70ms, .count = 4});
    bytes += encoder.end({});
    const auto recording = Recording::fromBytes(bytes, "notes");
    ASSERT_EQ(recording->notes().size(), 1U);
    EXPECT_EQ(recording->notes()[0].kind, "pong");
    EXPECT_EQ(recording->notes()[0].id, 17U);
    EXPECT_EQ(recording->notes()[0].time, 50ms);
    EXPECT_EQ(recording->dropped(), 7U);
}

} // namespace
} // namespace lockscope::recording
