// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/wait_bins.h"

#include <algorithm>
#include <cmath>

namespace lockscope::ui {

namespace {

const std::vector<WaitBin>& emptyBins()
{
    static const std::vector<WaitBin> kBins = [] {
        constexpr int kPerDecade = 10;
        std::vector<WaitBin> bins;
        std::uint64_t from = 0;
        for (int i = 2;; ++i) {
            const auto to = static_cast<std::uint64_t>(
                std::llround(std::pow(10.0, static_cast<double>(i) / kPerDecade)));
            if (to < 2 || to <= from)
                continue;
            bins.push_back({from, to, 0});
            from = to;
            if (to > measure::buckets::kMaxValue)
                return bins;
        }
    }();
    return kBins;
}

} // namespace

std::vector<WaitBin> waitBins(const measure::HistogramCounts& counts)
{
    std::vector<WaitBin> bins = emptyBins();
    auto bin = bins.begin();
    for (std::size_t bucket = 0; bucket < measure::buckets::kCount; ++bucket) {
        while (measure::buckets::middle(bucket) >= static_cast<double>(bin->to))
            ++bin;
        bin->count += counts.at(bucket);
    }
    const auto filled = [](const WaitBin& b) { return b.count > 0; };
    const auto first = std::find_if(bins.begin(), bins.end(), filled);
    const auto last = std::find_if(bins.rbegin(), bins.rend(), filled).base();
    return first < last ? std::vector<WaitBin>(first, last) : std::vector<WaitBin>{};
}

} // namespace lockscope::ui
