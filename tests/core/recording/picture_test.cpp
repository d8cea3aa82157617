// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/history.h"
#include "core/recording/recording_picture.h"
#include "tests/support/same_snapshot.h"
#include "tests/support/synthetic_recording.h"
#include "tests/support/temporary_file.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>

namespace lockscope::recording {
namespace {

using namespace std::chrono_literals;
using measure::TimeRange;

std::shared_ptr<const Recording> recordingOf(const std::vector<measure::SnapshotPtr>& snapshots)
{
    return Recording::fromBytes(test::recordingOf(snapshots), "synthetic");
}

std::uint64_t callsOf(const std::vector<measure::SnapshotPtr>& snapshots)
{
    std::uint64_t calls = 0;
    for (const auto& each : snapshots)
        calls += each->delta.calls;
    return calls;
}

std::size_t joinedBy(const std::vector<measure::SnapshotPtr>& snapshots)
{
    std::size_t all = 0;
    for (const auto& each : snapshots)
        all += each->joined;
    return all;
}

/// So small that 2000 snapshots are many.
RecordingPicture::Limits smallLimits()
{
    return {.atOnce = 100,
            .sketch = 10,
            .most = 100,
            .threads = 1'000'000,
            .mostClose = 200,
            .closeThreads = 1'000'000,
            .mostSelected = 50,
            .selectedThreads = 1'000'000};
}

TEST(RecordingPicture, AShortRecordingIsThereAtOnceAndAsItIs)
{
    const auto snapshots = test::syntheticSnapshots(200, {.threads = 2});
    RecordingPicture picture(recordingOf(snapshots), {});
    const auto all = picture.take();
    ASSERT_TRUE(all);
    ASSERT_EQ(all->size(), 200U);
    for (std::size_t i = 0; i < 200; ++i)
        test::expectSame(*snapshots[i], *(*all)[i]);
    EXPECT_EQ(picture.progress(), 1);
    EXPECT_FALSE(picture.take()) << "nothing new";
}

TEST(RecordingPicture, ARecordingWithoutSnapshotsIsEmpty)
{
    RecordingPicture picture(recordingOf({}), {});
    EXPECT_TRUE(picture.take()->empty());
    picture.lookAt({0s, 1s}, {TimeRange{0s, 1s}});
    EXPECT_FALSE(picture.take());
}

TEST(RecordingPicture, ALongRecordingIsAllThereInFewSnapshots)
{
    const auto snapshots = test::syntheticSnapshots(2000, {.threads = 2});
    RecordingPicture picture(recordingOf(snapshots), {}, smallLimits());
    const auto sketch = *picture.take();
    EXPECT_LE(sketch.size(), 111U);
    EXPECT_EQ(sketch.front()->time, snapshots.front()->time) << "from its beginning";
    EXPECT_EQ(sketch.back()->time, snapshots.back()->time) << "to its end";
    EXPECT_EQ(joinedBy(sketch), 2000U);
    picture.waitUntilRead();
    const auto all = *picture.take();
    EXPECT_EQ(all.size(), 101U);
    EXPECT_EQ(joinedBy(all), 2000U);
    EXPECT_EQ(callsOf(all), callsOf(snapshots)) << "every snapshot is in it once";
    EXPECT_EQ(picture.progress(), 1);
    measure::History history;
    history.replace(all);
    EXPECT_EQ(history.dropped(), 0U);
    EXPECT_EQ(history.snapshots().size(), 101U);
}

TEST(RecordingPicture, WhatIsVisibleIsReadClosely)
{
    const auto snapshots = test::syntheticSnapshots(2000, {.threads = 1});
    RecordingPicture picture(recordingOf(snapshots), {}, smallLimits());
    picture.lookAt({40s, 44s}, {});
    picture.waitUntilRead();
    const auto all = *picture.take();
    EXPECT_EQ(callsOf(all), callsOf(snapshots)) << "nothing twice, and nothing lost";
    for (const auto& each : all)
        if (each->time > 40s && each->time - each->interval < 44s) {
            EXPECT_EQ(each->joined, 1U) << each->time.count();
        }
    EXPECT_LE(all.size(), 101U + 200U);

    picture.lookAt({41s, 45s}, {}); // still within the margin
    EXPECT_FALSE(picture.take());
    picture.lookAt({80s, 84s}, {});
    picture.waitUntilRead();
    const auto later = *picture.take();
    EXPECT_EQ(callsOf(later), callsOf(snapshots));
    for (const auto& each : later)
        if (each->time > 80s && each->time - each->interval < 84s) {
            EXPECT_EQ(each->joined, 1U);
        }
}

TEST(RecordingPicture, ASelectionIsReadInFullAtItsEdges)
{
    const auto snapshots = test::syntheticSnapshots(2000, {.threads = 1});
    RecordingPicture picture(recordingOf(snapshots), {}, smallLimits());
    picture.lookAt({0s, 100s}, {TimeRange{12340ms, 13460ms}});
    picture.waitUntilRead();
    const auto all = *picture.take();
    EXPECT_EQ(callsOf(all), callsOf(snapshots));
    std::size_t selected = 0;
    for (const auto& each : all)
        if (each->time > 12340ms && each->time - each->interval < 13460ms) {
            EXPECT_EQ(each->joined, 1U);
            ++selected;
        }
    EXPECT_EQ(selected, 24U); // 12.30 to 13.50 s, 50 ms each
    picture.lookAt({0s, 100s}, {});
    picture.waitUntilRead();
    EXPECT_EQ(picture.take()->size(), 101U) << "and forgotten when it is cleared";
}

TEST(RecordingPicture, ALongSelectionIsReadAtItsEdges)
{
    const auto snapshots = test::syntheticSnapshots(2000, {.threads = 1});
    RecordingPicture picture(recordingOf(snapshots), {}, smallLimits());
    const TimeRange selected{12340ms, 83460ms};
    picture.lookAt({0s, 100s}, {selected});
    picture.waitUntilRead();
    const auto all = *picture.take();
    EXPECT_LE(all.size(), 101U + 2 * 20U);
    EXPECT_EQ(callsOf(all), callsOf(snapshots));
    const auto within = [&selected](const auto& from) {
        std::vector<measure::SnapshotPtr> found;
        for (const measure::SnapshotPtr& each : from)
            if (selected.contains(each->time - each->interval / 2))
                found.push_back(each);
        return found;
    };
    EXPECT_EQ(callsOf(within(all)), callsOf(within(snapshots))) << "as if all had been read";
    EXPECT_EQ(joinedBy(within(all)), within(snapshots).size());
}

TEST(RecordingPicture, TheNewestWishIsAnswered)
{
    const auto snapshots = test::syntheticSnapshots(2000, {.threads = 1});
    std::atomic<int> news = 0;
    RecordingPicture picture(
        recordingOf(snapshots), [&news] { ++news; }, smallLimits());
    for (int i = 0; i < 400; ++i)
        picture.lookAt({i * 200ms, i * 200ms + 2s}, {TimeRange{i * 200ms, i * 200ms + 1s}});
    picture.waitUntilRead();
    const auto all = *picture.take();
    EXPECT_EQ(callsOf(all), callsOf(snapshots));
    for (const auto& each : all)
        if (each->time > 79800ms && each->time - each->interval < 81800ms) {
            EXPECT_EQ(each->joined, 1U);
        }
    EXPECT_GT(news, 0);
}

TEST(RecordingPicture, GapsStayWhereTheyWere)
{
    auto snapshots = test::syntheticSnapshots(2000, {.threads = 1});
    snapshots.erase(snapshots.begin() + 700, snapshots.begin() + 1000); // 15 s
    RecordingPicture picture(recordingOf(snapshots), {}, smallLimits());
    picture.waitUntilRead();
    measure::History history;
    history.replace(*picture.take());
    EXPECT_EQ(history.dropped(), 300U);
    EXPECT_EQ(history.at(40s), nullptr) << "nothing was recorded then";
    EXPECT_NE(history.at(30s), nullptr);
    EXPECT_NE(history.at(60s), nullptr);
}

TEST(RecordingPicture, ManyThreadsAreKeptWithinTheirLimit)
{
    const auto snapshots = test::syntheticSnapshots(600, {.threads = 50});
    RecordingPicture::Limits limits = smallLimits();
    limits.most = 500;
    limits.threads = 5'000;
    RecordingPicture picture(recordingOf(snapshots), {}, limits);
    picture.waitUntilRead();
    std::size_t each = 0; // with its histogram
    for (const auto& snapshot : snapshots)
        each = std::max(each, measure::History::sizeOf(*snapshot));
    EXPECT_GT(each, 50U);
    EXPECT_EQ(picture.take()->size(), limits.threads / each + 1);
}

TEST(RecordingPicture, AFileThatIsCutMeanwhileIsSaidOnceAndWhatWasReadStays)
{
    const auto snapshots = test::syntheticSnapshots(2000, {.threads = 4});
    const test::TemporaryFile file("cut.lockscope", test::recordingOf(snapshots));
    RecordingPicture picture(Recording::open(file.path()), {}, smallLimits());
    picture.waitUntilRead();
    EXPECT_EQ(joinedBy(*picture.take()), 2000U);
    std::filesystem::resize_file(file.path(), 1000);
    picture.lookAt({40s, 44s}, {});
    picture.waitUntilRead();
    EXPECT_THROW((void)picture.take(), RecordingError);
    const auto all = picture.take();
    EXPECT_TRUE(!all || joinedBy(*all) == 2000U);
    EXPECT_FALSE(picture.take());
}

TEST(RecordingPicture, ItCanBeLeftWhileItReads)
{
    const auto recording = recordingOf(test::syntheticSnapshots(2000, {.threads = 8}));
    for (int i = 0; i < 20; ++i) {
        RecordingPicture picture(
            recording, [] {}, smallLimits());
        picture.lookAt({40s, 44s}, {TimeRange{50s, 51s}});
    }
}

} // namespace
} // namespace lockscope::recording
