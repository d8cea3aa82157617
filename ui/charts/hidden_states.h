// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/legend.h"

#include <array>
#include <functional>
#include <vector>

namespace lockscope::ui {

/// Which states are left out of a picture, by kStates.
struct HiddenStates : std::array<bool, measure::kStateCount>
{
    bool unknown = false; ///< where nothing is known of a thread
    friend bool operator==(const HiddenStates&, const HiddenStates&) = default;
};

/// By a legend, of whose entries some are shown.
[[nodiscard]] HiddenStates hiddenStates(const std::vector<LegendEntry>& legend,
                                        const std::function<bool(std::size_t entry)>& shown);

} // namespace lockscope::ui
