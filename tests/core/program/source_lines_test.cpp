// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/limits.h"
#include "core/program/source_lines.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include <sys/stat.h>

namespace lockscope::program {
namespace {

class SourceLinesTest : public testing::Test
{
protected:
    std::string write(const std::string& name, const std::string& content) const
    {
        const std::string path = (m_folder / name).string();
        std::ofstream(path) << content;
        return path;
    }

    static Frame frameAt(const std::string& file, std::optional<std::uint32_t> line)
    {
        Frame frame;
        frame.file = file;
        frame.line = line;
        return frame;
    }
    static std::optional<SourceLines> around(const std::string& file, std::uint32_t line)
    {
        return sourceLines(frameAt(file, line), 1);
    }

    test::TemporaryFolder m_folder;
};

TEST_F(SourceLinesTest, AreThoseAroundTheFramesOwn)
{
    const std::string file = write("a.c", "one\ntwo\nthree\nfour");
    const auto middle = around(file, 2);
    ASSERT_TRUE(middle);
    EXPECT_EQ(middle->file, file);
    EXPECT_EQ(middle->first, 1U);
    EXPECT_EQ(middle->lines, (std::vector<std::string>{"one", "two", "three"}));
    EXPECT_EQ(around(file, 1)->lines, (std::vector<std::string>{"one", "two"}));
    const auto last = around(file, 4);
    ASSERT_TRUE(last) << "without a line's end";
    EXPECT_EQ(last->first, 3U);
    EXPECT_EQ(last->lines, (std::vector<std::string>{"three", "four"}));
}

TEST_F(SourceLinesTest, AreNoneWhereThereIsNoSuchLine)
{
    const std::string file = write("a.c", "one\ntwo\n");
    EXPECT_FALSE(around(file, 3));
    EXPECT_FALSE(around(file, 0));
    EXPECT_FALSE(around(file, 0xffffffff));
    EXPECT_FALSE(sourceLines(frameAt(file, {}), 1));
    EXPECT_FALSE(around("", 1));
    EXPECT_FALSE(around((m_folder / "none.c").string(), 1));
    EXPECT_FALSE(around(write("empty.c", ""), 1));
}

TEST_F(SourceLinesTest, ARelativeNameIsLookedForBesideTheModule)
{
    const std::string file = write("a.c", "one\n");
    Frame frame = frameAt("a.c", 1);
    frame.module = (m_folder / "program").string();
    ASSERT_TRUE(sourceLines(frame, 1));
    EXPECT_EQ(sourceLines(frame, 1)->file, file);
    EXPECT_FALSE(around("a.c", 1)) << "not in whatever folder this program is in";
}

TEST_F(SourceLinesTest, WhatIsNoFileIsNotReadAndNotWaitedFor)
{
    const std::string pipe = (m_folder / "pipe").string();
    ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
    EXPECT_FALSE(around(pipe, 1));
    EXPECT_FALSE(around("/dev/zero", 1));
    EXPECT_FALSE(around(m_folder.path().string(), 1));
}

TEST_F(SourceLinesTest, HugeLinesAreCut)
{
    const std::string file = write("a.c", std::string(1 << 20, 'x') + "\nshort\n");
    const auto found = around(file, 2);
    ASSERT_TRUE(found);
    EXPECT_FALSE(around(write("huge.c", std::string(kMostSource + 1, '\n')), 2));
    EXPECT_EQ(found->lines[0].size(), io::limits::kText);
    EXPECT_EQ(found->lines[1], "short");
}

} // namespace
} // namespace lockscope::program
