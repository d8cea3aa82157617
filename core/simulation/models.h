// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/engine.h"
#include "core/simulation/simulation_spec.h"

#include <memory>
#include <span>
#include <string_view>

namespace lockscope::simulation {

/// A row: the model of a kind of lock.
struct ModelRow
{
    std::string_view id; ///< as on the command line and in the rows of the guards
    std::string_view label;
    std::string_view description; ///< one sentence: what costs what
    std::unique_ptr<Run> (*make)(const SimulationSpec& experiment);
    bool isLock = true; ///< false: it is looked at or nothing at all, and never taken
};

/// All models in the order in which they are shown.
[[nodiscard]] std::span<const ModelRow> models();

/// The row of an id; null when there is none.
[[nodiscard]] const ModelRow* findModel(std::string_view id);

} // namespace lockscope::simulation
