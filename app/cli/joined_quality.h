// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/quality/quality.h"

#include <vector>

namespace lockscope::cli {

/// The quality of what was measured with so many workers.
struct QualityAt
{
    int workers;
    measure::Quality quality;
};

/// Of a result at several numbers of workers: means, and each warning with the number that it is
/// of, which a single number needs not to be told.
[[nodiscard]] measure::Quality joined(const std::vector<QualityAt>& points);

} // namespace lockscope::cli
