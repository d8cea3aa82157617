// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scaling/usl_fit.h"

#include <nlohmann/json_fwd.hpp>

namespace lockscope::report {

/// The fields of `fit --json` that are the fit's own: `alpha`, `beta` and `gamma` with `_se`,
/// `_low` and
/// `_high`, `n_star`, `limit`, `r2`, `residual_sd`, `law` and `laws`, `fits`, `reasons`, `remarks`
/// and the `points` with what was fitted to them. Null is what does not exist.
[[nodiscard]] nlohmann::ordered_json toJson(const scaling::UslFit& fit);

} // namespace lockscope::report
