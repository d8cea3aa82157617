// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace lockscope::program {

/// A command of the person's that prints a number, run by the shell. Its output may be anything and
/// its end may never come: both have bounds. Its standard input is empty, its errors are not shown,
/// and LOCKSCOPE_PID is the number of the program's first process. Not thread-safe.
class NumberCommand
{
public:
    static constexpr std::chrono::milliseconds kLongest{2000};

    NumberCommand(std::string command, std::uint32_t pid)
        : m_command(std::move(command))
        , m_pid(pid)
    {}

    /// Runs it. io::BadInput, one sentence, when it prints no number that is 0 or more, fails, or
    /// takes longer than kLongest.
    [[nodiscard]] double read() const;

    [[nodiscard]] const std::string& command() const { return m_command; }

private:
    std::string m_command;
    std::uint32_t m_pid;
};

} // namespace lockscope::program
