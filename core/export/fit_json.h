// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scaling/usl_fit.h"

#include <nlohmann/json_fwd.hpp>

namespace lockscope::exporting {

/// `fit --json`: schema lockscope.fit/1. What does not exist is null.
[[nodiscard]] nlohmann::ordered_json toJson(const scaling::UslFit& fit, const scaling::Curve& curve);

} // namespace lockscope::exporting
