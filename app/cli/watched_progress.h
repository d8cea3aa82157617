// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/watched_program.h"
#include "core/program/progress.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>

namespace lockscope::cli {

/// What counts a watched program's progress: what `watch` and `worth` have in common.
class WatchedProgress
{
public:
    /// Adds --progress.
    void addTo(CLI::App& command, const std::string& usual);

    [[nodiscard]] bool given() const { return !m_text.empty(); }

    /// Reads what was chosen; throws io::BadInput for what is not allowed, also with this program.
    [[nodiscard]] program::ProgressChoice choice(const WatchedProgram& program) const;

    /// Starts the program, or attaches to it; its printed lines are counted on their way where that
    /// was chosen.
    [[nodiscard]] std::unique_ptr<program::ProgramSource> source(const WatchedProgram& program,
                                                                 program::LaunchStreams streams,
                                                                 double snapshotsPerSecond,
                                                                 bool withAccounts = false);

    /// Of the program that was started. Call it after source().
    [[nodiscard]] program::Progress progress(const WatchedProgram& program,
                                             program::ProgramSource& source) const;

    /// Waits for lines that an ended program printed last.
    void waitForRest() const;

private:
    std::string m_text;
    std::shared_ptr<program::LineRelay> m_lines;
};

} // namespace lockscope::cli
