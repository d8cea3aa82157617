// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/wait_histogram.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace lockscope::measure {

SparseHistogram::SparseHistogram(std::vector<Entry> entries, std::optional<std::uint64_t> maxNs)
    : m_exactMaxNs(maxNs)
{
    int last = -1;
    for (const Entry& entry : entries) {
        if (entry.bucket <= last || entry.bucket >= buckets::kCount || entry.count == 0)
            throw std::invalid_argument(
                "a histogram's entries must ascend by bucket and have counts above 0");
        last = entry.bucket;
        m_count += entry.count;
    }
    if (maxNs && (last < 0 || buckets::indexOf(*maxNs) != static_cast<std::size_t>(last)))
        throw std::invalid_argument(
            "a histogram's largest value must lie in the last of its buckets");
    if (last >= 0)
        m_maxNs =
            maxNs ? static_cast<double>(*maxNs) : buckets::middle(static_cast<std::size_t>(last));
    if (!entries.empty())
        m_entries = std::make_shared<const std::vector<Entry>>(std::move(entries));
}

std::optional<double> SparseHistogram::maxNs() const
{
    return empty() ? std::nullopt : std::optional(m_maxNs);
}

std::optional<double> SparseHistogram::quantile(double q) const
{
    if (empty())
        return std::nullopt;
    if (q >= 1) // and the count as a double may be one more than there are whole numbers
        return m_maxNs;
    const double wanted = std::max(q, 0.0) * static_cast<double>(m_count);
    const auto rank = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(wanted)));
    if (rank >= m_count)
        return m_maxNs;
    std::uint64_t seen = 0;
    for (const Entry& entry : entries()) {
        seen += entry.count;
        if (seen >= rank)
            return std::min(buckets::middle(entry.bucket), m_maxNs);
    }
    return m_maxNs;
}

float floatUpTo(double value)
{
    const auto nearest = static_cast<float>(value);
    return static_cast<double>(nearest) > value ? std::nextafter(nearest, 0.0F) : nearest;
}

void HistogramCounts::add(std::uint64_t valueNs, std::uint64_t count)
{
    m_counts[buckets::indexOf(valueNs)] += count;
    m_maxNs = std::max(m_maxNs, static_cast<double>(valueNs));
}

void HistogramCounts::addRough(std::size_t bucket)
{
    if (m_roughLast == kNone || bucket > m_roughLast)
        m_roughLast = bucket;
}

void HistogramCounts::merge(const SparseHistogram& other)
{
    for (const auto& entry : other.entries())
        m_counts[entry.bucket] += entry.count;
    seeMax(other);
}

void HistogramCounts::remove(const SparseHistogram& part)
{
    for (const auto& entry : part.entries())
        m_counts[entry.bucket] -= entry.count;
    m_maxNs = 0;
    m_roughLast = kNone;
}

void HistogramCounts::seeMax(const SparseHistogram& part)
{
    if (part.empty())
        return;
    m_maxNs = std::max(m_maxNs, part.m_maxNs);
    if (!part.exactMaxNs())
        addRough(part.entries().back().bucket);
}

void HistogramCounts::merge(const HistogramCounts& other)
{
    merge(other.sparse());
}

std::size_t HistogramCounts::last() const
{
    for (std::size_t i = buckets::kCount; i-- > 0;)
        if (m_counts[i] > 0)
            return i;
    return kNone;
}

SparseHistogram SparseHistogram::since(const SparseHistogram& before) const
{
    HistogramCounts now;
    HistogramCounts earlier;
    now.merge(*this);
    earlier.merge(before);
    return now.since(earlier);
}

SparseHistogram HistogramCounts::since(const HistogramCounts& before) const
{
    HistogramCounts result;
    for (std::size_t i = 0; i < m_counts.size(); ++i)
        result.m_counts[i] = m_counts[i] - before.m_counts[i];
    if (m_maxNs > before.m_maxNs)
        result.m_maxNs = m_maxNs;
    if (m_maxNs <= before.m_maxNs || m_roughLast != kNone)
        if (const std::size_t bucket = result.last(); bucket != kNone)
            result.addRough(bucket);
    return result.sparse();
}

SparseHistogram HistogramCounts::sparse() const
{
    std::vector<SparseHistogram::Entry> entries;
    for (std::size_t i = 0; i < m_counts.size(); ++i)
        if (m_counts[i] > 0)
            entries.push_back({static_cast<std::uint16_t>(i), m_counts[i]});
    if (entries.empty())
        return {};
    const std::size_t top = entries.back().bucket;
    const auto whole = static_cast<std::uint64_t>(m_maxNs);
    const bool inTop = buckets::indexOf(whole) == top;
    const bool rough = m_roughLast != kNone && m_roughLast >= top;
    SparseHistogram result(std::move(entries),
                           inTop && !rough ? std::optional(whole) : std::nullopt);
    if (inTop) // a part is known to reach up to there
        result.m_maxNs = std::max(result.m_maxNs, m_maxNs);
    return result;
}

void WaitHistogram::collect(Seen& seen, HistogramCounts& into) const
{
    std::size_t last = HistogramCounts::kNone;
    for (std::size_t i = 0; i < buckets::kCount; ++i) {
        // Acquire: what was counted is in the largest value, below.
        const auto now = m_counts[i].load(std::memory_order_acquire);
        if (now == seen.m_counts[i])
            continue;
        into.m_counts[i] += now - seen.m_counts[i];
        seen.m_counts[i] = now;
        last = i;
    }
    // Relaxed: a number on its own.
    const std::uint64_t max = std::max(seen.m_maxNs, m_max.exchange(0, std::memory_order_relaxed));
    seen.m_maxNs = 0;
    if (last != HistogramCounts::kNone && buckets::indexOf(max) == last) {
        into.m_maxNs = std::max(into.m_maxNs, static_cast<double>(max));
        return;
    }
    if (last != HistogramCounts::kNone)
        into.addRough(last); // a larger one that is not counted yet stands in front of it
    if (last == HistogramCounts::kNone || buckets::indexOf(max) > last)
        seen.m_maxNs = max;
}

} // namespace lockscope::measure
