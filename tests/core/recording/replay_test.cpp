// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/history.h"
#include "core/measure/snapshot_queue.h"
#include "core/recording/replay_source.h"
#include "tests/support/same_snapshot.h"
#include "tests/support/synthetic_recording.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace lockscope::recording {
namespace {

using namespace std::chrono_literals;

/// 100 s at 20 Hz with a change every 12 s, and a clock that the test turns.
class Replay : public testing::Test
{
protected:
    std::vector<measure::SnapshotPtr> snapshots = test::syntheticSnapshots(2000, {.threads = 1});
    ReplaySource::TimePoint now;
    ReplaySource source{Recording::fromBytes(test::recordingOf(snapshots), "synthetic"),
                        [this] { return now; }};

    /// What poll() gives is the run of snapshots from..until of the recording.
    void expectPolled(std::size_t from, std::size_t until)
    {
        const auto polled = source.poll();
        ASSERT_EQ(polled.size(), until - from);
        for (std::size_t i = from; i < until; ++i)
            test::expectSame(*snapshots[i], *polled[i - from]);
    }
};

TEST_F(Replay, BeginsPausedAtTheBeginning)
{
    EXPECT_FALSE(source.running());
    now += 1h;
    EXPECT_EQ(source.position(), 0s);
    EXPECT_TRUE(source.poll().empty());
    EXPECT_EQ(source.duration(), 100s);
}

TEST_F(Replay, HandsOutNothingToWhoHasAllOfIt)
{
    source.handOutNothing();
    source.start();
    now += 10s;
    EXPECT_TRUE(source.poll().empty());
    EXPECT_EQ(source.position(), 10s);
    EXPECT_EQ(source.jumps(), 0U);
    now += 1h;
    EXPECT_TRUE(source.poll().empty());
    EXPECT_FALSE(source.running());
    source.start();
    EXPECT_EQ(source.position(), 0s) << "from the beginning again";
}

TEST_F(Replay, PlaysAsTimePasses)
{
    source.start();
    EXPECT_TRUE(source.running());
    now += 125ms;
    EXPECT_EQ(source.position(), 125ms);
    expectPolled(0, 2);
    expectPolled(2, 2);
    now += 25ms;
    expectPolled(2, 3);
    source.stop();
    now += 1h;
    EXPECT_EQ(source.position(), 150ms);
    EXPECT_TRUE(source.poll().empty());
    source.start();
    now += 50ms;
    expectPolled(3, 4);
}

TEST_F(Replay, FasterAndSlowerWithoutAJump)
{
    source.start();
    now += 1s;
    source.setSpeed(10);
    EXPECT_EQ(source.position(), 1s);
    now += 1s;
    EXPECT_EQ(source.position(), 11s);
    source.setSpeed(0.1);
    now += 1s;
    EXPECT_EQ(source.position(), 11'100ms);
    EXPECT_EQ(source.jumps(), 0U);
    expectPolled(0, 222);

    source.setSpeed(0);
    EXPECT_EQ(source.speed(), ReplaySource::kMinSpeed);
    source.setSpeed(1e9);
    EXPECT_EQ(source.speed(), ReplaySource::kMaxSpeed);
    source.setSpeed(std::numeric_limits<double>::quiet_NaN());
    EXPECT_EQ(source.speed(), 1);
}

TEST_F(Replay, EndsAtTheEndAndPlaysAgainFromTheBeginning)
{
    source.setSpeed(100);
    source.start();
    now += std::chrono::hours(24 * 365 * 100); // however late somebody looks
    EXPECT_EQ(source.position(), 100s);
    EXPECT_TRUE(source.isAtEnd());
    EXPECT_FALSE(source.running());
    expectPolled(2000 - measure::SnapshotQueue::kCapacity, 2000);
    EXPECT_TRUE(source.poll().empty());
    source.start();
    EXPECT_EQ(source.position(), 0s);
    EXPECT_EQ(source.jumps(), 1U);
    now += 10ms;
    expectPolled(0, 20);
}

TEST_F(Replay, SeekingJumpsWithinTheRecordingAndGoesOnPlaying)
{
    source.start();
    source.seek(50s);
    EXPECT_EQ(source.jumps(), 1U);
    EXPECT_TRUE(source.poll().empty()) << "nothing was passed";
    now += 100ms;
    expectPolled(1000, 1002);
    source.seek(-5s);
    EXPECT_EQ(source.position(), 0s);
    source.seek(500s);
    EXPECT_EQ(source.position(), 100s);
    EXPECT_FALSE(source.running());
}

TEST_F(Replay, StepsBySnapshots)
{
    source.start();
    now += 120ms;
    source.step(1);
    EXPECT_FALSE(source.running());
    EXPECT_EQ(source.position(), 150ms);
    EXPECT_EQ(source.jumps(), 0U);
    expectPolled(0, 3);
    source.step(2);
    expectPolled(3, 5);
    source.step(-1);
    EXPECT_EQ(source.position(), 200ms);
    EXPECT_EQ(source.jumps(), 1U);
    EXPECT_TRUE(source.poll().empty());
    source.step(std::numeric_limits<int>::min());
    EXPECT_EQ(source.position(), 50ms);
    source.step(std::numeric_limits<int>::max());
    EXPECT_EQ(source.position(), 100s);
}

TEST_F(Replay, JumpsFromMarkerToMarker)
{
    ASSERT_EQ(source.recording().markers().size(), 8U);
    ASSERT_TRUE(source.jumpToNextMarker());
    EXPECT_EQ(source.position(), 12s);
    EXPECT_EQ(source.history().back()->changes.size(), 1U) << "the change is in the picture";
    ASSERT_TRUE(source.jumpToNextMarker());
    EXPECT_EQ(source.position(), 24s);
    ASSERT_TRUE(source.jumpToPreviousMarker());
    EXPECT_EQ(source.position(), 12s);
    EXPECT_FALSE(source.jumpToPreviousMarker());
    EXPECT_EQ(source.position(), 12s);
    source.seek(97s);
    EXPECT_FALSE(source.jumpToNextMarker());
    EXPECT_TRUE(source.jumpToPreviousMarker());
    EXPECT_EQ(source.position(), 96s);
}

TEST_F(Replay, FactsAreOfWhatWasMeasuredAndInForceThere)
{
    EXPECT_EQ(source.facts().provenance, measure::kRecorded);
    EXPECT_EQ(source.facts().host.cpus, 64);
    EXPECT_EQ(source.facts().config.front().second, "mutex");
    source.seek(13s);
    EXPECT_EQ(source.facts().config, (measure::ConfigFacts{{"fast_path", "on"}}));
    source.seek(11s);
    EXPECT_EQ(source.facts().config.front().second, "mutex");
}

TEST_F(Replay, HistoryIsTheTimeBeforeThePosition)
{
    source.seek(70s);
    auto history = source.history(60s);
    ASSERT_EQ(history.size(), 1200U);
    test::expectSame(*snapshots[200], *history.front());
    test::expectSame(*snapshots[1399], *history.back());
    const auto shared = history[600];
    source.seek(75s);
    history = source.history(60s);
    ASSERT_EQ(history.size(), 1200U);
    EXPECT_EQ(history[500], shared) << "not decoded again";
    test::expectSame(*snapshots[1499], *history.back());
    source.seek(1s);
    EXPECT_EQ(source.history(60s).size(), 20U);
    source.seek(0s);
    EXPECT_TRUE(source.history(60s).empty());
}

TEST_F(Replay, HoweverItIsPlayedAHistoryThatFollowsTheJumpsShowsTheRecording)
{
    measure::History shown(2s);
    std::mt19937 random(3);
    std::uint64_t jumps = source.jumps();
    for (int i = 0; i < 400; ++i) {
        switch (random() % 10) {
        case 0:
            source.seek(std::chrono::milliseconds(random() % 100'000));
            break;
        case 1:
            source.step(static_cast<int>(random() % 7) - 3);
            break;
        case 2:
            random() % 2 == 0 ? source.jumpToNextMarker() : source.jumpToPreviousMarker();
            break;
        case 3:
            source.setSpeed(0.1 * static_cast<double>(1 + random() % 300));
            break;
        case 4:
            source.stop();
            break;
        default:
            source.start();
            now += std::chrono::milliseconds(random() % 200);
            break;
        }
        if (source.jumps() != jumps) {
            jumps = source.jumps();
            shown.clear();
            for (const auto& snapshot : source.history(2s))
                shown.push(snapshot);
        }
        for (const auto& snapshot : source.poll())
            shown.push(snapshot);
        ASSERT_EQ(shown.dropped(), 0U);
        if (shown.empty()) {
            ASSERT_LT(source.position(), 50ms);
            continue;
        }
        ASSERT_LE(shown.end(), source.position());
        ASSERT_GT(shown.end(), source.position() - 50ms);
    }
}

TEST(ReplayOfNothing, IsAtItsEndAndDoesNothing)
{
    ReplaySource source(Recording::fromBytes(test::recordingOf({}), "empty"));
    source.start();
    source.step(1);
    source.step(-1);
    source.seek(std::chrono::seconds(5));
    EXPECT_FALSE(source.running());
    EXPECT_FALSE(source.jumpToNextMarker());
    EXPECT_FALSE(source.jumpToPreviousMarker());
    EXPECT_TRUE(source.poll().empty());
    EXPECT_TRUE(source.history().empty());
    EXPECT_EQ(source.position(), std::chrono::seconds(0));
}

} // namespace
} // namespace lockscope::recording
