// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace lockscope::scaling {

/// The probability that noise has as few runs of one sign as these residuals, or fewer (Wald and Wolfowitz
/// 1940), given how many are above and below 0. Near 0: what is left over follows a pattern. 1 when all have
/// one sign. Residuals that are 0 do not count.
[[nodiscard]] double chanceOfSoFewRuns(const std::vector<double>& residuals);

} // namespace lockscope::scaling
