// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/remote_program.h"

#include "app/cli/interrupts.h"
#include "core/io/ssh_words.h"
#include "core/io/text_fit.h"
#include "core/lab/lab_config.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <stdexcept>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace lockscope::cli {

namespace {

constexpr int kNotReached = 255; ///< ssh's own exit code
constexpr int kNotFound = 127; ///< of the shell there

bool isOneWord(const std::string& text)
{
    return !text.empty() && text.front() != '-'
        && std::none_of(text.begin(), text.end(), [](unsigned char c) {
               return std::isspace(c) != 0 || std::iscntrl(c) != 0;
           });
}

std::vector<std::string> sshCommand(const RemoteProgram& remote,
                                    const std::vector<std::string>& words)
{
    std::vector<std::string> command;
    const char* const ssh = std::getenv("LOCKSCOPE_SSH"); // NOLINT(concurrency-mt-unsafe)
    std::istringstream given(ssh ? ssh : "");
    for (std::string word; given >> word;)
        command.push_back(word);
    if (command.empty())
        command.emplace_back("ssh");
    for (std::string& option : io::sshOptions(remote.host))
        command.push_back(std::move(option));
    // The remote shell's ~ is not quoted.
    const bool ofHome = remote.program.rfind("~/", 0) == 0;
    std::string line =
        ofHome ? "~/" + io::shellWord(remote.program.substr(2)) : io::shellWord(remote.program);
    for (const std::string& word : words)
        line += ' ' + io::shellWord(word);
    command.push_back(std::move(line));
    return command;
}

/// A started command, and the end of the pipe that its output comes from; -1 without one.
struct Started
{
    pid_t pid = 0;
    int output = -1;
};

Started start(const std::vector<std::string>& command, bool toUs)
{
    std::array<int, 2> ends{-1, -1};
    if (toUs && ::pipe2(ends.data(), O_CLOEXEC) != 0)
        throw std::runtime_error(fmt::format("no pipe could be made: {}", std::strerror(errno)));
    std::vector<char*> arguments;
    for (const std::string& word : command)
        arguments.push_back(const_cast<char*>(word.c_str())); // NOLINT: what POSIX wants
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (toUs)
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    Started started{0, ends[0]};
    const int error = ::posix_spawnp(
        &started.pid, arguments.front(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (toUs)
        ::close(ends[1]);
    if (error == 0)
        return started;
    if (toUs)
        ::close(ends[0]);
    throw std::runtime_error(
        fmt::format("{} could not be started: {}", command.front(), std::strerror(error)));
}

/// Hands on what comes until nothing does.
void readAll(int file, const std::function<void(std::string_view)>& take)
{
    constexpr int kLook = 50; // ms, for interrupts
    std::array<char, 65'536> bytes{};
    while (!interrupted()) {
        pollfd waited{file, POLLIN, 0};
        if (::poll(&waited, 1, kLook) <= 0)
            continue;
        const ssize_t got = ::read(file, bytes.data(), bytes.size());
        if (got == 0 || (got < 0 && errno != EINTR))
            return;
        if (got > 0)
            take({bytes.data(), static_cast<std::size_t>(got)});
    }
}

} // namespace

void RemoteProgram::addTo(CLI::App& command)
{
    command
        .add_option("--connect",
                    host,
                    "watch it on another host, by ssh and the lockscope-cli that is there")
        ->type_name("[USER@]HOST");
    command.add_option("--remote-program", program, "where lockscope-cli is on that host")
        ->type_name("PATH")
        ->capture_default_str();
}

void RemoteProgram::run(const std::vector<std::string>& words,
                        const std::function<void(std::string_view)>& take) const
{
    if (!isOneWord(host))
        throw lab::ConfigError("connect", host, "[user@]host, or a name of ~/.ssh/config");
    if (program.empty() || program.front() == '-')
        throw lab::ConfigError(
            "remote-program", program, "the name or the path of lockscope-cli there");
    const Started ssh = start(sshCommand(*this, words), static_cast<bool>(take));
    std::exception_ptr failure;
    if (take) {
        try {
            readAll(ssh.output, take);
        } catch (...) {
            failure = std::current_exception();
        }
        ::close(ssh.output);
        if (failure || interrupted())
            ::kill(ssh.pid, SIGTERM);
    }
    int status = 0;
    while (::waitpid(ssh.pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (failure)
        std::rethrow_exception(failure);
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0; // a signal: ours
    if (interrupted() || code == 0)
        return;
    const std::string where = io::forTerminal(host);
    if (code == kNotReached)
        throw std::runtime_error(fmt::format("{} could not be reached by ssh", where));
    if (code == kNotFound)
        throw std::runtime_error(
            fmt::format("there is no {} on {}; install it there, or name it by --remote-program",
                        io::forTerminal(program),
                        where));
    throw std::runtime_error(
        fmt::format("lockscope-cli on {} ended with exit code {}", where, code));
}

} // namespace lockscope::cli
