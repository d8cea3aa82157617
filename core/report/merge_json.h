// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/merged_sweeps.h"

#include <nlohmann/json_fwd.hpp>

namespace lockscope::report {

/// `merge --json`: schema lockscope.merge/1. `hosts` [ {`name`, `host`, `config` and the other
/// fields of the sweep's plan, `complete`, `ended`} ], `curves` [ {`host` (index into `hosts`),
/// `guard`, `fast_path`, `points` as in a sweep, `fit`} ], `differences` [text].
[[nodiscard]] nlohmann::ordered_json toJson(const study::MergedSweeps& merged);

} // namespace lockscope::report
