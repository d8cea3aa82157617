// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/standard_streams.h"

#include "core/io/write_fully.h"

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace lockscope::io {

namespace {

/// Why standard output did not take something; 0 when it took all. Written by whoever prints.
std::atomic<int> g_lost = 0;

/// Puts the null device where a closed descriptor is, opened the wrong way round so that it stays
/// unusable.
void fill(int descriptor, int mode)
{
    if (fcntl(descriptor, F_GETFD) != -1)
        return;
    const int opened =
        open("/dev/null", mode); // NOLINT: open() takes the lowest number, and it is inherited
    if (opened >= 0 && opened != descriptor) {
        dup2(opened, descriptor);
        close(opened);
    }
}

ssize_t toStandardOutput(void* /*cookie*/, const char* bytes, std::size_t size)
{
    if (g_lost == 0)
        if (const int error = writeFully(STDOUT_FILENO, {bytes, size}); error != 0)
            g_lost = error;
    return static_cast<ssize_t>(size);
}

/// Nobody is left to be told that standard error is gone.
ssize_t toStandardError(void* /*cookie*/, const char* bytes, std::size_t size)
{
    (void)writeFully(STDERR_FILENO, {bytes, size});
    return static_cast<ssize_t>(size);
}

/// None where there is no memory for it: then the stream stays the C library's.
void replace(FILE*& stream, cookie_write_function_t* write, int buffering)
{
    FILE* own = fopencookie(
        nullptr, "w", {.read = nullptr, .write = write, .seek = nullptr, .close = nullptr});
    if (own == nullptr)
        return;
    setvbuf(own, nullptr, buffering, BUFSIZ); // NOLINT: it cannot fail before anything was printed
    stream = own; // glibc has these as variables, to be set
}

} // namespace

void guardStandardStreams()
{
    fill(STDIN_FILENO, O_WRONLY);
    fill(STDOUT_FILENO, O_RDONLY);
    fill(STDERR_FILENO, O_WRONLY);
    std::signal(SIGPIPE, SIG_IGN);
    replace(stdout, &toStandardOutput, isatty(STDOUT_FILENO) == 1 ? _IOLBF : _IOFBF);
    replace(stderr, &toStandardError, _IONBF);
}

std::optional<std::string> lossOfStandardOutput()
{
    std::fflush(stdout);
    if (g_lost == 0)
        return std::nullopt;
    return fmt::format("standard output could not be written: {}", std::strerror(g_lost));
}

} // namespace lockscope::io
