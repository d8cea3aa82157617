// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/machine.h"

#include <optional>

namespace lockscope::ui {

/// Where an experiment runs: on a machine that is simulated, or, when there is none, on this
/// computer.
using ExecutionTarget = std::optional<simulation::Machine>;

} // namespace lockscope::ui
