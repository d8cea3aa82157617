// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/program/watched.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <fstream>

namespace lockscope::test {

TEST(WatchRefusals, SayWhatIsAllowed)
{
    const Outcome nothing = cli("watch");
    EXPECT_EQ(nothing.code, 2);
    EXPECT_NE(nothing.err.find("--"), std::string::npos) << nothing.err;
    EXPECT_EQ(cli("watch --pid 1 -- true").code, 2);
    EXPECT_EQ(cli("watch --rate 100 -- true").code, 2);
    EXPECT_EQ(cli("watch --pid 0").code, 2);
    EXPECT_EQ(cli("watch --seconds 0 -- true").code, 2);
}

TEST(WatchRefusals, ProgramsThatCannotBeLaunched)
{
    const TemporaryFolder folder;
    const Outcome missing = cli("watch -- no-such-program-anywhere");
    EXPECT_EQ(missing.code, 2);
    EXPECT_NE(missing.err.find("no-such-program-anywhere"), std::string::npos) << missing.err;
    const std::string text = (folder / "text").string();
    std::ofstream(text) << "no program\n";
    std::filesystem::permissions(text, std::filesystem::perms::owner_all);
    const Outcome noElf = cli("watch -- " + text);
    EXPECT_EQ(noElf.code, 2) << noElf.err;
    EXPECT_NE(noElf.code, 127);
}

} // namespace lockscope::test
