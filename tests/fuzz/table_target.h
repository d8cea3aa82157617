// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace lockscope::test {

/// Reads bytes that somebody made up as a table and as curves, and aborts when what comes out
/// contradicts itself: rows of unequal length, a table that is another one when it is written again
/// as RFC 4180 has it, a curve that is not sorted or holds what no throughput is, a sentence that a
/// terminal would obey.
void readTable(std::span<const std::uint8_t> input);

/// Tables to begin with.
[[nodiscard]] std::vector<std::string> tableSeeds();

} // namespace lockscope::test
