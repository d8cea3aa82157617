// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

namespace lockscope::ui {

/// A piece of the path that is drawn along the lanes.
struct LanePathPiece
{
    std::uint32_t worker = 0; ///< whose lane
    std::chrono::nanoseconds begin{};
    std::chrono::nanoseconds end{};
    bool held = false; ///< it holds up others there
};

/// By time, each where the one before ends; never changed once made. Null: none.
using LanePath = std::shared_ptr<const std::vector<LanePathPiece>>;

} // namespace lockscope::ui
