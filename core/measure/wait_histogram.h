// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/cache_line.h"
#include "core/measure/histogram_buckets.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace lockscope::measure {

/// The counts of a histogram that are not zero, and the largest value that was counted: what a
/// snapshot carries. The two belong together, so that no quantile lies above the largest value.
class SparseHistogram
{
public:
    struct Entry
    {
        std::uint16_t bucket;
        std::uint64_t count;
        friend bool operator==(const Entry&, const Entry&) = default;
    };

    SparseHistogram() = default;
    /// Entries in ascending order of bucket, each count > 0; the largest value, where it is known,
    /// in the last of the buckets; otherwise std::invalid_argument.
    explicit SparseHistogram(std::vector<Entry> entries, std::optional<std::uint64_t> maxNs = {});

    [[nodiscard]] std::span<const Entry> entries() const
    {
        return m_entries ? std::span<const Entry>(*m_entries) : std::span<const Entry>();
    }
    [[nodiscard]] std::uint64_t count() const { return m_count; }
    [[nodiscard]] bool empty() const { return m_count == 0; }

    /// The largest value counted, exact, ns; none when it is not known or none was counted.
    [[nodiscard]] std::optional<std::uint64_t> exactMaxNs() const { return m_exactMaxNs; }

    /// The largest value counted, ns: exact, else within 1/64. None when empty.
    [[nodiscard]] std::optional<double> maxNs() const;

    /// The value at or below which a share q (0..1) of the counted values lies, ns, by nearest
    /// rank, as the middle of its bucket: within 1/64 of the true value, and never above maxNs().
    /// None when empty.
    [[nodiscard]] std::optional<double> quantile(double q) const;

    /// What has been counted since it was `before`, as HistogramCounts::since().
    [[nodiscard]] SparseHistogram since(const SparseHistogram& before) const;

private:
    friend class HistogramCounts;
    friend class PackedHistograms;

    /// Never changed, and the same for all copies: a reading of a program has thousands. Null:
    /// none.
    std::shared_ptr<const std::vector<Entry>> m_entries;
    std::uint64_t m_count = 0;
    std::optional<std::uint64_t> m_exactMaxNs;
    double m_maxNs = 0; ///< of its bucket, where it is not known
};

/// The float nearest to a value, but not above it: what a snapshot keeps stays below its largest
/// value.
[[nodiscard]] float floatUpTo(double value);

/// Counts per bucket that belong to one thread: for merging, differences and quantiles. Knows the
/// largest value as long as all parts that reach up to it did; it is never below that of a part.
class HistogramCounts
{
public:
    void add(std::uint64_t valueNs, std::uint64_t count = 1);
    void merge(const SparseHistogram& other);
    void merge(const HistogramCounts& other);

    /// Takes the counts of a part away. The longest is forgotten: tell it of the parts that stay,
    /// by seeMax().
    void remove(const SparseHistogram& part);
    /// Looks at the longest of a part that is counted.
    void seeMax(const SparseHistogram& part);

    /// What has been added since these counts were `before`. The largest value is known when it is
    /// a new one.
    [[nodiscard]] SparseHistogram since(const HistogramCounts& before) const;

    [[nodiscard]] std::uint64_t at(std::size_t bucket) const { return m_counts[bucket]; }
    [[nodiscard]] SparseHistogram sparse() const;

private:
    friend class WaitHistogram;
    static constexpr std::size_t kNone = buckets::kCount;

    /// The highest bucket with a count; kNone when empty.
    [[nodiscard]] std::size_t last() const;
    /// A part whose largest value is not known reaches up to this bucket.
    void addRough(std::size_t bucket);

    std::vector<std::uint64_t> m_counts = std::vector<std::uint64_t>(buckets::kCount);
    double m_maxNs = 0; ///< no part reaches further; whole where it is known
    std::size_t m_roughLast =
        kNone; ///< the highest bucket of parts whose largest value is not known
};

/// A log-linear histogram of waiting times written by one thread and read by another.
///
/// Each bucket is a count on its own; the reader takes whatever each has reached and gets the rest
/// with its next look. One writer of the counts, so no read-modify-write; the largest value is
/// taken by the reader, so that it is that of the values between two looks.
class WaitHistogram
{
public:
    /// How far the reader is.
    class Seen
    {
        friend class WaitHistogram;
        std::vector<std::uint64_t> m_counts = std::vector<std::uint64_t>(buckets::kCount);
        std::uint64_t m_maxNs = 0; ///< taken, but not counted yet
    };

    /// Counts a wait, so many times when it stands for others too. Only the owning worker calls
    /// this.
    void record(std::uint64_t valueNs, std::uint64_t times = 1)
    {
        // Relaxed: a number on its own; whoever sees the count below sees it, too.
        std::uint64_t max = m_max.load(std::memory_order_relaxed);
        while (valueNs > max
               && !m_max.compare_exchange_weak(max, valueNs, std::memory_order_relaxed)) {
        }
        auto& bucket = m_counts[buckets::indexOf(valueNs)];
        // Relaxed: our own last store. Release: the largest value is as large as what was counted.
        bucket.store(bucket.load(std::memory_order_relaxed) + times, std::memory_order_release);
    }

    /// Adds what has come since `seen` to `into`, and brings `seen` up to date. Only one reader.
    void collect(Seen& seen, HistogramCounts& into) const;

private:
    alignas(kCacheLine) std::array<std::atomic<std::uint64_t>, buckets::kCount> m_counts{};
    mutable std::atomic<std::uint64_t> m_max{0}; ///< since the reader took it
};

} // namespace lockscope::measure
