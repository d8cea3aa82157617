// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/program_names.h"

#include <QString>

#include <cstdint>

namespace lockscope::ui {

/// Where a watched program's lock is taken, fit to be shown: "evict (cache.c:88)"; "lock 12" of one
/// of which nothing is known.
[[nodiscard]] QString lockText(std::uint32_t id, const measure::ProgramNames& names);

} // namespace lockscope::ui
