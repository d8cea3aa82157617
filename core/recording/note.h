// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recording/payload.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace lockscope::recording {

/// What the recording program says beside the snapshots: answers to who controls it from afar.
struct Note
{
    std::chrono::nanoseconds time{}; ///< on the source's clock, of the newest snapshot then
    std::string kind; ///< "pong", "problem"; readers pass over what they do not know
    std::string text; ///< one sentence, or empty
    std::optional<std::uint64_t> id; ///< of the ping that is answered
};

/// So many snapshots were dropped before this place, because the file or pipe did not take them in
/// time.
struct DroppedSnapshots
{
    std::chrono::nanoseconds time{}; ///< of the newest that was dropped
    std::uint64_t count = 0;
};

/// Payloads of their records; the times are the records'. Decoding throws PayloadError.
[[nodiscard]] std::string encodeNote(const Note& note);
[[nodiscard]] Note decodeNote(const Frame& frame);
[[nodiscard]] std::string encodeDropped(const DroppedSnapshots& dropped);
[[nodiscard]] DroppedSnapshots decodeDropped(const Frame& frame);

} // namespace lockscope::recording
