// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"
#include "core/measure/source.h"
#include "core/recording/payload.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace lockscope::recording {

/// What a recording says before its snapshots.
struct RecordingHeader
{
    measure::SourceInfo source; ///< as it was when the recording began; kind is never Recorded
    std::optional<lab::LabConfig>
        config; ///< the experiment then; none where it cannot be read from the facts
    std::chrono::system_clock::time_point startedAt; ///< wall clock
    std::chrono::nanoseconds startedTime{}; ///< what the source's clock showed then
    std::string toolVersion; ///< of the program that recorded
    std::optional<std::vector<std::string>>
        guards; ///< ids of those that it has, for a live run; none: an older program
};

/// The header of a recording of `source` that begins now. Its LabConfig is taken from the facts.
[[nodiscard]] RecordingHeader headerOf(const measure::Source& source,
                                       std::chrono::nanoseconds time = {});

/// The experiment that facts name, within no machine's limits: a recording from a larger one is
/// read here. None when a field is missing or cannot be read (the guard of a later program, say).
[[nodiscard]] std::optional<lab::LabConfig> labConfigOf(const measure::ConfigFacts& facts);

/// The same of as many settings as facts name readably, for who shows them: the others are as they
/// are at first, and a guard may be one that is not known here.
[[nodiscard]] lab::LabConfig readableConfigOf(const measure::ConfigFacts& facts);

/// The payload of the header's record.
[[nodiscard]] std::string encodeHeader(const RecordingHeader& header);

/// The other way. Throws PayloadError.
[[nodiscard]] RecordingHeader decodeHeader(const Frame& frame);

[[nodiscard]] Cbor probeToCbor(const std::optional<measure::ProbeCost>& probe);
[[nodiscard]] std::optional<measure::ProbeCost> probeFrom(const io::CheckedValue& value);

} // namespace lockscope::recording
