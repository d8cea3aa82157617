// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/contender_runner.h"

#include <chrono>
#include <functional>
#include <optional>
#include <vector>

namespace lockscope::study {

/// Runs nothing: each run is a second in which `callsOf` says how many calls were made.
class FakeRunner final : public MeasuredRunner
{
public:
    std::optional<measure::RunSummary> run(const Cell& cell,
                                           std::size_t round,
                                           const lab::RunProgress& progress) override
    {
        ran.push_back(cell);
        for (const double share : {0.0, 0.5})
            if (!progress(share)) {
                ran.pop_back();
                return std::nullopt;
            }
        measure::RunSummary summary;
        summary.elapsed = std::chrono::seconds(1);
        summary.totals.calls = callsOf(cell, round);
        if (qualityOf)
            summary.quality = qualityOf(cell, round);
        return summary;
    }

    std::vector<Cell> ran; ///< whole runs, in their order
    std::function<std::uint64_t(const Cell& cell, std::size_t round)> callsOf =
        [](const Cell&, std::size_t) { return std::uint64_t{100}; };
    std::function<measure::Quality(const Cell& cell, std::size_t round)> qualityOf;
};

} // namespace lockscope::study
