// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/launched_program.h"

#include "core/io/text_fit.h"
#include "core/program/child_start.h"
#include "core/program/needed_libraries.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <tuple>

#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

namespace lockscope::program {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFolderVariable = "LOCKSCOPE_PRELOAD=";
constexpr std::string_view kProbeVariable = "LOCKSCOPE_PROBE="; ///< would end it (pair_cost.cpp)
constexpr std::string_view kLoaderVariable = "LD_PRELOAD=";

/// A sanitizer's runtime has to be the first library of its program, or refuses to start.
std::string sanitizerRuntime(const std::string& file)
{
    for (const std::string& needed : neededLibraries(file))
        if (needed.starts_with("libasan.so") || needed.starts_with("libtsan.so")
            || needed.starts_with("libclang_rt.asan") || needed.starts_with("libclang_rt.tsan"))
            return needed + ':';
    return {};
}

/// The loader takes blanks and colons for ends of names: such a place is reached by a link.
std::string namedForLoader(const std::string& library, const std::string& folder)
{
    if (library.find_first_of(" :") == std::string::npos)
        return library;
    std::string link = folder + "/library.so";
    if (::symlink(library.c_str(), link.c_str()) != 0 && errno != EEXIST)
        throw std::runtime_error(
            fmt::format("{} cannot be linked to {}: {}.", link, library, std::strerror(errno)));
    return link;
}

std::vector<std::string> environmentFor(const LaunchedProgram::Options& options)
{
    std::vector<std::string> made;
    std::string preload = std::string(kLoaderVariable) + sanitizerRuntime(options.file)
        + namedForLoader(options.library, options.folder);
    for (const std::string& variable : ownVariables()) {
        const std::string_view text = variable;
        if (text.starts_with(kLoaderVariable)) {
            // What the person preloads stays, behind ours.
            if (text.size() > kLoaderVariable.size())
                preload += fmt::format(":{}", text.substr(kLoaderVariable.size()));
        } else if (!text.starts_with(kFolderVariable) && !text.starts_with(kProbeVariable)) {
            made.emplace_back(text);
        }
    }
    made.push_back(std::move(preload));
    made.push_back(std::string(kFolderVariable) + options.folder);
    return made;
}

/// While it lives, what this thread starts may use the first so many of its CPUs alone.
class FewerCpus
{
public:
    explicit FewerCpus(const std::optional<int>& cpus)
    {
        if (!cpus)
            return;
        if (::sched_getaffinity(0, sizeof m_before, m_before.data()) != 0)
            throw std::runtime_error(
                fmt::format("Which CPUs there are is not known: {}.", std::strerror(errno)));
        Sets fewer{};
        int left = *cpus;
        for (std::size_t cpu = 0; cpu < kCpus && left > 0; ++cpu)
            if (CPU_ISSET_S(cpu, sizeof m_before, m_before.data())) {
                CPU_SET_S(cpu, sizeof fewer, fewer.data());
                --left;
            }
        if (left > 0 || ::sched_setaffinity(0, sizeof fewer, fewer.data()) != 0)
            throw std::runtime_error(
                fmt::format("The program cannot be kept to {} of the CPUs that there are.", *cpus));
        m_set = true;
    }
    FewerCpus(const FewerCpus&) = delete;
    FewerCpus& operator=(const FewerCpus&) = delete;
    ~FewerCpus()
    {
        if (m_set)
            (void)::sched_setaffinity(0, sizeof m_before, m_before.data());
    }

private:
    using Sets = std::array<cpu_set_t, 16>; // of 1024 CPUs each: more than any kernel has
    static constexpr std::size_t kCpus = std::tuple_size_v<Sets> * CPU_SETSIZE;
    Sets m_before{};
    bool m_set = false;
};

} // namespace

std::optional<std::string> preloadLibrary()
{
    std::error_code error;
    const fs::path self = fs::read_symlink("/proc/self/exe", error);
    if (error)
        return std::nullopt;
    const fs::path above = self.parent_path().parent_path();
    for (const fs::path& place : {above / "lib", above / LOCKSCOPE_LIBRARY_FOLDER / "lockscope"}) {
        const fs::path library = place / "liblockscope-preload.so";
        if (fs::is_regular_file(library, error))
            return library.string();
    }
    return std::nullopt;
}

LaunchedProgram::LaunchedProgram(const Options& options)
{
    const FewerCpus cpus(options.streams.cpus); // the child inherits them
    const int error = startChild({.file = options.file,
                                  .words = options.command,
                                  .variables = environmentFor(options),
                                  .noInput = options.streams.noInput,
                                  .outputToError = options.streams.outputToError,
                                  .output = options.streams.output},
                                 m_pid);
    if (error != 0)
        throw std::runtime_error(
            fmt::format("{} cannot be started: {}.", options.file, std::strerror(error)));
}

LaunchedProgram::~LaunchedProgram()
{
    if (ended())
        return;
    try {
        std::thread([pid = m_pid] {
            while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
            }
        }).detach();
    } catch (const std::system_error&) {
        // No thread to be had: it is reaped when we end.
    }
}

const std::optional<ProgramEnd>& LaunchedProgram::ended()
{
    if (m_end)
        return m_end;
    int status = 0;
    pid_t found = 0;
    do
        found = ::waitpid(m_pid, &status, WNOHANG);
    while (found < 0 && errno == EINTR);
    if (found < 0) // reaped by somebody else: it has ended, and how is not known
        m_end.emplace();
    else if (found == m_pid && WIFEXITED(status))
        m_end = ProgramEnd{WEXITSTATUS(status), std::nullopt};
    else if (found == m_pid && WIFSIGNALED(status))
        m_end = ProgramEnd{std::nullopt, WTERMSIG(status)};
    return m_end;
}

void LaunchedProgram::signal(int number)
{
    if (!ended())
        ::kill(m_pid, number);
}

} // namespace lockscope::program
