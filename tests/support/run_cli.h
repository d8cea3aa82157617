// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/run_shell.h"

namespace lockscope::test {

/// Runs lockscope-cli as a shell would; `before` stands before its name, a pipe into it for
/// example.
inline Outcome cli(const std::string& arguments, const std::string& before = "")
{
    return shell(before + std::string(LOCKSCOPE_CLI) + " " + arguments);
}

} // namespace lockscope::test
