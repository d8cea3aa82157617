// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/wait_histogram.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lockscope::measure {

/// Histograms in order, in about the bytes that a recording has them in: a bucket takes two bytes
/// where it takes sixteen in a SparseHistogram. For who keeps those of a whole recording. For one
/// thread.
class PackedHistograms
{
public:
    void add(const SparseHistogram& histogram);

    [[nodiscard]] std::size_t size() const { return m_places.size(); }
    /// The same as was added.
    [[nodiscard]] SparseHistogram operator[](std::size_t index) const;
    /// Of all of them, without what is the same for each.
    [[nodiscard]] std::size_t bytes() const { return m_bytes.size(); }

private:
    struct Place
    {
        std::size_t begin; ///< in the bytes
        double maxNs;
        bool isExact; ///< the largest value, which is in the bytes then
    };

    void put(std::uint64_t number);
    [[nodiscard]] std::uint64_t take(std::size_t& at) const;

    std::vector<std::uint8_t> m_bytes; ///< numbers, seven bits a byte, the lowest first
    std::vector<Place> m_places;
};

} // namespace lockscope::measure
