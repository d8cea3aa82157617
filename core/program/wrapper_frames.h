// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/frame.h"
#include "core/program/symbols.h"

#include <cstdint>
#include <span>
#include <vector>

namespace lockscope::program {

/// Whether a frame stands between the program and the lock that it means: the preload library, the
/// C library, or the standard library's own wrappers.
[[nodiscard]] bool isWrapper(const Frame& frame);

/// Names of a stack, inlined functions too, the innermost first. Unless all are wanted, without the
/// wrappers that it begins with.
[[nodiscard]] std::vector<Frame> namedFrames(Symbols& symbols,
                                             std::span<const std::uint64_t> addresses,
                                             bool all);

} // namespace lockscope::program
