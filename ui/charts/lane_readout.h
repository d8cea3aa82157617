// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/lane_raster.h"
#include "ui/charts/readout.h"
#include "ui/models/thread_names.h"

#include <cstdint>
#include <optional>
#include <vector>

/// What pointing at an instant says of threads, without the states that are hidden.
namespace lockscope::ui {

/// Of one thread; says so when there is none.
[[nodiscard]] std::vector<ReadoutRow> threadReadout(const measure::Snapshot& snapshot,
                                                    std::optional<std::uint32_t> worker,
                                                    const HiddenStates& hidden,
                                                    const ThreadNames& names);

/// How many threads did mostly what: when the mouse is over another view.
[[nodiscard]] std::vector<ReadoutRow> threadsByState(const measure::Snapshot& snapshot,
                                                     const HiddenStates& hidden);

} // namespace lockscope::ui
