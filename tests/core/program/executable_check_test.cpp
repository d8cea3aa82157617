// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/elf_file.h"
#include "core/program/executable_check.h"
#include "tests/core/program/chain.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <random>

#include <elf.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lockscope::program {
namespace {

namespace fs = std::filesystem;

/// A folder of programs, and a PATH that has nothing else.
class ExecutableCheck : public testing::Test
{
protected:
    fs::path write(const std::string& name, const std::string& content, mode_t mode = 0755)
    {
        const fs::path path = m_folder / name;
        std::ofstream(path, std::ios::binary) << content;
        if (chmod(path.c_str(), mode) != 0)
            throw std::runtime_error("chmod");
        return path;
    }

    /// A dynamic program of glibc's.
    static std::string honest() { return test::contentOf(test::programPath("chain_O2")); }

    [[nodiscard]] LaunchCheck check(const std::string& program) const
    {
        return checkLaunch(program, {geteuid(), getegid(), m_folder.path().string()});
    }

    test::TemporaryFolder m_folder;
};

#define EXPECT_SAYS(check, part)                                                                   \
    EXPECT_NE((check).whyNot.value_or("it can be launched").find(part), std::string::npos)         \
        << (check).whyNot.value_or("it can be launched")

TEST_F(ExecutableCheck, ADynamicProgramIsFoundInPathAndByItsPathAndCanBeLaunched)
{
    const fs::path file = write("dynamic", honest());
    for (const std::string& name : {std::string("dynamic"), file.string()}) {
        const LaunchCheck found = check(name);
        EXPECT_TRUE(found.launchable()) << *found.whyNot;
        EXPECT_EQ(found.file, file);
        EXPECT_TRUE(found.interpreters.empty());
    }
}

TEST_F(ExecutableCheck, WhatIsNoProgramIsNamedWithTheReason)
{
    EXPECT_SAYS(check("nowhere"), "nowhere is in no folder of PATH");
    EXPECT_SAYS(check(""), "No program was named");
    EXPECT_SAYS(check(m_folder / "nowhere"), "nowhere cannot be found (No such file");
    EXPECT_SAYS(check(m_folder.path()), " is a folder");
    write("plain", honest(), 0644);
    EXPECT_SAYS(check("plain"), "plain is not executable");
    write("text", "echo without a first line\n");
    EXPECT_SAYS(check("text"), "text is neither a program (ELF) nor a script");
    const fs::path pipe = m_folder / "pipe";
    ASSERT_EQ(mkfifo(pipe.c_str(), 0755), 0);
    EXPECT_SAYS(check(pipe), "is not a regular file");
    for (const char* name : {"plain", "text"})
        EXPECT_FALSE(check(name).attachWorks);
}

TEST_F(ExecutableCheck, AStaticProgramIsOfferedToBeAttachedTo)
{
    const LaunchCheck found = check(test::programPath("alone"));
    EXPECT_SAYS(found, "is linked statically");
    EXPECT_SAYS(found, "--pid");
    EXPECT_TRUE(found.attachWorks);
}

TEST_F(ExecutableCheck, AnotherLoaderThanGlibcsIsNamed)
{
    const std::string glibcs = "/lib64/ld-linux-x86-64.so.2";
    std::string content = honest();
    const auto at = content.find(glibcs);
    if (at == std::string::npos)
        GTEST_SKIP() << "another machine's loader";
    const auto with = [&](std::string loader) {
        loader.resize(glibcs.size(), '\0');
        return std::string(content).replace(at, glibcs.size(), loader);
    };
    write("musls", with("/lib/ld-musl-x86_64.so.1"));
    EXPECT_SAYS(check("musls"), "is linked with musl");
    EXPECT_TRUE(check("musls").attachWorks);
    write("androids", with("/system/bin/linker64"));
    EXPECT_SAYS(check("androids"), "asks for the loader /system/bin/linker64");
    write("lost", with("/none/ld-linux-x86-64.so.2"));
    EXPECT_SAYS(check("lost"), "which cannot be executed here (No such file");
    EXPECT_FALSE(check("lost").attachWorks);
}

TEST_F(ExecutableCheck, ProgramsOfOtherMachinesAndFilesThatAreNoProgramsAreRefused)
{
    const auto changed = [&](std::size_t offset, char byte) {
        std::string content = honest();
        content[offset] = byte;
        write("changed", content);
        return check("changed");
    };
    EXPECT_SAYS(changed(EI_CLASS, ELFCLASS32), "is a 32-bit program");
    EXPECT_SAYS(changed(EI_DATA, ELFDATA2MSB), "another kind of machine");
    EXPECT_SAYS(changed(offsetof(Elf64_Ehdr, e_machine), EM_MIPS), "another kind of machine");
    EXPECT_SAYS(changed(offsetof(Elf64_Ehdr, e_type), ET_CORE), "but not a program");
    EXPECT_SAYS(changed(offsetof(Elf64_Ehdr, e_phoff) + 6, 1), "is a damaged program");
}

TEST_F(ExecutableCheck, ProgramsWithMoreRightsThanTheirCallerAreRefused)
{
    const fs::path file = write("rights", honest());
    const Launcher other{geteuid() + 1, getegid() + 1, ""};
    ASSERT_EQ(chmod(file.c_str(), S_ISUID | 0755), 0);
    const LaunchCheck setuid = checkLaunch(file.string(), other);
    if (setuid.launchable())
        GTEST_SKIP() << "the folder for temporary files is mounted nosuid";
    EXPECT_SAYS(setuid, "is setuid");
    EXPECT_FALSE(setuid.attachWorks);
    EXPECT_TRUE(check(file).launchable()) << "its owner has these rights already";
    ASSERT_EQ(chmod(file.c_str(), S_ISGID | 0755), 0);
    EXPECT_SAYS(checkLaunch(file.string(), other), "is setgid");
    ASSERT_EQ(chmod(file.c_str(), 0755), 0);
    EXPECT_TRUE(checkLaunch(file.string(), other).launchable());
}

TEST_F(ExecutableCheck, AScriptIsJudgedByWhatRunsItInTheEnd)
{
    const fs::path dynamic = write("dynamic", honest());
    const fs::path env = write("env", honest());
    write("script", "#! " + dynamic.string() + " -u\nbody\n");
    EXPECT_TRUE(check("script").launchable());
    EXPECT_EQ(check("script").interpreters, std::vector{dynamic});

    write("outer", "#!" + (m_folder / "script").string() + "\n");
    EXPECT_TRUE(check("outer").launchable());
    EXPECT_EQ(check("outer").interpreters.size(), 2U);

    write("by_env", "#!" + env.string() + " -S dynamic -u\n");
    EXPECT_EQ(check("by_env").interpreters, (std::vector{env, dynamic}));
    EXPECT_TRUE(check("by_env").launchable());

    write("static", "#!" + test::programPath("alone") + "\n");
    EXPECT_SAYS(check("static"), "/static is run by " + test::programPath("alone"));
    EXPECT_TRUE(check("static").attachWorks);
    write("static_by_env", "#!" + env.string() + " static\n");
    EXPECT_SAYS(check("static_by_env"), "is linked statically");

    write("nobody", "#!\n");
    EXPECT_SAYS(check("nobody"), "names no interpreter");
    write("lost", "#!/none/python3\n");
    EXPECT_SAYS(check("lost"), "/none/python3 cannot be found");
}

TEST_F(ExecutableCheck, AScriptThatRunsItselfHasAnEnd)
{
    write("circle", "#!" + (m_folder / "circle").string() + "\n");
    EXPECT_SAYS(check("circle"), "leads from script to script without an end");
}

TEST_F(ExecutableCheck, HeadersThatAreDamagedInAnyWayAreReadWithoutHarm)
{
    const std::string whole = honest();
    const fs::path file = m_folder / "damaged";
    std::mt19937_64 random(3);
    std::size_t damaged = 0;
    std::size_t sound = 0;
    for (int round = 0; round < 2000; ++round) {
        std::string content = whole.substr(0, 4096);
        if (round % 3 == 0)
            content.resize(random() % content.size());
        // Headers and the table of segments are in the first kilobyte.
        for (std::uint64_t i = random() % 8; i > 0 && !content.empty(); --i)
            content[random() % std::min<std::size_t>(content.size(), 1024)] =
                static_cast<char>(random());
        std::ofstream(file, std::ios::binary) << content;
        const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
        ASSERT_GE(descriptor, 0);
        const ElfFacts facts = readElfFacts(descriptor);
        close(descriptor);
        EXPECT_LE(facts.loader.value_or("").size(), 4096U);
        ++(facts.elf && facts.damage.empty() ? sound : damaged);
    }
    EXPECT_GT(damaged, 100U);
    EXPECT_GT(sound, 100U);
}

} // namespace
} // namespace lockscope::program
