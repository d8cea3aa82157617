// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/time_range.h"

namespace lockscope::ui {

using measure::TimeRange;

} // namespace lockscope::ui
