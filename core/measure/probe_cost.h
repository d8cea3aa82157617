// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>

namespace lockscope::measure {

/// What measuring costs: from interleaved runs of the same loop with and without the probe on one
/// worker. The medians of the pairs, and the quartiles as their spread; a cost within the noise can
/// come out below zero and is left so.
struct ProbeCost
{
    double nsPerCall = 0; ///< median of (with - without)
    double nsPerCallLow = 0; ///< lower quartile
    double nsPerCallHigh = 0; ///< upper quartile
    double share = 0; ///< nsPerCall as a share of a call with the probe
    int pairs = 0; ///< how many pairs were run

    /// False when the quartiles reach down to nothing: then the figure is noise, and noiseNs() is all
    /// that can be said.
    [[nodiscard]] bool toldFromNoise() const { return nsPerCallLow > 0; }
    /// The cost is under this, ns a call.
    [[nodiscard]] double noiseNs() const
    {
        return std::max(std::abs(nsPerCallLow), std::abs(nsPerCallHigh));
    }
};

} // namespace lockscope::measure
