// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace lockscope::program {

/// How a program ended.
struct ProgramEnd
{
    std::optional<int> exitCode;
    std::optional<int> signal; ///< that ended it
};

/// Where the preload library is: beside the program that runs, in the build folder or installed.
/// None when it is in neither place.
[[nodiscard]] std::optional<std::string> preloadLibrary();

/// Where a launched program's standard streams go, and where it runs; else as we do.
struct LaunchStreams
{
    bool outputToError = false; ///< its standard output goes to standard error
    int output = -1; ///< where its standard output goes instead, a LineRelay::input()
    bool noInput = false; ///< its standard input is empty
    std::optional<int> cpus{}; ///< the first so many of ours are all that it may use
};

/// A program that was started with the preload library in front of its own libraries. Not
/// thread-safe. When this is destroyed the program goes on, unless it was told to end.
class LaunchedProgram
{
public:
    struct Options
    {
        std::vector<std::string> command; ///< program and arguments, not empty
        std::string file; ///< what is executed (checkLaunch())
        std::string folder; ///< of the WatchFolder
        std::string library; ///< preloadLibrary()
        LaunchStreams streams;
    };

    /// Starts it. std::runtime_error, one sentence, when it cannot be started.
    explicit LaunchedProgram(const Options& options);
    LaunchedProgram(const LaunchedProgram&) = delete;
    LaunchedProgram& operator=(const LaunchedProgram&) = delete;
    /// Somebody else takes its end when it comes: it is no zombie afterwards.
    ~LaunchedProgram();

    [[nodiscard]] pid_t pid() const { return m_pid; }

    /// How it ended; none while it runs. Does not wait.
    [[nodiscard]] const std::optional<ProgramEnd>& ended();

    /// Asks it to end, as Ctrl+C or kill do. Nothing when it has ended.
    void signal(int number);

private:
    pid_t m_pid = 0;
    std::optional<ProgramEnd> m_end;
};

} // namespace lockscope::program
