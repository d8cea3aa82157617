// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/totals.h"

#include <cstdint>
#include <string>
#include <vector>

namespace lockscope::lab {

/// What does not add up in the totals of workers at rest, a sentence each: every task is one call
/// and one callback, every call that is probed passes the guard once, and every callback answers
/// what it was asked.
[[nodiscard]] std::vector<std::string> violationsAtRest(const measure::Totals& totals,
                                                        bool probed,
                                                        std::uint64_t wrongAnswers);

} // namespace lockscope::lab
