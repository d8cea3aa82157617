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
    EXPECT_EQ(buckets::indexOf(~std::uint64_t {0}), buckets::kCount - 1);
}

TEST(WaitHistogram, QuantilesAreWithinOne64thOfTheSortedData)
{
    for (const unsigned seed : {1U, 2U, 3U}) {
        auto waits = randomWaits(20'000, seed);
        const auto histogram = std::make_unique<WaitHistogram>();
        for (const auto wait : waits)
            histogram->record(wait);
        HistogramCounts seen;
        HistogramCounts all;
        histogram->collect(seen, all);
        std::sort(waits.begin(), waits.end());
        for (const double q : {0.0, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1.0}) {
            const auto rank = std::max<std::size_t>(
                1, static_cast<std::size_t>(std::ceil(q * static_cast<double>(waits.size()))));
            const double exact = static_cast<double>(waits[rank - 1]);
            EXPECT_NEAR(*all.sparse().quantile(q), exact, kRelativeError * exact) << "q " << q;
        }
        EXPECT_EQ(histogram->maxNs(), waits.back());
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
    ASSERT_TRUE(std::equal(a.entries().begin(), a.entries().end(), b.entries().begin(),
                           b.entries().end()));
}

TEST(WaitHistogram, CollectGivesOnlyWhatHasComeSince)
{
    const auto histogram = std::make_unique<WaitHistogram>();
    HistogramCounts seen;
    histogram->record(100);
    HistogramCounts first;
    histogram->collect(seen, first);
    histogram->record(100);
    histogram->record(5000);
    HistogramCounts second;
    histogram->collect(seen, second);
    EXPECT_EQ(first.sparse().count(), 1U);
    EXPECT_EQ(second.sparse().count(), 2U);
}

TEST(WaitHistogram, AReaderBesideTheWriterLosesNoCount)
{
    constexpr std::uint64_t kWaits = 200'000;
    const auto histogram = std::make_unique<WaitHistogram>();
    HistogramCounts seen;
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
}

TEST(SparseHistogram, HasNoQuantileWhenEmpty)
{
    EXPECT_EQ(SparseHistogram().quantile(0.5), std::nullopt);
}

TEST(SparseHistogram, RefusesEntriesThatDoNotAscendOrCountNothing)
{
    using Entry = SparseHistogram::Entry;
    EXPECT_THROW(SparseHistogram({Entry {5, 1}, Entry {5, 1}}), std::invalid_argument);
    EXPECT_THROW(SparseHistogram({Entry {5, 1}, Entry {4, 1}}), std::invalid_argument);
    EXPECT_THROW(SparseHistogram({Entry {5, 0}}), std::invalid_argument);
    EXPECT_THROW(SparseHistogram({Entry {buckets::kCount, 1}}), std::invalid_argument);
}

} // namespace
} // namespace lockscope::measure
