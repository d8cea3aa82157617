// SPDX-License-Identifier: GPL-3.0-or-later
// What takes millions of numbers: left out under sanitizers, which see in the other tests what they
// could see in these.
#include "core/io/limits.h"
#include "core/measure/history.h"
#include "core/recording/difference.h"
#include "core/recording/recording.h"
#include "core/recording/replay_source.h"
#include "tests/support/synthetic_recording.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <vector>

namespace lockscope::recording {
namespace {

using namespace std::chrono_literals;

TEST(RecordingLimits, AReplayKeepsNoMoreThreadsThanAHistory)
{
    const auto snapshot = std::make_shared<measure::Snapshot>(*test::syntheticSnapshots(1).front());
    snapshot->threads.resize(io::limits::kThreads);
    std::vector<measure::SnapshotPtr> snapshots;
    constexpr std::size_t kFit = io::limits::kThreadsKept / io::limits::kThreads;
    for (std::size_t i = 0; i < kFit + 20; ++i) {
        snapshot->time += 50ms;
        snapshot->sequence = i;
        snapshots.push_back(std::make_shared<measure::Snapshot>(*snapshot));
    }
    ReplaySource source(Recording::fromBytes(test::recordingOf(snapshots), "input"));
    source.seek(source.end());
    EXPECT_EQ(source.history().size(), kFit);
    EXPECT_EQ(source.history().back()->sequence, snapshots.back()->sequence);

    measure::History history;
    for (const auto& each : snapshots)
        history.push(each);
    EXPECT_EQ(history.snapshots().size(), kFit);
    EXPECT_EQ(history.snapshots().back(), snapshots.back());
}

TEST(RecordingDifference, OfRunsOfTheSameKindShowsNone)
{
    const auto steady = [](std::uint32_t seed) {
        return rangeOf(Recording::fromBytes(test::recordingOf(test::syntheticSnapshots(
                                                400, {.seed = seed, .changeEverySeconds = 0})),
                                            "steady"));
    };
    int shown = 0;
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        const Difference difference = compare(steady(seed), steady(seed + 100));
        shown += difference.verdict() != "no difference shown";
        EXPECT_EQ(difference.isSlowerBy(0.05), false);
        EXPECT_TRUE(difference.remarks.empty());
    }
    EXPECT_LE(shown, 3) << "one in twenty is what 95 % means";
}

} // namespace
} // namespace lockscope::recording
