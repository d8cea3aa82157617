// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/program_source.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lockscope::cli {

/// Which program is to be watched: what `watch` and `record` have in common.
struct WatchedProgram
{
    /// Adds the program behind --, --pid and --rate.
    void addTo(CLI::App& command, const std::string& rateName);

    [[nodiscard]] bool given() const { return pid || !program.empty(); }

    /// Launches it, or attaches to it; with accounts for a recording. Throws io::BadInput for what
    /// cannot be watched.
    [[nodiscard]] std::unique_ptr<program::ProgramSource> source(
        const program::LaunchStreams& streams,
        double snapshotsPerSecond,
        bool withAccounts = false) const;

    std::vector<std::string> program;
    std::optional<int> pid;
    std::optional<double> rate;
};

} // namespace lockscope::cli
