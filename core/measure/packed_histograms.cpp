// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/packed_histograms.h"

#include <utility>

namespace lockscope::measure {

namespace {

constexpr unsigned kBits = 7;
constexpr std::uint64_t kMore = 1U << kBits; ///< another byte of the number follows

} // namespace

void PackedHistograms::put(std::uint64_t number)
{
    for (; number >= kMore; number >>= kBits)
        m_bytes.push_back(static_cast<std::uint8_t>(number | kMore));
    m_bytes.push_back(static_cast<std::uint8_t>(number));
}

std::uint64_t PackedHistograms::take(std::size_t& at) const
{
    std::uint64_t number = 0;
    for (unsigned shift = 0;; shift += kBits) {
        const std::uint64_t byte = m_bytes[at++];
        number |= (byte & (kMore - 1)) << shift;
        if (byte < kMore)
            return number;
    }
}

void PackedHistograms::add(const SparseHistogram& histogram)
{
    const auto exact = histogram.exactMaxNs();
    m_places.push_back({m_bytes.size(), histogram.m_maxNs, exact.has_value()});
    if (exact)
        put(*exact);
    std::uint64_t last = 0;
    for (const SparseHistogram::Entry& entry : histogram.entries()) {
        put(entry.bucket - std::exchange(last, entry.bucket));
        put(entry.count);
    }
}

SparseHistogram PackedHistograms::operator[](std::size_t index) const
{
    const Place& place = m_places[index];
    const std::size_t end =
        index + 1 < m_places.size() ? m_places[index + 1].begin : m_bytes.size();
    std::size_t at = place.begin;
    const auto exact = place.isExact ? std::optional(take(at)) : std::nullopt;
    std::vector<SparseHistogram::Entry> entries;
    std::uint64_t bucket = 0;
    while (at < end) {
        bucket += take(at);
        entries.push_back({static_cast<std::uint16_t>(bucket), take(at)});
    }
    SparseHistogram histogram(std::move(entries), exact);
    histogram.m_maxNs = place.maxNs;
    return histogram;
}

} // namespace lockscope::measure
