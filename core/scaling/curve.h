// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace lockscope::scaling {

/// Throughput measured at one load.
struct CurvePoint
{
    double n = 0; ///< CPUs, threads or users: what was raised; greater than 0, not always whole
    double throughput = 0; ///< in any unit of work a time; greater than 0
    friend bool operator==(const CurvePoint&, const CurvePoint&) = default;
};

/// Sorted by n. Equal n are repeated measurements, and each stands for itself.
using Curve = std::vector<CurvePoint>;

} // namespace lockscope::scaling
