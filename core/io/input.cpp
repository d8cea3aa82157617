// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/input.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lockscope::io {

namespace {

[[noreturn]] void failToRead(const std::string& name, int error)
{
    throw InputError(name,
                     fmt::format("cannot be read ({})", std::generic_category().message(error)));
}

/// What is no stream of bytes; empty when it is one.
std::string unreadable(mode_t mode, InputKind kind)
{
    if (S_ISDIR(mode))
        return "a folder";
    if (S_ISSOCK(mode))
        return "a socket";
    if (kind == InputKind::FileAlone && !S_ISREG(mode))
        return S_ISFIFO(mode) ? "a pipe, which could keep a reader waiting" : "a device";
    return "";
}

} // namespace

std::string inputName(const std::filesystem::path& path)
{
    return path == "-" ? "standard input" : path.string();
}

Input::Input(const std::filesystem::path& path, InputKind kind)
    : m_name(inputName(path))
{
    if (path == "-") {
        m_file = STDIN_FILENO;
        return;
    }
    struct stat status
    {};
    // Before opening, because opening a socket says only "No such device or address".
    if (stat(path.c_str(), &status) == 0)
        if (const std::string what = unreadable(status.st_mode, kind); !what.empty())
            throw InputError(m_name, what);
    // Whoever may only have a file does not wait for a pipe's writer either, should one take the
    // file's place here.
    const int waiting = kind == InputKind::FileAlone ? O_NONBLOCK : 0;
    do
        m_file = open(path.c_str(), O_RDONLY | O_CLOEXEC | waiting);
    while (m_file < 0 && errno == EINTR);
    if (m_file < 0)
        failToRead(m_name, errno);
    if (fstat(m_file, &status) == 0) {
        m_isFile = S_ISREG(status.st_mode);
        if (const std::string what = unreadable(status.st_mode, kind); !what.empty()) {
            close(m_file);
            throw InputError(m_name, what);
        }
    }
}

Input::Input(Input&& other) noexcept
    : m_name(std::move(other.m_name))
    , m_file(std::exchange(other.m_file, -1))
    , m_isFile(other.m_isFile)
{}

Input::~Input()
{
    if (m_file >= 0 && m_file != STDIN_FILENO)
        close(m_file);
}

std::size_t Input::readSome(char* into, std::size_t size)
{
    for (;;) {
        const ssize_t got = read(m_file, into, size);
        if (got >= 0)
            return static_cast<std::size_t>(got);
        if (errno != EINTR)
            failToRead(m_name, errno);
    }
}

std::string Input::readAll(std::size_t most)
{
    constexpr std::size_t kMegabyte = 1'000'000;
    std::string bytes;
    std::array<char, std::size_t{1} << 16U> some{};
    while (const std::size_t got = readSome(some.data(), some.size())) {
        if (got > most - bytes.size())
            throw InputError(m_name, fmt::format("larger than {} MB", most / kMegabyte));
        bytes.append(some.data(), got);
    }
    return bytes;
}

std::string readInput(const std::filesystem::path& path, std::size_t most, InputKind kind)
{
    return Input(path, kind).readAll(most);
}

} // namespace lockscope::io
