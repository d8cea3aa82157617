// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/history.h"
#include "core/recording/joined_runs.h"
#include "core/recording/stream_source.h"
#include "tests/support/made_up_account.h"
#include "tests/support/same_snapshot.h"
#include "tests/support/synthetic_recording.h"
#include "tests/support/temporary_file.h"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <functional>
#include <thread>

#include <unistd.h>

namespace lockscope::recording {
namespace {

using namespace std::chrono_literals;

/// A pipe with a stream source at its reading end.
class Stream : public testing::Test
{
protected:
    std::vector<measure::SnapshotPtr> snapshots = test::syntheticSnapshots(40, {.threads = 2});
    RecordEncoder encoder;
    std::unique_ptr<StreamSource> source;
    int end = -1; ///< for writing

    void SetUp() override { open({}); }
    void TearDown() override
    {
        source.reset();
        closeEnd();
    }

    void open(StreamKeep keep)
    {
        closeEnd();
        int ends[2];
        ASSERT_EQ(pipe(ends), 0);
        end = ends[1];
        source = std::make_unique<StreamSource>(ends[0], "the stream", std::move(keep));
        encoder = {};
    }

    void closeEnd()
    {
        if (end >= 0)
            close(end);
        end = -1;
    }

    void send(const std::string& bytes) const
    {
        ASSERT_EQ(write(end, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    }

    /// Waits, as long as it takes; ctest knows what is too long.
    static void until(const std::function<bool()>& so)
    {
        while (!so())
            std::this_thread::sleep_for(1ms);
    }

    std::vector<measure::SnapshotPtr> pollFor(std::size_t count) const
    {
        std::vector<measure::SnapshotPtr> all;
        until([&] {
            for (auto& snapshot : source->poll())
                all.push_back(std::move(snapshot));
            return all.size() >= count;
        });
        return all;
    }

    std::vector<measure::SnapshotPtr> pollToTheEnd() const
    {
        std::vector<measure::SnapshotPtr> all;
        until([&] {
            for (auto& snapshot : source->poll())
                all.push_back(std::move(snapshot));
            return !source->running();
        });
        return all;
    }
};

TEST_F(Stream, HasTheNewestAccountThatWasPolled)
{
    source->start();
    send(encoder.begin(test::syntheticHeader()));
    send(encoder.snapshot(*snapshots[0]));
    (void)pollFor(1);
    EXPECT_EQ(source->account(), nullptr);
    for (const std::uint64_t wait : {5U, 7U}) {
        auto account = test::madeUpAccount();
        account.locks.front().waitNs = wait;
        const auto time = snapshots.back()->time + std::chrono::seconds(wait);
        send(encoder.snapshot(*test::snapshotWith(
            time, std::make_shared<const measure::ProgramAccount>(std::move(account)))));
        (void)pollFor(1);
        send(encoder.snapshot(*test::snapshotWith(time + 1ms, nullptr)));
        (void)pollFor(1);
        ASSERT_NE(source->account(), nullptr);
        EXPECT_EQ(source->account()->locks.front().waitNs, wait) << "of the newest that has one";
    }
}

TEST_F(Stream, ShowsWhatCameWhileMoreIsStillToCome)
{
    source->start();
    EXPECT_TRUE(source->running());
    EXPECT_EQ(source->state(), StreamState::Waiting);
    EXPECT_EQ(source->facts().host.cpus, 0) << "unknown until the header has come";
    lab::LabConfig config;
    config.guard = "futex";
    send(encoder.begin(test::syntheticHeader(config)));
    until([&] { return source->state() == StreamState::Live; });
    EXPECT_EQ(source->facts().host.cpuModel, "Test CPU 9000");
    EXPECT_EQ(source->header()->config, config);
    for (const auto& snapshot : snapshots) {
        send(encoder.snapshot(*snapshot));
        test::expectSame(*snapshot, *pollFor(1).front());
    }
    EXPECT_TRUE(source->running());
    EXPECT_FALSE(source->problem());
    send(encoder.end(std::nullopt));
    EXPECT_TRUE(pollToTheEnd().empty());
    EXPECT_EQ(source->state(), StreamState::Whole);
    EXPECT_FALSE(source->problem());
}

TEST_F(Stream, TheConfigurationIsThatOfTheLastChangePolled)
{
    send(encoder.begin(test::syntheticHeader()));
    const auto many = test::syntheticSnapshots(300, {.threads = 1}); // a change every 12 s
    source->start();
    measure::ConfigFacts last = test::syntheticHeader().source.config;
    for (const auto& snapshot : many) {
        send(encoder.snapshot(*snapshot));
        if (!snapshot->changes.empty())
            last = snapshot->changes.back().config;
        (void)pollFor(1);
        ASSERT_EQ(source->facts().config, last);
    }
    EXPECT_NE(last, test::syntheticHeader().source.config);
}

TEST_F(Stream, WhateverWasDroppedIsAGap)
{
    source->start();
    send(encoder.begin(test::syntheticHeader()));
    send(encoder.snapshot(*snapshots[0]));
    send(encoder.dropped({.time = snapshots[4]->time, .count = 4}));
    send(encoder.snapshot(*snapshots[5]));
    const auto polled = pollFor(2);
    EXPECT_TRUE(measure::History::gapBetween(*polled[0], *polled[1]));
    measure::History history;
    for (const auto& snapshot : polled)
        history.push(snapshot);
    EXPECT_EQ(history.dropped(), 4U);
}

TEST_F(Stream, CutOffAnywhereItKeepsWhatIsWhole)
{
    const std::vector some(snapshots.begin(), snapshots.begin() + 4);
    const std::string whole = test::recordingOf(some);
    const std::string head = RecordEncoder().begin(test::syntheticHeader());
    std::size_t cuts = 0;
    for (std::size_t size = 0; size < whole.size(); size += 7) {
        open({});
        source->start();
        send(whole.substr(0, size));
        closeEnd();
        const auto polled = pollToTheEnd();
        ASSERT_EQ(source->state(), size < head.size() ? StreamState::NoRecording : StreamState::Cut)
            << size;
        ASSERT_TRUE(source->problem()) << size;
        EXPECT_NE(source->problem()->find("the stream"), std::string::npos);
        EXPECT_EQ(source->problem()->find('\n'), std::string::npos);
        for (std::size_t i = 0; i < polled.size(); ++i)
            test::expectSame(*some[i], *polled[i]);
        cuts += polled.size() == 3 ? 1 : 0;
    }
    EXPECT_GT(cuts, 3U) << "cuts in every record were tried";
}

TEST_F(Stream, DamageEndsItWhereItIs)
{
    source->start();
    send(encoder.begin(test::syntheticHeader()));
    send(encoder.snapshot(*snapshots[0]));
    send("and then somebody's shell says hello");
    EXPECT_EQ(pollToTheEnd().size(), 1U);
    EXPECT_EQ(source->state(), StreamState::Cut);
    EXPECT_NE(source->problem()->find("damaged"), std::string::npos) << *source->problem();
}

TEST_F(Stream, WhatIsNoRecordingIsSaidAtOnce)
{
    for (const char* garbage : {"Welcome to this server!\n", "\x82x", "{}", "\xff\xff"}) {
        open({});
        source->start();
        send(garbage);
        closeEnd();
        until([&] { return source->ended(); });
        EXPECT_EQ(source->state(), StreamState::NoRecording);
        EXPECT_NE(source->problem()->find("the stream"), std::string::npos) << *source->problem();
        EXPECT_FALSE(source->header());
    }
}

TEST_F(Stream, AReaderThatDoesNotComeHoldsTheSenderUpAndLosesNothing)
{
    const auto many =
        test::syntheticSnapshots(static_cast<int>(3 * StreamSource::kCapacity), {.threads = 1});
    std::thread sender([&, bytes = test::recordingOf(many)] {
        send(bytes); // blocks while the pipe is full
        closeEnd();
    });
    source->start();
    until([&] { return source->bytes() > 100'000; });
    source->stop();
    EXPECT_FALSE(source->running());
    EXPECT_TRUE(source->poll().empty());
    source->start();
    const auto polled = pollToTheEnd();
    sender.join();
    ASSERT_EQ(polled.size(), many.size());
    EXPECT_EQ(source->state(), StreamState::Whole);
}

TEST_F(Stream, EndsWithItsOwnerWhateverItWaitsFor)
{
    source.reset(); // never started
    for (const bool full : {false, true}) {
        open({});
        source->start();
        send(encoder.begin(test::syntheticHeader()));
        std::thread sender;
        if (full) {
            const auto many = test::syntheticSnapshots(5000, {.threads = 1});
            std::string bytes;
            for (const auto& snapshot : many)
                bytes += encoder.snapshot(*snapshot);
            std::signal(SIGPIPE, SIG_IGN); // NOLINT: the end is closed under the sender
            sender = std::thread([this, bytes] { (void)!write(end, bytes.data(), bytes.size()); });
            until([&] { return source->bytes() > 100'000; });
        }
        source.reset();
        if (sender.joinable())
            sender.join();
    }
}

TEST_F(Stream, NotesComeAndAnswersToPingsDoNot)
{
    source->start();
    EXPECT_FALSE(source->roundTrip()) << "unknown, not 0";
    const std::uint64_t first = source->ping();
    EXPECT_FALSE(source->roundTrip());
    send(encoder.begin(test::syntheticHeader()));
    send(encoder.note({.time = 0s, .kind = "problem", .text = "no such guard", .id = {}}));
    send(encoder.note({.time = 0s, .kind = "pong", .text = {}, .id = first}));
    until([&] { return source->roundTrip().has_value(); });
    const auto notes = source->takeNotes();
    ASSERT_EQ(notes.size(), 1U);
    EXPECT_EQ(notes[0].text, "no such guard");
    EXPECT_TRUE(source->takeNotes().empty());
}

TEST_F(Stream, WhatIsKeptPlaysAsTheStreamDid)
{
    const test::TemporaryFile file("kept.lockscope");
    open({.file = file.path()});
    source->start();
    const std::string whole = test::recordingOf(snapshots);
    send(whole.substr(0, whole.size() / 2));
    EXPECT_FALSE(source->kept()) << "it goes on";
    send(whole.substr(whole.size() / 2));
    closeEnd();
    EXPECT_EQ(pollToTheEnd().size(), snapshots.size());
    ASSERT_EQ(source->kept(), std::filesystem::path(file.path()));
    EXPECT_EQ(test::contentOf(file.path()), whole);
}

TEST_F(Stream, WhatIsTooLongToKeepIsShownAllTheSame)
{
    const test::TemporaryFile file("long.lockscope");
    open({.file = file.path(), .most = 1000});
    source->start();
    send(test::recordingOf(snapshots));
    closeEnd();
    EXPECT_EQ(pollToTheEnd().size(), snapshots.size());
    EXPECT_EQ(source->state(), StreamState::Whole);
    EXPECT_FALSE(source->kept());
    EXPECT_FALSE(std::filesystem::exists(file.path()));
}

TEST(RoundTrips, AreOnOneClockAndUnknownUntilTheFirstAnswer)
{
    RoundTrips trips;
    const RoundTrips::TimePoint start{1h};
    const auto first = trips.send(start);
    EXPECT_FALSE(trips.newest(start + 1s));
    trips.answer(first + 7, start + 1s); // to nothing that was asked
    EXPECT_FALSE(trips.newest(start + 1s));
    trips.answer(first, start + 20ms);
    EXPECT_EQ(trips.newest(start + 20ms)->time, 20ms);
    EXPECT_FALSE(trips.newest(start + 1h)->atLeast) << "nothing is asked";

    const auto second = trips.send(start + 1s);
    EXPECT_EQ(trips.newest(start + 1s + 10ms)->time, 20ms);
    EXPECT_EQ(trips.newest(start + 3s)->time, 2s) << "an answer is late";
    EXPECT_TRUE(trips.newest(start + 3s)->atLeast);
    const auto third = trips.send(start + 2s);
    trips.answer(third, start + 4s); // the answer before it was dropped
    trips.answer(second, start + 9s);
    EXPECT_EQ(trips.newest(start + 9s)->time, 2s);
    EXPECT_FALSE(trips.newest(start + 9s)->atLeast);
}

TEST(RoundTrips, KeepABoundedNumberThatNobodyAnswers)
{
    RoundTrips trips;
    const RoundTrips::TimePoint start{1h};
    std::uint64_t last = 0;
    for (std::size_t i = 0; i < 2 * RoundTrips::kMostWaiting; ++i)
        last = trips.send(start);
    trips.answer(1, start + 1s);
    EXPECT_FALSE(trips.newest(start + 1s)) << "forgotten";
    trips.answer(last, start + 1s);
    EXPECT_EQ(trips.newest(start + 1s)->time, 1s);
}

TEST(JoinedRuns, TheFirstRunIsAsItCame)
{
    JoinedRuns runs;
    runs.beginRun({});
    for (const auto& snapshot : test::syntheticSnapshots(3))
        EXPECT_EQ(runs.join(snapshot, {}), snapshot);
}

TEST(JoinedRuns, ANewRunGoesOnBehindAGapThatIsSaid)
{
    const auto first = test::syntheticSnapshots(300, {.threads = 1}); // 15 s, with a change
    const auto second = test::syntheticSnapshots(300, {.seed = 2, .threads = 1});
    const measure::ConfigFacts config{{"guard", "futex"}};
    JoinedRuns runs;
    JoinedRuns::TimePoint now{1h};
    measure::History history;
    runs.beginRun({});
    std::uint64_t revision = 0;
    for (const auto& snapshot : first) {
        history.push(runs.join(snapshot, now));
        if (!snapshot->changes.empty())
            revision = snapshot->changes.back().revision;
    }
    ASSERT_GT(revision, 0U);
    now += 5s; // the cut
    runs.beginRun(config);
    measure::SnapshotPtr before = history.snapshots().back();
    for (const auto& snapshot : second) {
        const auto joined = runs.join(snapshot, now);
        EXPECT_EQ(measure::History::gapBetween(*before, *joined), snapshot == second.front());
        EXPECT_GT(joined->time, before->time);
        EXPECT_EQ(joined->total - joined->delta, before->total);
        for (const auto& change : joined->changes) {
            EXPECT_EQ(change.revision, ++revision);
            EXPECT_GT(change.time, before->time);
            EXPECT_LE(change.time, joined->time);
        }
        history.push(joined);
        before = joined;
    }
    EXPECT_EQ(history.snapshots().size(), first.size() + second.size()) << "in one picture";
    EXPECT_EQ(history.dropped(), 1U);
    const auto& seam = *history.snapshots()[first.size()];
    EXPECT_EQ(seam.time, first.back()->time + 5s);
    ASSERT_FALSE(seam.changes.empty());
    EXPECT_EQ(seam.changes[0].config, config);
    EXPECT_NE(seam.changes[0].label.find("reconnected"), std::string::npos);
}

TEST(JoinedRuns, ARunOfWhichNothingCameLeavesNoTrace)
{
    const auto first = test::syntheticSnapshots(2, {.threads = 1});
    JoinedRuns runs;
    runs.beginRun({});
    runs.beginRun({}); // cut before its first snapshot
    EXPECT_EQ(runs.join(first[0], {}), first[0]);
    EXPECT_EQ(runs.join(first[1], {}), first[1]);
}

} // namespace
} // namespace lockscope::recording
