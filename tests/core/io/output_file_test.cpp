// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/output_file.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <csignal>
#include <memory>
#include <vector>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lockscope::io {
namespace {

namespace fs = std::filesystem;
using test::contentOf;

class OutputFiles : public testing::Test
{
protected:
    [[nodiscard]] std::size_t files() const
    {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder.path()), {}));
    }
    [[nodiscard]] static mode_t rightsOf(const fs::path& path)
    {
        struct stat status
        {};
        stat(path.c_str(), &status);
        return status.st_mode & 07777U;
    }
    /// What is said when it is written to.
    [[nodiscard]] static std::string refusalOf(const fs::path& path)
    {
        try {
            writeFile(path, "x");
        } catch (const std::runtime_error& error) {
            return error.what();
        }
        return "written";
    }

    const test::TemporaryFolder folder;
};

TEST_F(OutputFiles, AreWrittenWholeAndReplaceWhatStoodThere)
{
    writeFile(folder / "a", "first");
    writeFile(folder / "a", "second");
    EXPECT_EQ(contentOf(folder / "a"), "second");
    EXPECT_EQ(files(), 1U);
}

TEST_F(OutputFiles, ComeIntoTheirPlaceWhenTheyAreKeptAndGoOnThere)
{
    writeFile(folder / "a", "old");
    {
        OutputFile file(folder / "a", true);
        file.write("new");
        EXPECT_EQ(contentOf(folder / "a"), "old");
        file.keep();
        EXPECT_EQ(contentOf(folder / "a"), "new");
        file.write(" and more");
        EXPECT_EQ(contentOf(folder / "a"), "new and more");
    }
    OutputFile(folder / "a", true).write("not kept");
    EXPECT_EQ(contentOf(folder / "a"), "new and more");
    EXPECT_EQ(files(), 1U);
}

TEST_F(OutputFiles, ReplaceOnlyWhatTheyMayAndWhatIsEmpty)
{
    writeFile(folder / "full", "precious");
    writeFile(folder / "empty", "");
    EXPECT_THROW(OutputFile(folder / "full"), FileExists);
    writeWhole(folder / "empty", false, [](OutputFile& file) { file.write("x"); });
    EXPECT_EQ(contentOf(folder / "empty"), "x");
    EXPECT_THROW(writeWhole(folder / "late",
                            false,
                            [&](OutputFile& file) {
                                file.write("x");
                                writeFile(folder / "late", "somebody else's");
                            }),
                 FileExists);
    EXPECT_EQ(contentOf(folder / "late"), "somebody else's");
    EXPECT_EQ(files(), 3U);
}

TEST_F(OutputFiles, SayInOneSentenceWhatIsInTheWay)
{
    fs::create_directory(folder / "folder");
    writeFile(folder / "file", "x");
    fs::create_symlink("circle", folder / "circle");
    fs::create_symlink("missing/a", folder / "nowhere");
    for (const auto& [name, reason] : {std::pair{"missing/a", "No such file or directory"},
                                       {"folder", "Is a directory"},
                                       {"file/a", "Not a directory"},
                                       {"circle", "Too many levels of symbolic links"},
                                       {"nowhere", "No such file or directory"}})
    {
        const std::string path = folder / name;
        EXPECT_EQ(refusalOf(path), path + " could not be written: " + reason);
        EXPECT_EQ(whyNotWritable(path), path + " could not be written: " + reason);
    }
    EXPECT_EQ(whyNotWritable(folder / "file"), std::nullopt);
    EXPECT_EQ(whyNotWritable(folder / "new"), std::nullopt);
    EXPECT_EQ(whyNotWritable("/dev/full"), std::nullopt) << "which only writing can tell";
}

TEST_F(OutputFiles, GoToDevicesAsTheyAre)
{
    EXPECT_EQ(refusalOf("/dev/full"), "/dev/full could not be written: No space left on device");
    EXPECT_NO_THROW(writeFile("/dev/null", "x"));
    EXPECT_TRUE(fs::is_character_file("/dev/full"));
    EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(OutputFiles, GoThroughEveryLinkWhichStaysALink)
{
    fs::create_directory(folder / "sub");
    writeFile(folder / "sub/old", "old");
    fs::create_symlink("sub/old", folder / "relative");
    fs::create_symlink(folder / "relative", folder / "absolute");
    fs::create_symlink("absolute", folder / "chain");
    fs::create_symlink("../new", folder / "sub/dangling");
    fs::create_symlink("sub/dangling", folder / "to-dangling");
    writeFile(folder / "chain", "through three");
    writeFile(folder / "to-dangling", "through two");
    EXPECT_EQ(contentOf(folder / "sub/old"), "through three");
    EXPECT_EQ(contentOf(folder / "new"), "through two");
    for (const char* link : {"relative", "absolute", "chain", "sub/dangling", "to-dangling"})
        EXPECT_TRUE(fs::is_symlink(folder / link)) << link;
    EXPECT_EQ(files(), 6U) << "and nothing beside them";
}

TEST_F(OutputFiles, DoNotFollowLinksOfOthersWhereEverybodyMayMakeThem)
{
    if (geteuid() != 0)
        GTEST_SKIP() << "only root can make a link that is somebody else's";
    constexpr uid_t kSomebody = 65534;
    fs::create_directory(folder / "shared");
    chmod((folder / "shared").c_str(), 01777);
    writeFile(folder / "target", "precious");
    const fs::path link = folder / "shared/link";
    fs::create_symlink("../target", link);
    ASSERT_EQ(lchown(link.c_str(), kSomebody, kSomebody), 0);
    EXPECT_EQ(refusalOf(link), link.string() + " could not be written: Permission denied");
    EXPECT_EQ(contentOf(folder / "target"), "precious");
    ASSERT_EQ(lchown(link.c_str(), geteuid(), getegid()), 0);
    EXPECT_EQ(refusalOf(link), "written");
}

TEST_F(OutputFiles, HaveTheRightsOfTheUmaskOrOfWhatTheyReplace)
{
    for (const mode_t mask : {0022U, 0077U, 0002U}) {
        const mode_t before = umask(mask);
        const fs::path path = folder / ("new-" + std::to_string(mask));
        writeFile(path, "x");
        umask(before);
        EXPECT_EQ(rightsOf(path), 0666U & ~mask);
    }
    for (const mode_t rights : {0600U, 0664U, 0755U}) {
        const fs::path path = folder / ("old-" + std::to_string(rights));
        writeFile(path, "old");
        chmod(path.c_str(), rights);
        writeFile(path, "new");
        EXPECT_EQ(rightsOf(path), rights);
    }
}

TEST_F(OutputFiles, StayTheirOwners)
{
    if (geteuid() != 0)
        GTEST_SKIP() << "only root can give a file away";
    const fs::path path = folder / "theirs";
    writeFile(path, "old");
    ASSERT_EQ(chown(path.c_str(), 1234, 4321), 0);
    writeFile(path, "new");
    struct stat status
    {};
    stat(path.c_str(), &status);
    EXPECT_EQ(status.st_uid, 1234U);
    EXPECT_EQ(status.st_gid, 4321U);
}

TEST_F(OutputFiles, AreWrittenBesideUnderNamesThatNobodyCanGuessAndOthersCannotRead)
{
    writeFile(folder / "secret", "old");
    chmod((folder / "secret").c_str(), 0600);
    std::string first;
    for (int i = 0; i < 2; ++i) {
        const OutputFile file(folder / "secret", true);
        for (const auto& entry : fs::directory_iterator(folder.path())) {
            const std::string name = entry.path().filename();
            if (name == "secret")
                continue;
            EXPECT_EQ(rightsOf(entry.path()), 0600U);
            EXPECT_NE(name, first);
            first = name;
        }
    }
    EXPECT_EQ(first.size(), std::string(".lockscope-.part").size() + 32);
}

TEST_F(OutputFiles, ALongNameIsNoHindrance)
{
    const fs::path path = folder / std::string(255, 'n');
    writeFile(path, "x");
    EXPECT_EQ(contentOf(path), "x");
}

TEST_F(OutputFiles, WhenTheDiskIsFullTheOldFileIsLeftWholeAndNothingBesideIt)
{
    writeFile(folder / "a", "old");
    // A limit on the size of files stands in for a full disk: the write ends short.
    struct rlimit before
    {};
    getrlimit(RLIMIT_FSIZE, &before);
    struct rlimit small = before;
    small.rlim_cur = 1000;
    std::signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    EXPECT_THROW(writeFile(folder / "a", std::string(5000, 'x')), std::runtime_error);
    setrlimit(RLIMIT_FSIZE, &before);
    EXPECT_EQ(contentOf(folder / "a"), "old");
    EXPECT_EQ(files(), 1U);
}

TEST_F(OutputFiles, TheUnfinishedCanBeTakenAwayByASignal)
{
    writeFile(folder / "a", "old");
    std::vector<std::unique_ptr<OutputFile>> open;
    for (int i = 0; i < 3; ++i)
        open.push_back(std::make_unique<OutputFile>(folder / "a", true));
    open.front()->keep();
    EXPECT_EQ(files(), 3U);
    removeUnfinishedFiles();
    EXPECT_EQ(files(), 1U);
    EXPECT_THROW(open.back()->keep(), std::runtime_error);
}

TEST_F(OutputFiles, AreTheSameWhateverTheyAreCalled)
{
    writeFile(folder / "a", "x");
    fs::create_symlink("a", folder / "link");
    fs::create_hard_link(folder / "a", folder / "hard");
    fs::create_symlink("new", folder / "to-new");
    fs::create_directory_symlink(".", folder / "here");
    for (const char* name : {"link", "hard", "./a", "here/a"})
        EXPECT_EQ(identityOf(folder / name), identityOf(folder / "a")) << name;
    for (const char* name : {"to-new", "here/new", "here/to-new"})
        EXPECT_EQ(identityOf(folder / name), identityOf(folder / "new")) << name;
    writeFile(folder / "b", "x");
    EXPECT_NE(identityOf(folder / "b"), identityOf(folder / "a"));
    EXPECT_NE(identityOf(folder / "other"), identityOf(folder / "new"));
    EXPECT_EQ(identityOf("/dev/null"), std::nullopt) << "in and out may both be a device";
    EXPECT_EQ(identityOf(folder.path()), std::nullopt);
}

} // namespace
} // namespace lockscope::io
