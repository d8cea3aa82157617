// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

namespace lockscope::program {

/// A process to be started.
struct ChildStart
{
    std::string file; ///< a path
    std::vector<std::string> words; ///< its own name, and arguments
    std::vector<std::string> variables; ///< its environment, NAME=VALUE
    bool noInput = false; ///< standard input is empty
    bool outputToError = false; ///< standard output goes where standard error does
    bool noErrors = false; ///< standard error goes nowhere
    int output = -1; ///< descriptor for standard output; -1: as here
    bool ownGroup = false; ///< with what it starts it can be ended by its group
};

/// Starts it as a shell does: no signal is blocked, or ignored because Lockscope does so for
/// itself. 0 and its number, or an errno.
[[nodiscard]] int startChild(ChildStart child, pid_t& pid);

/// The environment of this process, NAME=VALUE.
[[nodiscard]] std::vector<std::string> ownVariables();

} // namespace lockscope::program
