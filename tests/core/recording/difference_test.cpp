// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/difference.h"
#include "tests/support/synthetic_recording.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace lockscope::recording {
namespace {

using namespace std::chrono_literals;

/// 60 s; 26.4 M calls/s with much waiting, and 41.5 M without, taking turns every 12 s.
std::shared_ptr<const Recording> takingTurns(std::uint32_t seed = 1)
{
    return Recording::fromBytes(test::recordingOf(test::syntheticSnapshots(1200, {.seed = seed})),
                                "turns");
}

std::shared_ptr<const Recording> steady(std::uint32_t seed, int count = 400)
{
    return Recording::fromBytes(
        test::recordingOf(test::syntheticSnapshots(count, {.seed = seed, .changeEverySeconds = 0})),
        "steady");
}

TEST(RecordingDifference, BeforeAndAfterAMarkerIsTheRatioOfTheTwo)
{
    const auto [before, after] = aroundMarker(takingTurns(), 0);
    EXPECT_EQ(before.from, 0s);
    EXPECT_EQ(before.until, 12s - 25ms - 4ms) << "until it was asked for";
    EXPECT_EQ(after.from, 12s - 25ms);
    EXPECT_EQ(after.until, 24s - 25ms - 4ms);
    const Difference difference = compare(before, after);
    EXPECT_EQ(difference.figuresA.snapshots, 239U) << "without the one with both";
    EXPECT_EQ(difference.figuresB.snapshots, 239U);
    const auto ratio = difference.ratio(Figure::Throughput);
    EXPECT_NEAR(ratio->mean, 41.5 / 26.4, 0.02);
    EXPECT_LT(*ratio->low, 41.5 / 26.4);
    EXPECT_GT(*ratio->high, 41.5 / 26.4);
    EXPECT_LT(*ratio->high - *ratio->low, 0.05);
    EXPECT_EQ(difference.verdict().rfind("B is 1.57x (1.5", 0), 0U) << difference.verdict();
    EXPECT_FALSE(difference.ratio(Figure::P99Wait)) << "nothing waits in B";
    EXPECT_LT(*difference.change(measure::State::Blocked)->high, 0);
    EXPECT_EQ(difference.isSlowerBy(0), false);

    const auto [earlier, later] = aroundMarker(takingTurns(), 1);
    const Difference back = compare(earlier, later);
    EXPECT_EQ(back.isSlowerBy(0), true);
    EXPECT_EQ(back.isSlowerBy(0.3), true);
    EXPECT_EQ(back.isSlowerBy(0.5), false);
}

TEST(RecordingDifference, RangesHoldWholeSnapshotsOfTheirTime)
{
    const auto recording = steady(1);
    EXPECT_EQ(figuresOf(rangeOf(recording)).snapshots, 400U);
    EXPECT_EQ(figuresOf(rangeOf(recording, 5s, 10s)).snapshots, 100U);
    EXPECT_EQ(figuresOf(rangeOf(recording, 5010ms, 10s)).snapshots, 99U);
    EXPECT_EQ(figuresOf(rangeOf(recording, {}, 40ms + 60ms)).snapshots, 2U);
    EXPECT_THROW((void)rangeOf(recording, 30s), RecordingError);
    EXPECT_THROW((void)rangeOf(recording, 5s, 5040ms), RecordingError);
    EXPECT_THROW((void)rangeOf(recording, 7s, 6s), RecordingError);
    EXPECT_THROW((void)aroundMarker(recording, 0), RecordingError);
}

TEST(RecordingDifference, TooShortIsSaidAndNotJudged)
{
    const Difference difference = compare(rangeOf(steady(1, 5)), rangeOf(steady(2, 5)));
    EXPECT_EQ(difference.verdict(), "no difference shown");
    EXPECT_FALSE(difference.isSlowerBy(0.05));
    ASSERT_EQ(difference.remarks.size(), 2U);
    EXPECT_NE(difference.remarks[0].find("A has 5 snapshots"), std::string::npos);
}

TEST(RecordingDifference, SaysWhatMakesTheTwoHardToCompare)
{
    auto header = test::syntheticHeader();
    header.source.provenance = measure::kSimulated;
    header.source.host.cpus = 2;
    const auto snapshots = test::syntheticSnapshots(50, {.waitsExact = false});
    std::string bytes = test::recordingOf(snapshots, header);
    bytes.pop_back();
    const Difference difference =
        compare(rangeOf(steady(1)), rangeOf(Recording::fromBytes(bytes, "other")));
    ASSERT_EQ(difference.remarks.size(), 4U);
    EXPECT_EQ(difference.remarks[0], "A is live and B is simulated");
    EXPECT_NE(difference.remarks[1].find("different machines"), std::string::npos);
    EXPECT_NE(difference.remarks[2].find("other was cut short"), std::string::npos);
    EXPECT_NE(difference.remarks[3].find("sampled"), std::string::npos);
}

TEST(RecordingDifference, WhatDisturbedEitherIsSaidOfThat)
{
    auto snapshots = test::syntheticSnapshots(50, {.changeEverySeconds = 0});
    for (measure::SnapshotPtr& each : snapshots) {
        measure::Snapshot busy = *each;
        busy.disturbance =
            measure::Disturbance{.span = busy.interval, .othersNs = busy.interval.count()};
        for (measure::ThreadSnapshot& thread : busy.threads) {
            thread.states = measure::StateShares{};
            (*thread.states)[measure::State::Native] = 0.75F;
            (*thread.states)[measure::State::Preempted] = 0.25F;
        }
        each = std::make_shared<measure::Snapshot>(std::move(busy));
    }
    const Difference difference = compare(
        rangeOf(steady(1)), rangeOf(Recording::fromBytes(test::recordingOf(snapshots), "busy")));
    const auto json = toJson(difference);
    EXPECT_TRUE(json.at("a").at("quality").at("warnings").empty());
    EXPECT_NEAR(json.at("b").at("quality").at("load"), 1, 1e-6);
    EXPECT_GT(json.at("b").at("quality").at("preempted_share"), 0.1);
    ASSERT_FALSE(difference.remarks.empty());
    EXPECT_EQ(difference.remarks[0], "B: other programs used 1 CPU");
}

TEST(RecordingDifference, AnEndThatIsNotOneDoesNotReadAsOne)
{
    Difference difference;
    difference.figuresA.figures[Figure::Throughput] =
        BatchEstimate{.value = 1000, .standardError = 12, .batches = 30};
    difference.figuresB.figures[Figure::Throughput] =
        BatchEstimate{.value = 965, .standardError = 11, .batches = 30};
    EXPECT_EQ(difference.verdict(), "B is 0.965x (0.934-0.998)");
}

TEST(RecordingDifference, JsonHasTheDocumentedFields)
{
    const auto [before, after] = aroundMarker(takingTurns(), 0);
    const auto json = toJson(compare(before, after));
    EXPECT_EQ(json.at("schema"), "lockscope.diff/1");
    for (const char* field : {"mean", "low", "high"})
        EXPECT_TRUE(json.at("ratio").at(field).is_number());
    EXPECT_EQ(json.at("verdict").get<std::string>().rfind("B is", 0), 0U);
    for (const char* figure : {"throughput",
                               "wait_mean_ns",
                               "wait_p50_ns",
                               "wait_p90_ns",
                               "wait_p99_ns",
                               "cpu_ns_per_call"})
        for (const char* side : {"a", "b", "ratio"})
            EXPECT_TRUE(json.at("figures").at(figure).contains(side));
    EXPECT_EQ(json.at("figures").size(), 6U) << "shares have no ratio";
    EXPECT_TRUE(json.at("figures").at("wait_p99_ns").at("b").is_null()) << "never 0";
    EXPECT_TRUE(json.at("states").at("blocked").at("difference").at("mean").is_number());
    EXPECT_GT(json.at("contended_share").at("a").at("mean"), 0.01);
    EXPECT_EQ(json.at("contended_share").at("b").at("mean"), 0);
    EXPECT_LT(json.at("contended_share").at("difference").at("high"), 0);
    EXPECT_EQ(json.at("a").at("config").at("guard"), "mutex");
    EXPECT_EQ(json.at("b").at("config").at("fast_path"), "on");
}

} // namespace
} // namespace lockscope::recording
