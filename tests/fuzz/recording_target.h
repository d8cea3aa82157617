// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace lockscope::test {

/// Gives any bytes to both readers and to replay. The first byte says how the others are taken: as
/// a recording, or as payloads that are put into whole records first, because no mutation finds
/// checksums that fit. Ends the program with a word when the readers disagree, or what was read
/// does not come back the same when it is written and read again.
void readRecording(std::span<const std::uint8_t> input);

/// Inputs to begin with: small recordings, whole, cut and damaged, and payloads.
[[nodiscard]] std::vector<std::string> recordingSeeds();

} // namespace lockscope::test
