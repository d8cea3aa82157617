// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/wait_histogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <random>
#include <thread>
#include <vector>

namespace lockscope::measure {
namespace {

constexpr double kRelativeError = 1.0 / 64;

/// Waits as they come: from nanoseconds to beyond a minute, many short and few long.
std::vector<std::uint64_t> randomWaits(std::size_t count, unsigned seed)
{
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> exponent(0, std::log2(1e11));
    std::vector<std::uint64_t> waits(count);
    for (auto& wait : waits)
        wait = static_cast<std::uint64_t>(std::exp2(exponent(random)));
    return waits;
}

TEST(HistogramBuckets, EveryBucketBeginsWhereTheOneBeforeEnds)
{
    for (std::size_t i = 0; i + 1 < buckets::kCount; ++i)
        ASSERT_EQ(buckets::lowerBound(i) + buckets::width(i), buckets::lowerBound(i + 1)) << i;
    EXPECT_EQ(buckets::lowerBound(buckets::kCount - 1) + buckets::width(buckets::kCount - 1) - 1,
              buckets::kMaxValue);
}

TEST(HistogramBuckets, EveryEdgeFallsIntoItsOwnBucket)
{
    for (std::size_t i = 0; i < buckets::kCount; ++i) {
        ASSERT_EQ(buckets::indexOf(buckets::lowerBound(i)), i);
        ASSERT_EQ(buckets::indexOf(buckets::lowerBound(i) + buckets::width(i) - 1), i);
    }
}

TEST(HistogramBuckets, AreNeverWiderThanOne64thOfTheirValuesUpTo100Seconds)
{
    constexpr std::uint64_t kHundredSeconds = 100'000'000'000;
    for (std::size_t i = 1; buckets::lowerBound(i) < kHundredSeconds; ++i) {
        const double lowest = static_cast<double>(buckets::lowerBound(i));
        const double highest = lowest + static_cast<double>(buckets::width(i)) - 1;
        ASSERT_LE(buckets::middle(i) - lowest, kRelativeError * lowest) << lowest;
        ASSERT_LE(highest - buckets::middle(i), kRelativeError * highest) << highest;
    }
}

TEST(HistogramBuckets, ALongerWaitThanTheScaleCountsInTheLast)
{
    EXPECT_EQ(buckets::indexOf(buckets::kMaxValue + 1), buckets::kCount - 1);
    EXPECT_EQ(buckets::indexOf(~std::uint64_t{0}), buckets::kCount - 1);
}

TEST(WaitHistogram, QuantilesAreWithinOne64thOfTheSortedData)
{
    for (const unsigned seed : {1U, 2U, 3U}) {
        auto waits = randomWaits(20'000, seed);
        const auto histogram = std::make_unique<WaitHistogram>();
        for (const auto wait : waits)
            histogram->record(wait);
        WaitHistogram::Seen seen;
        HistogramCounts all;
        histogram->collect(seen, all);
        std::sort(waits.begin(), waits.end());
        for (const double q : {0.0, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1.0}) {
            const auto rank = std::max<std::size_t>(
                1, static_cast<std::size_t>(std::ceil(q * static_cast<double>(waits.size()))));
            const double exact = static_cast<double>(waits[rank - 1]);
            EXPECT_NEAR(*all.sparse().quantile(q), exact, kRelativeError * exact) << "q " << q;
        }
        EXPECT_EQ(all.sparse().exactMaxNs(), waits.back());
        EXPECT_EQ(all.sparse().count(), waits.size());
    }
}

TEST(WaitHistogram, MergedPartsEqualTheWhole)
{
    const auto waits = randomWaits(5'000, 7);
    HistogramCounts whole;
    HistogramCounts left;
    HistogramCounts right;
    for (std::size_t i = 0; i < waits.size(); ++i) {
        whole.add(waits[i]);
        (i % 3 == 0 ? left : right).add(waits[i]);
    }
    left.merge(right.sparse());
    const auto a = left.sparse();
    const auto b = whole.sparse();
    ASSERT_TRUE(
        std::equal(a.entries().begin(), a.entries().end(), b.entries().begin(), b.entries().end()));
}

TEST(WaitHistogram, CollectGivesOnlyWhatHasComeSince)
{
    const auto histogram = std::make_unique<WaitHistogram>();
    WaitHistogram::Seen seen;
    histogram->record(100);
    HistogramCounts first;
    histogram->collect(seen, first);
    histogram->record(100);
    histogram->record(5000);
    HistogramCounts second;
    histogram->collect(seen, second);
    EXPECT_EQ(first.sparse().count(), 1U);
    EXPECT_EQ(first.sparse().exactMaxNs(), 100U);
    EXPECT_EQ(second.sparse().count(), 2U);
    EXPECT_EQ(second.sparse().exactMaxNs(), 5000U);
    histogram->record(70);
    HistogramCounts third;
    histogram->collect(seen, third);
    EXPECT_EQ(third.sparse().exactMaxNs(), 70U)
        << "of its own part, though others were longer before";
    HistogramCounts nothing;
    histogram->collect(seen, nothing);
    EXPECT_EQ(nothing.sparse().maxNs(), std::nullopt);
}

TEST(WaitHistogram, AReaderBesideTheWriterLosesNoCount)
{
    constexpr std::uint64_t kWaits = 200'000;
    const auto histogram = std::make_unique<WaitHistogram>();
    WaitHistogram::Seen seen;
    HistogramCounts all;
    {
        std::jthread writer([&histogram] {
            for (std::uint64_t i = 0; i < kWaits; ++i)
                histogram->record(i);
        });
        for (int i = 0; i < 50; ++i)
            histogram->collect(seen, all);
    }
    histogram->collect(seen, all);
    EXPECT_EQ(all.sparse().count(), kWaits);
    EXPECT_EQ(all.sparse().maxNs(), kWaits - 1);
}

/// p50 <= p90 <= p99 <= p999 <= max, and none beyond the data.
void expectInOrder(const SparseHistogram& waits)
{
    double last = 0;
    for (const double q : {0.0, 0.5, 0.9, 0.99, 0.999, 1.0}) {
        const double value = *waits.quantile(q);
        EXPECT_GE(value, last) << q;
        last = value;
    }
    EXPECT_EQ(*waits.maxNs(), last);
    if (waits.exactMaxNs()) {
        EXPECT_EQ(static_cast<double>(*waits.exactMaxNs()), last);
    }
}

TEST(WaitHistogram, QuantilesStayBelowTheLongestAndPartsBelowTheWhole)
{
    std::mt19937 random(11);
    for (int round = 0; round < 300; ++round) {
        // Few values that lie close together are where the middle of a bucket is above them all.
        std::uniform_int_distribution<std::uint64_t> lowest(1, 1U << (1 + round % 30));
        const std::uint64_t from = lowest(random);
        std::uniform_int_distribution<std::uint64_t> value(from,
                                                           from + from / (1 + round % 90) + 1);
        HistogramCounts whole;
        HistogramCounts exact;
        double longestOfParts = 0;
        std::uint64_t largest = 0;
        for (int part = 0; part < 4; ++part) {
            HistogramCounts own;
            for (int i = 0; i <= round % 5; ++i) {
                const std::uint64_t ns = value(random);
                own.add(ns);
                exact.add(ns);
                largest = std::max(largest, ns);
            }
            const SparseHistogram known = own.sparse();
            // As an older recording has it: without the longest.
            const std::vector<SparseHistogram::Entry> entries(known.entries().begin(),
                                                              known.entries().end());
            const SparseHistogram part64 = part % 2 == round % 2 ? known : SparseHistogram(entries);
            expectInOrder(part64);
            longestOfParts = std::max({longestOfParts, *part64.maxNs(), *part64.quantile(0.99)});
            whole.merge(part64);
        }
        expectInOrder(whole.sparse());
        EXPECT_GE(*whole.sparse().maxNs(), longestOfParts);
        if (whole.sparse().exactMaxNs()) {
            EXPECT_EQ(*whole.sparse().exactMaxNs(), largest);
        }
        EXPECT_EQ(exact.sparse().exactMaxNs(), largest);
    }
}

TEST(WaitHistogram, WhatWasAddedSinceKnowsItsLongestWhenItIsANewOne)
{
    HistogramCounts counts;
    counts.add(7'000'001);
    const HistogramCounts before = counts;
    counts.add(6'900'000);
    EXPECT_EQ(counts.since(before).exactMaxNs(), std::nullopt);
    EXPECT_NEAR(*counts.since(before).maxNs(), 6'900'000, 6'900'000.0 / 64);
    counts.add(7'000'003);
    EXPECT_EQ(counts.since(before).exactMaxNs(), 7'000'003U);
    EXPECT_EQ(counts.since(before).count(), 2U);
}

TEST(FloatUpTo, IsNeverAboveTheValue)
{
    for (double value : {0.0, 1.0, 16'777'217.0, 6'842'345'679.0, 0.1})
        EXPECT_LE(static_cast<double>(floatUpTo(value)), value);
    EXPECT_EQ(floatUpTo(48), 48.0F);
}

TEST(SparseHistogram, HasNoQuantileWhenEmpty)
{
    EXPECT_EQ(SparseHistogram().quantile(0.5), std::nullopt);
}

TEST(SparseHistogram, RefusesEntriesThatDoNotAscendOrCountNothing)
{
    using Entry = SparseHistogram::Entry;
    EXPECT_THROW(SparseHistogram({Entry{5, 1}, Entry{5, 1}}), std::invalid_argument);
    EXPECT_THROW(SparseHistogram({Entry{5, 1}, Entry{4, 1}}), std::invalid_argument);
    EXPECT_THROW(SparseHistogram({Entry{5, 0}}), std::invalid_argument);
    EXPECT_THROW(SparseHistogram({Entry{buckets::kCount, 1}}), std::invalid_argument);
    EXPECT_THROW(SparseHistogram({Entry{5, 1}, Entry{9, 1}}, 5), std::invalid_argument)
        << "not the longest";
    EXPECT_THROW(SparseHistogram({}, 5), std::invalid_argument);
}

} // namespace
} // namespace lockscope::measure
