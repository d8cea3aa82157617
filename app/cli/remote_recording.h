// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/remote_program.h"
#include "app/cli/watched_program.h"
#include "core/program/path_track.h"
#include "core/program/watch_report.h"
#include "core/recording/account_codec.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace lockscope::cli {

/// What came of a program that was watched on another host.
struct RemoteRecording
{
    std::uint64_t snapshots = 0;
    std::uint64_t bytes = 0;
    recording::AccountPtr account; ///< the last; null before the first
    program::PathTrack path;
    std::optional<std::string> problem; ///< why the recording is not complete, one sentence

    /// By the last account that came, with the critical path; none before the first.
    [[nodiscard]] std::optional<program::WatchReport> report() const;
};

/// Records a program on another host, and reads what comes. `take` gets its bytes, and whether a
/// snapshot has come. Throws as RemoteProgram::run(), recording::RecordingError when what comes is
/// no recording, and what `take` throws.
[[nodiscard]] RemoteRecording recordRemotely(
    const RemoteProgram& remote,
    const WatchedProgram& watched,
    std::optional<double> seconds,
    double rate,
    const std::function<void(std::string_view bytes, bool hasSnapshots)>& take);

} // namespace lockscope::cli
