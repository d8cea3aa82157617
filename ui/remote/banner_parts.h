// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/history.h"
#include "core/measure/source.h"

#include <QString>

namespace lockscope::ui {

inline constexpr auto kBannerSeparator = " · ";

/// "Test CPU 9000, 64 CPUs": what measures elsewhere.
[[nodiscard]] QString hostText(const measure::SourceInfo& facts);

/// "7 dropped": snapshots that never came.
[[nodiscard]] QString droppedText(const measure::History& shown);

} // namespace lockscope::ui
