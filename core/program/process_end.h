// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace lockscope::program {

/// Not there any more, or there as a number only that its parent has not asked after.
[[nodiscard]] bool isGone(std::uint32_t pid);

/// Whether a process is there that was started to count in this folder, by its environment, of
/// those whose environment may be read. A child that was forked a moment ago has no file yet, and
/// whoever forked it may be over already.
[[nodiscard]] bool anyProcessFor(const std::string& folder);

} // namespace lockscope::program
