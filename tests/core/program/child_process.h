// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace lockscope::test {

/// A program that runs while the object lives, with pipes at its standard input and output.
class ChildProcess
{
public:
    explicit ChildProcess(std::vector<std::string> words)
    {
        int in[2] = {-1, -1};
        int out[2] = {-1, -1};
        if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
            throw std::runtime_error("no pipe");
        std::vector<char*> arguments;
        for (std::string& word : words)
            arguments.push_back(word.data());
        arguments.push_back(nullptr);
        m_pid = fork();
        if (m_pid == 0) {
            dup2(in[0], STDIN_FILENO);
            dup2(out[1], STDOUT_FILENO);
            execv(arguments[0], arguments.data());
            _exit(127);
        }
        close(in[0]);
        close(out[1]);
        m_in = in[1];
        m_out = out[0];
    }
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    ~ChildProcess()
    {
        end();
        close(m_in);
        close(m_out);
    }

    [[nodiscard]] pid_t pid() const { return m_pid; }

    /// Waits for so many bytes of what it writes.
    void read(void* into, std::size_t size) const
    {
        std::size_t done = 0;
        while (done < size) {
            const ssize_t got = ::read(m_out, static_cast<char*>(into) + done, size - done);
            if (got <= 0)
                throw std::runtime_error(
                    "the program has ended before it wrote what was waited for");
            done += static_cast<std::size_t>(got);
        }
    }

    void write(const std::string& text) const
    {
        if (::write(m_in, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
            throw std::runtime_error("cannot write to the program");
    }

    /// Ends it and waits until it is gone.
    void end()
    {
        if (m_pid <= 0)
            return;
        kill(m_pid, SIGKILL);
        waitpid(m_pid, nullptr, 0);
        m_pid = 0;
    }

private:
    pid_t m_pid = 0;
    int m_in = -1;
    int m_out = -1;
};

} // namespace lockscope::test
