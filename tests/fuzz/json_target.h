// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace lockscope::test {

/// Gives any bytes to all that reads JSON from elsewhere: the checked reader, and what makes
/// machines, sweeps, merges and settings of it. Each refuses with its own exception, or gives
/// something that is written and read again the same; anything else ends the program.
void readForeignJson(std::span<const std::uint8_t> input);

/// A machine, a sweep, a merge, a line of control, and JSON that is at the limits.
[[nodiscard]] std::vector<std::string> jsonSeeds();

} // namespace lockscope::test
