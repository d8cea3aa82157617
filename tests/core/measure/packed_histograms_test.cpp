// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/packed_histograms.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace lockscope::measure {
namespace {

using Entry = SparseHistogram::Entry;

void expectSame(const SparseHistogram& is, const SparseHistogram& was)
{
    EXPECT_TRUE(std::equal(
        is.entries().begin(), is.entries().end(), was.entries().begin(), was.entries().end()));
    EXPECT_EQ(is.count(), was.count());
    EXPECT_EQ(is.exactMaxNs(), was.exactMaxNs());
    EXPECT_EQ(is.maxNs(), was.maxNs());
    for (const double q : {0.0, 0.5, 0.999, 1.0})
        EXPECT_EQ(is.quantile(q), was.quantile(q)) << q;
}

TEST(PackedHistograms, GiveBackWhatWasAdded)
{
    HistogramCounts rough; // knows that a part reaches beyond the middle of its bucket
    rough.add(1'000'100);
    rough.merge(
        SparseHistogram({Entry{static_cast<std::uint16_t>(buckets::indexOf(1'000'100)), 2}}));
    constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
    const std::vector<SparseHistogram> all{
        SparseHistogram(),
        SparseHistogram({Entry{0, 1}}),
        SparseHistogram({Entry{0, 1}}, 0),
        SparseHistogram({Entry{buckets::kCount - 1, kMost}}),
        SparseHistogram({Entry{0, 127}, Entry{128, 128}, Entry{buckets::kCount - 1, 300}},
                        std::uint64_t{1} << 62U),
        rough.sparse(),
        SparseHistogram()};
    PackedHistograms packed;
    for (const SparseHistogram& each : all)
        packed.add(each);
    ASSERT_EQ(packed.size(), all.size());
    for (std::size_t i = 0; i < all.size(); ++i)
        expectSame(packed[i], all[i]);
}

TEST(PackedHistograms, GiveBackRandomOnes)
{
    std::mt19937_64 random(11);
    PackedHistograms packed;
    std::vector<SparseHistogram> all;
    for (int round = 0; round < 200; ++round) {
        HistogramCounts counts;
        for (auto values = random() % 50; values > 0; --values)
            counts.add(random() >> (random() % 64), 1 + (random() >> (8 + random() % 56)));
        packed.add(all.emplace_back(counts.sparse()));
    }
    for (std::size_t i = 0; i < all.size(); ++i)
        expectSame(packed[i], all[i]);
}

TEST(PackedHistograms, TakeNoMoreThanARecordingHas)
{
    std::vector<Entry> entries;
    for (std::uint16_t bucket = 0; bucket < 1'000; ++bucket)
        entries.push_back({bucket, 100});
    PackedHistograms packed;
    packed.add(SparseHistogram(std::move(entries)));
    EXPECT_EQ(packed.bytes(), 2'000U);
}

} // namespace
} // namespace lockscope::measure
