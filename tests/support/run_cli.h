// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/temporary_file.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

namespace lockscope::test {

struct Outcome
{
    int code = -1;
    std::string out;
    std::string err;
};

/// Runs lockscope-cli as a shell would; `before` stands before its name, a pipe into it for
/// example.
inline Outcome cli(const std::string& arguments, const std::string& before = "")
{
    const auto errors = std::filesystem::path(testing::TempDir())
        / ("lockscope-cli-errors-" + std::to_string(getpid()));
    const std::string command =
        before + std::string(LOCKSCOPE_CLI) + " " + arguments + " 2>" + errors.string();
    Outcome outcome;
    FILE* pipe = popen(command.c_str(), "r");
    std::array<char, 4096> buffer{};
    while (const std::size_t got = fread(buffer.data(), 1, buffer.size(), pipe))
        outcome.out.append(buffer.data(), got);
    outcome.code = WEXITSTATUS(pclose(pipe));
    outcome.err = contentOf(errors);
    std::filesystem::remove(errors);
    return outcome;
}

} // namespace lockscope::test
