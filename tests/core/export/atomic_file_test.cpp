// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/atomic_file.h"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <sstream>

#include <sys/resource.h>
#include <unistd.h>


namespace lockscope::exporting {
namespace {

class AtomicFile : public testing::Test
{
protected:
    AtomicFile()
        : folder(std::filesystem::path(testing::TempDir())
                 / ("lockscope-" + std::to_string(getpid())))
    {
        std::filesystem::create_directories(folder);
    }
    ~AtomicFile() override { std::filesystem::remove_all(folder); }

    [[nodiscard]] std::size_t files() const
    {
        return static_cast<std::size_t>(
            std::distance(std::filesystem::directory_iterator(folder), {}));
    }

    static std::string read(const std::filesystem::path& path)
    {
        std::ifstream file(path);
        std::stringstream text;
        text << file.rdbuf();
        return text.str();
    }

    std::filesystem::path folder;
};

TEST_F(AtomicFile, WritesWholeAndReplaces)
{
    writeFile(folder / "a", "first");
    writeFile(folder / "a", "second");
    EXPECT_EQ(read(folder / "a"), "second");
    EXPECT_EQ(files(), 1U);
}

TEST_F(AtomicFile, AFolderThatIsNotThereIsNamedInTheSentence)
{
    try {
        writeFile(folder / "missing" / "a", "x");
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("missing/a could not be written"),
                  std::string::npos);
    }
}

TEST_F(AtomicFile, ADeviceIsWrittenToAndNeverReplaced)
{
    EXPECT_THROW(writeFile("/dev/full", "x"), std::runtime_error);
    EXPECT_TRUE(std::filesystem::is_character_file("/dev/full"));
    EXPECT_NO_THROW(writeFile("/dev/null", "x"));
    EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST_F(AtomicFile, ALinkStaysALinkToTheFileThatIsWritten)
{
    writeFile(folder / "a", "old");
    std::filesystem::create_symlink(folder / "a", folder / "link");
    writeFile(folder / "link", "new");
    EXPECT_TRUE(std::filesystem::is_symlink(folder / "link"));
    EXPECT_EQ(read(folder / "a"), "new");
}

TEST_F(AtomicFile, WhenTheDiskIsFullTheOldFileIsLeftWholeAndNothingBesideIt)
{
    writeFile(folder / "a", "old");
    // A limit on the size of files stands in for a full disk: the write ends short.
    struct rlimit before {};
    getrlimit(RLIMIT_FSIZE, &before);
    struct rlimit small = before;
    small.rlim_cur = 1000;
    std::signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    EXPECT_THROW(writeFile(folder / "a", std::string(5000, 'x')), std::runtime_error);
    setrlimit(RLIMIT_FSIZE, &before);
    EXPECT_EQ(read(folder / "a"), "old");
    EXPECT_EQ(files(), 1U);
}

} // namespace
} // namespace lockscope::exporting
