// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
};

} // namespace lockscope::measure
