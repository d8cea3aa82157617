// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/input.h"
#include "tests/support/temporary_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <string>
#include <thread>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace lockscope::io {
namespace {

using test::TemporaryFile;

std::string refusal(const std::filesystem::path& path, InputKind kind = InputKind::Anything)
{
    try {
        (void)readInput(path, 100, kind);
    } catch (const InputError& error) {
        EXPECT_EQ(error.what(), path.string() + ": " + error.reason());
        return error.reason();
    }
    return "was read";
}

TEST(Inputs, AFileIsReadToItsEnd)
{
    const TemporaryFile file("input.txt", "some text");
    EXPECT_EQ(readInput(file.path(), 100), "some text");
    EXPECT_EQ(readInput(file.path(), 100, InputKind::FileAlone), "some text");
    EXPECT_TRUE(Input(file.path()).isFile());
}

TEST(Inputs, APipeIsReadToItsEndHoweverItComes)
{
    const TemporaryFile place("pipe");
    ASSERT_EQ(mkfifo(place.path().c_str(), 0600), 0);
    const std::string sent(200'000, 'x'); // more than a pipe holds
    std::thread writer([&] {
        const int pipe = open(place.path().c_str(), O_WRONLY | O_CLOEXEC);
        for (std::size_t at = 0; at < sent.size();)
            at += static_cast<std::size_t>(
                std::max<ssize_t>(0, write(pipe, sent.data() + at, sent.size() - at)));
        close(pipe);
    });
    EXPECT_EQ(readInput(place.path(), sent.size()), sent);
    writer.join();
}

TEST(Inputs, WhoMayHaveAFileAloneDoesNotWaitForAPipe)
{
    const TemporaryFile place("silent-pipe");
    ASSERT_EQ(mkfifo(place.path().c_str(), 0600), 0);
    EXPECT_EQ(refusal(place.path(), InputKind::FileAlone),
              "a pipe, which could keep a reader waiting");
    EXPECT_EQ(refusal("/dev/zero", InputKind::FileAlone), "a device");
}

TEST(Inputs, WhatIsTooLargeIsNotReadToItsEnd)
{
    const TemporaryFile file("large.txt", std::string(3'000'001, 'x'));
    EXPECT_EQ(readInput(file.path(), 3'000'001).size(), 3'000'001U);
    try {
        (void)readInput(file.path(), 3'000'000);
        FAIL() << "was read";
    } catch (const InputError& error) {
        EXPECT_EQ(error.reason(), "larger than 3 MB");
    }
    EXPECT_THROW((void)readInput("/dev/zero", 3'000'000), InputError) << "it has no end";
    EXPECT_EQ(readInput("/dev/null", 0), "");
}

TEST(Inputs, WhatIsNoInputIsNamed)
{
    EXPECT_EQ(refusal("/no/such/file"), "cannot be read (No such file or directory)");
    EXPECT_EQ(refusal(testing::TempDir()), "a folder");
    const TemporaryFile place("socket");
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    ASSERT_LT(place.path().size(), sizeof address.sun_path);
    std::strcpy(address.sun_path, place.path().c_str());
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ASSERT_EQ(bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(refusal(place.path()), "a socket");
    close(socket);
    EXPECT_EQ(inputName("-"), "standard input");
    EXPECT_EQ(inputName("a/b"), "a/b");
}

} // namespace
} // namespace lockscope::io
