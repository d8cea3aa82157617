// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/line_relay.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <new>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace lockscope::program {

namespace {

[[noreturn]] void refused(const char* what)
{
    throw std::runtime_error(fmt::format(
        "The lines of the program cannot be counted: {} was refused: {}.", what, strerror(errno)));
}

/// Everything but these two: who waits for one of the others to be closed waits for nobody.
void closeOthers(int from, int to)
{
    const auto between = [](unsigned first, unsigned last) {
        if (first <= last)
            (void)::syscall(SYS_close_range, first, last, 0U);
    };
    // Of a list, by value: the references of std::minmax(a, b) would be to what is gone.
    const auto [low, high] = std::minmax({static_cast<unsigned>(from), static_cast<unsigned>(to)});
    if (low > 0)
        between(0, low - 1);
    between(low + 1, high - 1);
    between(high + 1, ~0U);
}

bool written(int to, const char* bytes, std::size_t count)
{
    while (count > 0) {
        const ssize_t done = ::write(to, bytes, count);
        if (done > 0) {
            bytes += done;
            count -= static_cast<std::size_t>(done);
        } else if (done < 0 && errno == EAGAIN) {
            pollfd ready{to, POLLOUT, 0};
            (void)::poll(&ready, 1, -1);
        } else if (done == 0 || errno != EINTR) {
            return false;
        }
    }
    return true;
}

} // namespace

/// In a copy of a process that has other threads: only what is allowed in a handler of signals.
void LineRelay::handOn(int from, int to, Shared& shared)
{
    closeOthers(from, to);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) // the program's own end comes first
        ::signal(number, SIG_IGN);
    ::signal(SIGPIPE, SIG_IGN);
    std::array<char, 65536> bytes; // NOLINT(cppcoreguidelines-pro-type-member-init): read into
    for (;;) {
        const ssize_t got = ::read(from, bytes.data(), bytes.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        const auto size = static_cast<std::size_t>(got);
        const auto ends = std::count(bytes.data(), bytes.data() + size, '\n');
        // Relaxed: a number on its own.
        shared.lines.fetch_add(static_cast<std::uint64_t>(ends), std::memory_order_relaxed);
        if (!written(to, bytes.data(), size))
            break;
    }
    // Release: who sees it sees every line.
    shared.over.store(1, std::memory_order_release);
    ::_exit(0);
}

LineRelay::LineRelay(int destination)
{
    void* const memory =
        ::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        refused("memory");
    m_shared = new (memory) Shared;
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        ::munmap(memory, sizeof(Shared));
        refused("a pipe");
    }
    m_input = ends[1];
    // Twice, so that it is nobody's child: who ends first does not matter.
    const pid_t child = ::fork();
    if (child == 0) {
        const pid_t grandchild = ::fork();
        if (grandchild == 0)
            handOn(ends[0], destination, *m_shared);
        ::_exit(grandchild < 0 ? 1 : 0);
    }
    ::close(ends[0]);
    int status = 1;
    if (child > 0)
        while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
        }
    if (child < 0 || status != 0) {
        ::close(m_input);
        ::munmap(memory, sizeof(Shared));
        refused("a process");
    }
}

LineRelay::~LineRelay()
{
    closeInput();
    ::munmap(m_shared, sizeof(Shared));
}

void LineRelay::closeInput()
{
    if (m_input >= 0)
        ::close(m_input);
    m_input = -1;
}

std::uint64_t LineRelay::lines() const
{
    return m_shared->lines.load(std::memory_order_relaxed); // a number on its own
}

bool LineRelay::waitForRest(std::chrono::milliseconds time) const
{
    const auto end = std::chrono::steady_clock::now() + time;
    // Acquire: with it, every line.
    while (m_shared->over.load(std::memory_order_acquire) == 0) {
        if (std::chrono::steady_clock::now() >= end)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
}

} // namespace lockscope::program
