// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace lockscope::program {

/// Whether a program can be launched with a library in front of its own (LD_PRELOAD).
struct LaunchCheck
{
    /// What will be executed, found in PATH; as given when it was not found.
    std::filesystem::path file;
    /// What the kernel runs for a script, in order: its interpreter, that one's, and for `env` what
    /// it looks up. Empty for a program that is no script.
    std::vector<std::filesystem::path> interpreters;
    /// One sentence that names the file and says why not; none when it can be launched. It has the
    /// file's name in it as it is: make it fit where it is shown (core/io/text_fit.h).
    std::optional<std::string> whyNot;
    /// Whether attaching to the running program (--pid) would work; the sentence offers it.
    bool attachWorks = false;

    [[nodiscard]] bool launchable() const { return !whyNot; }
};

/// Who will run the program, and where it is looked for.
struct Launcher
{
    uid_t user; ///< its effective ids
    gid_t group;
    std::string path; ///< PATH
};

/// This process.
[[nodiscard]] Launcher thisLauncher();

/// Looks at a program as a person types it: with a slash in it a path, else a name in PATH. The
/// file may be anything; it is opened only when it is a regular one, so nothing is waited for. What
/// is right now may be wrong when it is started: another file may lie there by then. Any thread.
[[nodiscard]] LaunchCheck checkLaunch(std::string_view program,
                                      const Launcher& launcher = thisLauncher());

} // namespace lockscope::program
