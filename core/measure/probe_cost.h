// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <fmt/format.h>

namespace lockscope::measure {

/// What measuring costs: from interleaved runs of the same loop with and without the probe on one
/// worker. The medians of the pairs, and the quartiles as their spread. Within the noise it can
/// come out below zero, or as anything: ask toldFromNoise() before it is shown.
struct ProbeCost
{
    double nsPerCall = 0; ///< median of (with - without)
    double nsPerCallLow = 0; ///< lower quartile
    double nsPerCallHigh = 0; ///< upper quartile
    double share = 0; ///< nsPerCall as a share of a call with the probe
    int pairs = 0; ///< how many pairs were run

    /// False when the quartiles reach down to nothing, or up to three times the median: then the
    /// figure is noise, and the cost is not known.
    [[nodiscard]] bool toldFromNoise() const
    {
        return nsPerCallLow > 0 && nsPerCallHigh < 3 * nsPerCall;
    }

    /// Why the cost is not known, for people; empty when it is.
    [[nodiscard]] std::string whyUnknown() const
    {
        if (toldFromNoise())
            return {};
        return fmt::format(
            "{} pairs of runs with and without it differ by {:.1f} to {:.1f} ns a call",
            pairs,
            nsPerCallLow,
            nsPerCallHigh);
    }
};

} // namespace lockscope::measure
