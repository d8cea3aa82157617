// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/wait_histogram.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace lockscope::measure {

SparseHistogram::SparseHistogram(std::vector<Entry> entries)
    : m_entries(std::move(entries))
{
    int last = -1;
    for (const Entry& entry : m_entries) {
        if (entry.bucket <= last || entry.bucket >= buckets::kCount || entry.count == 0)
            throw std::invalid_argument(
                "a histogram's entries must ascend by bucket and have counts above 0");
        last = entry.bucket;
        m_count += entry.count;
    }
}

std::optional<double> SparseHistogram::quantile(double q) const
{
    if (empty())
        return std::nullopt;
    const double wanted = std::clamp(q, 0.0, 1.0) * static_cast<double>(m_count);
    const auto rank = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(wanted)));
    std::uint64_t seen = 0;
    for (const Entry& entry : m_entries) {
        seen += entry.count;
        if (seen >= rank)
            return buckets::middle(entry.bucket);
    }
    return buckets::middle(m_entries.back().bucket);
}

void HistogramCounts::add(std::uint64_t valueNs, std::uint64_t count)
{
    m_counts[buckets::indexOf(valueNs)] += count;
}

void HistogramCounts::merge(const SparseHistogram& other)
{
    for (const auto& entry : other.entries())
        m_counts[entry.bucket] += entry.count;
}

void HistogramCounts::merge(const HistogramCounts& other)
{
    for (std::size_t i = 0; i < m_counts.size(); ++i)
        m_counts[i] += other.m_counts[i];
}

SparseHistogram HistogramCounts::sparse() const
{
    std::vector<SparseHistogram::Entry> entries;
    for (std::size_t i = 0; i < m_counts.size(); ++i)
        if (m_counts[i] > 0)
            entries.push_back({static_cast<std::uint16_t>(i), m_counts[i]});
    return SparseHistogram(std::move(entries));
}

void WaitHistogram::collect(HistogramCounts& seen, HistogramCounts& into) const
{
    for (std::size_t i = 0; i < buckets::kCount; ++i) {
        const auto now = m_counts[i].load(std::memory_order_relaxed); // a count on its own
        into.at(i) += now - seen.at(i);
        seen.at(i) = now;
    }
}

} // namespace lockscope::measure
