// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/program_reading.h"

#include <cstddef>
#include <vector>

namespace lockscope::program {

/// Stacks put together from their roots on, as flame graphs draw them (Gregg, "The Flame Graph",
/// CACM 59(6), 2016): a function that all of them pass through stands once, with the time of all.
struct FlameNode
{
    Frame frame; ///< of those that were put together the one with the most time
    double ns = 0; ///< with all that it called
    std::vector<FlameNode> children; ///< by name, so that they stay where they are as time goes on
};

/// So many frames of a stack, from its root on, have a place: what recurses deeper ends there.
inline constexpr std::size_t kMostFlameDepth = 256;

/// The root, which has no frame, of all stacks with time. Frames are one when function and module
/// are, or, without a function, module and place in it.
[[nodiscard]] FlameNode flameOf(const std::vector<WeighedStack>& stacks);

} // namespace lockscope::program
