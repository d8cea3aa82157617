// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/figures.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace lockscope::measure {
namespace {

using namespace std::chrono_literals;

/// Two workers of which one made three quarters of 1000 calls in half a second.
RunSummary someRun()
{
    RunSummary run;
    run.elapsed = 500ms;
    run.totals = {.tasks = 1000,
                  .calls = 1000,
                  .callbacks = 1000,
                  .passes = 1000,
                  .contended = 250,
                  .waitNs = 40'000};
    run.waits = {.mean = 40, .p50 = 100, .p90 = 300, .p99 = 700, .p999 = 900, .max = 950};
    run.threads.resize(2);
    run.threads[0].calls = 750;
    run.threads[1].calls = 250;
    run.threads[0].cpuNs = run.threads[1].cpuNs = 100'000;
    run.threads[0].longestTurnNs = 5000;
    run.threads[1].longestTurnNs = 8000;
    return run;
}

TEST(Figures, HaveTheirValuesFromARun)
{
    const RunSummary run = someRun();
    const auto of = [&run](Figure figure) { return rowOf(figure).ofRun(run); };
    EXPECT_EQ(of(Figure::Throughput), 2000);
    EXPECT_EQ(of(Figure::MeanWait), 40);
    EXPECT_EQ(of(Figure::P50Wait), 100);
    EXPECT_EQ(of(Figure::P90Wait), 300);
    EXPECT_EQ(of(Figure::P99Wait), 700);
    EXPECT_EQ(of(Figure::CpuPerCall), 200);
    EXPECT_DOUBLE_EQ(of(Figure::Fairness).value(), 0.8); // 1000^2 / (2 (750^2 + 250^2))
    EXPECT_EQ(of(Figure::LongestWait), 950);
    EXPECT_EQ(of(Figure::LongestTurn), 8000);
    EXPECT_EQ(of(Figure::Contended), 0.25);
}

TEST(Figures, WhatARunDoesNotKnowIsNone)
{
    const RunSummary nothing;
    for (const FigureRow& row : figures()) {
        const bool isKnown = row.figure == Figure::Throughput; // no call is 0 calls/s
        EXPECT_EQ(row.ofRun(nothing).has_value(), isKnown) << row.id;
    }
}

TEST(Figures, OfARangeAreThoseOfTheSnapshots)
{
    Snapshot snapshot;
    snapshot.interval = 500ms;
    snapshot.delta = {.calls = 1000, .passes = 1000, .contended = 250, .waitNs = 40'000};
    snapshot.threads.resize(2);
    snapshot.threads[0].cpuNs = snapshot.threads[1].cpuNs = 100'000;
    SnapshotSums sums;
    sums.add(snapshot);
    const RunSummary run = someRun();
    for (const Figure figure :
         {Figure::Throughput, Figure::MeanWait, Figure::CpuPerCall, Figure::Contended})
        EXPECT_DOUBLE_EQ(rowOf(figure).ofRange(sums)->value, *rowOf(figure).ofRun(run))
            << rowOf(figure).id;
}

TEST(Figures, AreNamedInFilesAndForPeopleEachByItself)
{
    std::set<std::string_view> ids;
    std::set<std::string_view> titles;
    std::set<std::string_view> headings;
    for (const FigureRow& row : figures()) {
        ids.insert(row.id);
        titles.insert(row.title);
        headings.insert(row.heading);
        EXPECT_EQ(row.about.substr(row.about.size() - 1), ".") << row.id;
        EXPECT_EQ(row.unit == FigureUnit::Nanoseconds, row.id.find("_ns") != std::string_view::npos)
            << row.id;
    }
    EXPECT_EQ(ids.size(), kFigureCount);
    EXPECT_EQ(titles.size(), kFigureCount);
    EXPECT_EQ(headings.size(), kFigureCount);
}

} // namespace
} // namespace lockscope::measure
