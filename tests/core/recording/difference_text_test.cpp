// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/difference_text.h"
#include "tests/support/synthetic_recording.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

namespace lockscope::recording {
namespace {

using namespace std::chrono_literals;

std::shared_ptr<const Recording> recordingOf(int count, const test::SyntheticOptions& options = {})
{
    return Recording::fromBytes(test::recordingOf(test::syntheticSnapshots(count, options)),
                                "made");
}

DifferenceRow rowOf(const Difference& difference, std::string_view label)
{
    for (const DifferenceRow& row : rowsOf(difference))
        if (row.label == label)
            return row;
    ADD_FAILURE() << "no row " << label;
    return {};
}

TEST(RecordingDifferenceText, SaysNumbersIntervalsAndWhatChanges)
{
    const auto [before, after] = aroundMarker(recordingOf(600), 0);
    const Difference difference = compare(before, after);
    const DifferenceRow calls = rowOf(difference, "calls/s");
    EXPECT_EQ(calls.a.value.substr(0, 3), "26.");
    EXPECT_NE(calls.a.interval.find(" to "), std::string::npos);
    EXPECT_EQ(calls.change.value.rfind("1.57", 0), 0U) << calls.change.value;
    EXPECT_EQ(calls.change.value.back(), 'x');
    EXPECT_EQ(calls.change.whole(), calls.change.value + " (" + calls.change.interval + ")");
    const DifferenceRow blocked = rowOf(difference, "blocked");
    EXPECT_EQ(blocked.change.value.front(), '-');
    EXPECT_NE(blocked.change.value.find("points"), std::string::npos);
    EXPECT_EQ(rowOf(difference, "contended").b.value, "0.0 %");
}

TEST(RecordingDifferenceText, HasARowForEachFigureOfARangeAndEachState)
{
    const Difference difference = compare(rangeOf(recordingOf(100)), rangeOf(recordingOf(100)));
    std::size_t rows = measure::kStateCount;
    for (const measure::FigureRow& figure : measure::figures()) {
        if (figure.ofRange == nullptr)
            continue;
        ++rows;
        EXPECT_EQ(rowOf(difference, figure.heading).about, figure.about);
    }
    EXPECT_EQ(rowsOf(difference).size(), rows);
}

TEST(RecordingDifferenceText, WhatDoesNotExistIsNotZeroAndZeroIsNotUnknown)
{
    const auto [before, after] = aroundMarker(recordingOf(600), 0);
    const Difference difference = compare(before, after);
    const DifferenceRow p99 = rowOf(difference, "lock wait, p99");
    EXPECT_EQ(p99.b.whole(), "none waited");
    EXPECT_EQ(p99.change.whole(), "none waited");
    EXPECT_EQ(rowOf(difference, "lock wait, mean").change.value, "no ratio: B is 0");

    const Difference unknown =
        compare(rangeOf(recordingOf(100)), rangeOf(recordingOf(100, {.unknownStates = true})));
    EXPECT_EQ(rowOf(unknown, "guard").b.whole(), "unknown");
    EXPECT_EQ(rowOf(unknown, "guard").change.whole(), "unknown");
    EXPECT_EQ(rowOf(unknown, "CPU time a call").b.whole(), "unknown");

    Difference unwatched = difference;
    unwatched.figuresB.figures[Figure::Contended].reset();
    EXPECT_EQ(rowOf(unwatched, "lock wait, p99").b.whole(), "unknown")
        << "nobody counted who waited";
}

TEST(RecordingDifferenceText, TooFewSnapshotsHaveNoInterval)
{
    const Difference difference = compare(rangeOf(recordingOf(5)), rangeOf(recordingOf(100)));
    EXPECT_EQ(rowOf(difference, "calls/s").a.interval, "no interval");
    EXPECT_EQ(rowOf(difference, "calls/s").change.interval, "no interval");
}

TEST(RecordingDifferenceText, TheTableHasVerdictRowsAndRemarks)
{
    const auto recording = recordingOf(600);
    const Difference difference = compare(rangeOf(recording), rangeOf(recording, 13s, 20s));
    const std::string text = tableText(difference);
    EXPECT_EQ(text.rfind(difference.verdict() + "\n", 0), 0U);
    for (const DifferenceRow& row : rowsOf(difference))
        EXPECT_NE(text.find(row.label + '\t' + row.a.whole() + '\t' + row.b.whole() + '\t'
                            + row.change.whole() + '\t' + row.unit + '\t'),
                  std::string::npos)
            << row.label;
    EXPECT_NE(text.find("note: A holds 2 live changes"), std::string::npos) << text;
    EXPECT_EQ(text.find("note: B holds"), std::string::npos);
}

TEST(RecordingDifferenceText, TheTablesNumbersReadBackAsTheyAre)
{
    Difference difference = compare(rangeOf(recordingOf(600)), rangeOf(recordingOf(600), 13s, 20s));
    difference.figuresB.figures[Figure::MeanWait].reset();
    std::istringstream text(tableText(difference));
    std::vector<std::vector<std::string>> lines;
    for (std::string line; std::getline(text, line);) {
        lines.emplace_back();
        std::istringstream cells(line + '\t');
        for (std::string cell; std::getline(cells, cell, '\t');)
            lines.back().push_back(cell);
    }
    const auto lineOf = [&lines](const std::string& label) {
        return *std::find_if(lines.begin(), lines.end(), [&label](const auto& line) {
            return !line.empty() && line.front() == label;
        });
    };
    ASSERT_GT(lines.size(), 3U);
    EXPECT_EQ(lines[2].size(), 14U);
    const auto calls = lineOf("calls/s");
    ASSERT_EQ(calls.size(), 14U);
    EXPECT_EQ(calls[4], "calls/s");
    const BatchEstimate& a = *difference.figuresA[Figure::Throughput];
    EXPECT_EQ(std::stod(calls[5]), a.value);
    EXPECT_EQ(std::stod(calls[6]), *intervalOf(a).low);
    EXPECT_EQ(std::stod(calls[7]), *intervalOf(a).high);
    EXPECT_EQ(std::stod(calls[11]), difference.ratio(Figure::Throughput)->mean);

    const auto unknown = lineOf("lock wait, mean");
    ASSERT_EQ(unknown.size(), 14U);
    EXPECT_NE(unknown[5], "");
    for (std::size_t i = 8; i < 14; ++i)
        EXPECT_EQ(unknown[i], "") << i;
}

TEST(RecordingDifferenceText, AShareIsNeverMoreThanAll)
{
    const BatchEstimate most{.value = 0.97, .standardError = 0.05, .batches = 10};
    EXPECT_GT(*intervalOf(most).high, 1);
    EXPECT_EQ(*intervalOf(most, 1).high, 1);
    Difference difference;
    difference.figuresA.states[0] = difference.figuresB.states[0] = most;
    EXPECT_NE(rowOf(difference, "native").a.interval.find("to 100.0 %"), std::string::npos);
}

} // namespace
} // namespace lockscope::recording
