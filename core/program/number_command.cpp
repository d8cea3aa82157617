// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/number_command.h"

#include "core/io/bad_input.h"
#include "core/io/number_text.h"
#include "core/io/text_fit.h"
#include "core/program/child_start.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace lockscope::program {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostOutput = 4096;
constexpr std::size_t kMostShown = 60;
constexpr std::string_view kAllowed = "a command that prints one number, 0 or more";

[[noreturn]] void refuse(const std::string& command, const std::string& what)
{
    throw io::BadInput(fmt::format("progress command \"{}\": {}; allowed: {}",
                                   io::shortened(io::forTerminal(command), kMostShown),
                                   what,
                                   kAllowed));
}

/// A shell with the command in it, and the end of a pipe where it prints.
struct Running
{
    pid_t pid = -1;
    int output = -1;

    Running() = default;
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    ~Running()
    {
        if (output >= 0)
            ::close(output);
        if (pid > 0) {
            ::kill(-pid, SIGKILL); // and what it started
            while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
            }
        }
    }
};

void start(const std::string& command, std::uint32_t programPid, Running& running)
{
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        refuse(command, fmt::format("no pipe for it: {}", std::strerror(errno)));
    ChildStart shell{.file = "/bin/sh",
                     .words = {"sh", "-c", command},
                     .variables = ownVariables(),
                     .noInput = true,
                     .noErrors = true,
                     .output = ends[1],
                     .ownGroup = true};
    std::erase_if(shell.variables,
                  [](const std::string& text) { return text.starts_with("LOCKSCOPE_PID="); });
    shell.variables.push_back(fmt::format("LOCKSCOPE_PID={}", programPid));
    const int error = startChild(std::move(shell), running.pid);
    ::close(ends[1]);
    running.output = ends[0];
    if (error != 0) {
        running.pid = -1;
        refuse(command, fmt::format("/bin/sh cannot be started: {}", std::strerror(error)));
    }
}

/// What it prints until it ends, cut at what no number needs.
std::string outputOf(const std::string& command, const Running& running)
{
    const auto end = Clock::now() + NumberCommand::kLongest;
    std::string text;
    std::array<char, 512> bytes{};
    while (text.size() <= kMostOutput) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
        pollfd ready{running.output, POLLIN, 0};
        const int polled = left.count() > 0 ? ::poll(&ready, 1, static_cast<int>(left.count())) : 0;
        if (polled == 0)
            refuse(command,
                   fmt::format("not done after {} s", NumberCommand::kLongest.count() / 1000));
        const ssize_t got = polled < 0 ? -1 : ::read(running.output, bytes.data(), bytes.size());
        if (got == 0)
            break;
        if (got > 0)
            text.append(bytes.data(), static_cast<std::size_t>(got));
        else if (errno != EINTR)
            refuse(command, fmt::format("cannot be read: {}", std::strerror(errno)));
    }
    return text;
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view kBlanks = " \t\r\n";
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

} // namespace

double NumberCommand::read() const
{
    Running running;
    start(m_command, m_pid, running);
    const std::string text = outputOf(m_command, running);
    // It has closed its output; that it goes on all the same is none of ours.
    const auto end = Clock::now() + std::chrono::milliseconds(200);
    int status = 0;
    pid_t done = 0;
    while ((done = ::waitpid(running.pid, &status, WNOHANG)) == 0 && Clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (done == running.pid)
        running.pid = -1;
    const std::string_view given = trimmed(text);
    const auto number = io::numberOf<double>(std::string(given));
    if (number && *number >= 0)
        return *number;
    if (given.empty() && done > 0 && WIFEXITED(status) && WEXITSTATUS(status) != 0)
        refuse(m_command,
               fmt::format("it printed nothing and ended with exit code {}", WEXITSTATUS(status)));
    refuse(m_command,
           given.empty()
               ? std::string("it printed nothing")
               : fmt::format("it printed \"{}\"",
                             io::shortened(io::forTerminal(given.substr(0, 400)), kMostShown)));
}

} // namespace lockscope::program
