// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/pair_cost.h"

#include "core/program/child_start.h"
#include "core/program/launched_program.h"
#include "core/program/watch_folder.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <exception>
#include <string>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace lockscope::program {

namespace {

constexpr int kPatienceMs = 3000;

/// What a process prints that has the library in it and is to measure.
std::string printed(const std::string& library, const std::string& folder)
{
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0)
        return {};
    // Any program will do: the library measures before it begins.
    pid_t pid = 0;
    const int error = startChild(
        {.file = "/bin/true",
         .words = {"true"},
         .variables = {"LD_PRELOAD=" + library, "LOCKSCOPE_PRELOAD=" + folder, "LOCKSCOPE_PROBE=1"},
         .output = pipe[1]},
        pid);
    ::close(pipe[1]);
    std::string text;
    std::array<char, 64> buffer{};
    pollfd readable{pipe[0], POLLIN, 0};
    if (error == 0 && ::poll(&readable, 1, kPatienceMs) > 0)
        if (const ssize_t got = ::read(pipe[0], buffer.data(), buffer.size()); got > 0)
            text.assign(buffer.data(), static_cast<std::size_t>(got));
    ::close(pipe[0]);
    if (error == 0) {
        ::kill(pid, SIGKILL); // it has printed, or never will
        while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
    return text;
}

std::optional<double> measured()
{
    const std::optional<std::string> library = preloadLibrary();
    if (!library)
        return std::nullopt;
    std::string text;
    try {
        WatchFolder folder;
        text = printed(*library, folder.path());
        for (const std::string& file : folder.newFiles())
            folder.remove(file);
    } catch (const std::exception&) { // no folder can be made
        return std::nullopt;
    }
    double ns = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ns);
    const bool whole = error == std::errc() && std::string_view(end) == "\n";
    return whole && ns > 0 ? std::optional(ns) : std::nullopt;
}

} // namespace

std::optional<double> pairCostNs()
{
    static const std::optional<double> cost = measured();
    return cost;
}

} // namespace lockscope::program
