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

/// Runs a command as a shell would.
inline Outcome shell(const std::string& command)
{
    const auto errors = std::filesystem::path(testing::TempDir())
        / ("lockscope-errors-" + std::to_string(getpid()));
    Outcome outcome;
    FILE* pipe = popen(("{ " + command + "\n} 2>" + errors.string()).c_str(), "r");
    std::array<char, 4096> buffer{};
    while (const std::size_t got = fread(buffer.data(), 1, buffer.size(), pipe))
        outcome.out.append(buffer.data(), got);
    outcome.code = WEXITSTATUS(pclose(pipe));
    outcome.err = contentOf(errors);
    std::filesystem::remove(errors);
    return outcome;
}

} // namespace lockscope::test
