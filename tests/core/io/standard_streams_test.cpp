// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/standard_streams.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <functional>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

namespace lockscope::io {
namespace {

/// The exit code of a process of its own that does this; its streams are not those of the test.
int codeOf(const std::function<int()>& act)
{
    std::fflush(nullptr);
    const pid_t child = fork();
    if (child == 0)
        _exit(act());
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void redirect(int descriptor, const char* path)
{
    const int file = open(path, O_WRONLY); // NOLINT: it is to be inherited
    dup2(file, descriptor);
    close(file);
}

TEST(StandardStreams, WhatIsPrintedComesOut)
{
    EXPECT_EQ(codeOf([] {
                  redirect(STDOUT_FILENO, "/dev/null");
                  guardStandardStreams();
                  fmt::print("a line\n");
                  return lossOfStandardOutput() ? 1 : 0;
              }),
              0);
}

TEST(StandardStreams, AFullStandardOutputIsRememberedAndThrowsNothing)
{
    EXPECT_EQ(codeOf([] {
                  redirect(STDOUT_FILENO, "/dev/full");
                  guardStandardStreams();
                  for (int i = 0; i < 10'000; ++i)
                      fmt::print("a line that fills the buffer in the end\n");
                  const auto loss = lossOfStandardOutput();
                  return loss == "standard output could not be written: No space left on device"
                      ? 42
                      : 1;
              }),
              42);
}

TEST(StandardStreams, AClosedOneIsLostToItsReaderAndNoFileGetsItsNumber)
{
    EXPECT_EQ(codeOf([] {
                  for (const int each : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
                      close(each);
                  guardStandardStreams();
                  if (open("/dev/null", O_RDONLY)
                      <= STDERR_FILENO) // NOLINT: its number is the test
                      return 1;
                  char byte = 0;
                  if (read(STDIN_FILENO, &byte, 1) != -1)
                      return 2;
                  fmt::print(stderr, "nobody reads this\n");
                  fmt::print("nor this\n");
                  return lossOfStandardOutput()
                          == "standard output could not be written: Bad file descriptor"
                      ? 42
                      : 3;
              }),
              42);
}

TEST(StandardStreams, ADeadStandardErrorThrowsNothingAndSendsNoSignal)
{
    EXPECT_EQ(codeOf([] {
                  std::array<int, 2> ends{};
                  if (pipe(ends.data()) != 0)
                      return 1;
                  dup2(ends[1], STDERR_FILENO);
                  close(ends[0]);
                  close(ends[1]);
                  guardStandardStreams();
                  fmt::print(stderr, "nobody reads this\n");
                  redirect(STDERR_FILENO, "/dev/full");
                  fmt::print(stderr, "nor does this fit\n");
                  return 42;
              }),
              42);
}

} // namespace
} // namespace lockscope::io
