// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exporters/formats.h"
#include "core/measure/source.h"
#include "core/measure/time_range.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace lockscope::recording {

class StreamReader;

/// What an export has come to.
struct Exported
{
    measure::SourceInfo facts;
    std::uint64_t snapshots = 0;
    std::uint64_t dropped = 0; ///< snapshots, by who recorded
    std::optional<std::string> problem; ///< why the recording is not complete, one sentence
};

/// How much of a recording is exported, and who watches.
struct ExportOptions
{
    std::optional<measure::TimeRange> range; ///< none: all of it; as RangeGate
    /// Told now and then how many snapshots have been written; what it throws ends the export.
    std::function<void(std::uint64_t snapshots)> watch;
};

/// Hands a recording to a writer, one record at a time, so that it may be longer than memory.
/// Throws what the writer's stream throws, and RecordingError when nothing lies in the range. One
/// thread.
[[nodiscard]] Exported exportAll(StreamReader& reader,
                                 exporters::DataWriter& writer,
                                 const std::string& name,
                                 const ExportOptions& options = {});

/// The same from file to file, whole or not at all. Throws RecordingError when `from` is no
/// recording or `to` exists and `replace` is not set, std::runtime_error when it cannot be written.
Exported exportFile(const std::filesystem::path& from,
                    const exporters::DataFormat& format,
                    const std::filesystem::path& to,
                    bool replace,
                    const ExportOptions& options = {});

} // namespace lockscope::recording
