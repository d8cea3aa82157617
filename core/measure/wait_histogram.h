// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/histogram_buckets.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace lockscope::measure {

/// The counts of a histogram that are not zero: what a snapshot carries.
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
    /// Entries in ascending order of bucket, each count > 0; otherwise std::invalid_argument.
    explicit SparseHistogram(std::vector<Entry> entries);

    [[nodiscard]] std::span<const Entry> entries() const { return m_entries; }
    [[nodiscard]] std::uint64_t count() const { return m_count; }
    [[nodiscard]] bool empty() const { return m_count == 0; }

    /// The value at or below which a share q (0..1) of the counted values lies, ns, by nearest
    /// rank, as the middle of its bucket: within 1/64 of the true value. None when empty.
    [[nodiscard]] std::optional<double> quantile(double q) const;

private:
    std::vector<Entry> m_entries;
    std::uint64_t m_count = 0;
};

/// Counts per bucket that belong to one thread: for merging, differences and quantiles.
class HistogramCounts
{
public:
    void add(std::uint64_t valueNs, std::uint64_t count = 1);
    void merge(const SparseHistogram& other);
    void merge(const HistogramCounts& other);

    [[nodiscard]] std::uint64_t at(std::size_t bucket) const { return m_counts[bucket]; }
    [[nodiscard]] std::uint64_t& at(std::size_t bucket) { return m_counts[bucket]; }
    [[nodiscard]] SparseHistogram sparse() const;

private:
    std::vector<std::uint64_t> m_counts = std::vector<std::uint64_t>(buckets::kCount);
};

/// A log-linear histogram of waiting times written by one thread and read by another.
///
/// Memory order: relaxed throughout. Each bucket is a count on its own; the reader takes whatever
/// each has reached and gets the rest with its next look. One writer, so no read-modify-write.
class WaitHistogram
{
public:
    /// Counts a wait, so many times when it stands for others too. Only the owning worker calls this.
    void record(std::uint64_t valueNs, std::uint64_t times = 1)
    {
        auto& bucket = m_counts[buckets::indexOf(valueNs)];
        bucket.store(bucket.load(std::memory_order_relaxed) + times,
                     std::memory_order_relaxed); // single writer, see the type's comment
        if (valueNs > m_max.load(std::memory_order_relaxed)) // our own last store
            m_max.store(valueNs, std::memory_order_relaxed); // stands for itself
    }

    /// Adds what has come since `seen` to `into`, and brings `seen` up to date. Only one reader.
    void collect(HistogramCounts& seen, HistogramCounts& into) const;

    /// The largest value recorded, exact, ns; 0 when none was.
    [[nodiscard]] std::uint64_t maxNs() const { return m_max.load(std::memory_order_relaxed); }

private:
    alignas(64) std::array<std::atomic<std::uint64_t>, buckets::kCount> m_counts {};
    std::atomic<std::uint64_t> m_max {0};
};

} // namespace lockscope::measure
