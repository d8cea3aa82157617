// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/program/watched.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>

#include <unistd.h>

namespace lockscope::test {

namespace {

/// Folders of watches that are there, but those of watches that go on: others may watch meanwhile.
std::size_t foldersLeft()
{
    const std::string prefix = "lockscope-";
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/dev/shm")) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(prefix))
            continue;
        const std::string maker = name.substr(prefix.size(), name.rfind('-') - prefix.size());
        count += std::filesystem::exists("/proc/" + maker) ? 0 : 1;
    }
    return count;
}

} // namespace

TEST(WatchSurvives, TheProgramsOwnDeath)
{
    const Watched killed = watch("sh -c 'kill -9 $$'");
    ASSERT_FALSE(killed.json.is_discarded());
    EXPECT_EQ(killed.json["program"]["exit_signal"], 9);
    EXPECT_EQ(killed.json["program"]["exit_code"], nullptr);
    const Watched failed = watch("sh -c 'exit 7'");
    EXPECT_EQ(failed.json["program"]["exit_code"], 7);
}

TEST(WatchSurvives, TheProgramsDeathInTheMiddle)
{
    const TemporaryFolder folder;
    const std::string pid = (folder / "pid").string();
    const Outcome outcome =
        shell(std::string(LOCKSCOPE_CLI) + " watch --json - -- sh -c 'echo $$ >" + pid + "; exec "
              + watched("injected_waits") + " mutex 20000 10000' & sleep 1; kill -9 $(cat " + pid
              + "); wait $!");
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    const nlohmann::json json = nlohmann::json::parse(outcome.out, nullptr, false);
    ASSERT_FALSE(json.is_discarded());
    EXPECT_EQ(json["program"]["exit_signal"], 9);
    const nlohmann::json& lock = json["locks"][0];
    EXPECT_GT(lock["contended"], 5);
    EXPECT_GT(lock["wait_total_ns"], 100e6);
    EXPECT_EQ(lock["site"]["function"], "main");
    EXPECT_FALSE(lock["stacks"].empty());
}

/// What was recorded up to then can be read, and the program does not notice.
TEST(WatchSurvives, ItsOwnDeathWhileItRecords)
{
    const TemporaryFolder folder;
    const std::string file = (folder / "run.lockscope").string();
    const Outcome outcome =
        shell(std::string(LOCKSCOPE_CLI) + " record " + file + " -- " + watched("injected_waits")
              + " mutex 20000 150 & sleep 2.2; kill -9 $!; wait $!; sleep 2");
    EXPECT_NE(outcome.out.find(" 150"), std::string::npos) << "the program ran to its end";
    const Outcome replayed = cli("replay " + file + " --json -");
    ASSERT_EQ(replayed.code, 0) << replayed.err;
    EXPECT_NE(replayed.err.find("was cut short"), std::string::npos) << replayed.err;
    const nlohmann::json json = nlohmann::json::parse(replayed.out);
    EXPECT_EQ(json.at("complete"), false);
    EXPECT_GT(json.at("calls"), 20);
    EXPECT_FALSE(json.at("watch").at("locks").at(0).at("stacks").empty());
}

TEST(WatchSurvives, LimitsOfTheProgram)
{
    for (const char* const limit :
         {"ulimit -v 200000", "ulimit -n 16", "ulimit -f 0", "ulimit -f 100"}) {
        // It prints to nowhere: a file of its own would meet its own limit.
        const Watched limited = watch(std::string("sh -c 'exec >/dev/null 2>&1; ") + limit
                                      + "; exec " + watched("all_kinds") + " 4 1000'");
        ASSERT_FALSE(limited.json.is_discarded()) << limit;
        EXPECT_EQ(limited.json["program"]["exit_code"], 0) << limit << limited.printed;
    }
}

TEST(WatchSurvives, AFullSharedMemory)
{
    if (::geteuid() != 0)
        GTEST_SKIP() << "a small /dev/shm takes a mount";
    const Outcome outcome =
        shell("unshare -m sh -c 'mount -t tmpfs -o size=64k none /dev/shm && "
              + std::string(LOCKSCOPE_CLI) + " watch --json - -- " + watched("all_kinds")
              + " 32 20000'"); // so long that they are there at once
    if (outcome.err.find("unshare") != std::string::npos
        || outcome.err.find("mount") != std::string::npos)
        GTEST_SKIP() << outcome.err;
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_NE(outcome.err.find("failures 0"), std::string::npos) << outcome.err;
    const nlohmann::json json = nlohmann::json::parse(outcome.out, nullptr, false);
    ASSERT_FALSE(json.is_discarded());
    EXPECT_GT(json["overflowed"].get<std::uint64_t>(), 0U) << "said, not hidden";
}

TEST(WatchSurvives, NoSharedMemoryAtAll)
{
    if (::geteuid() != 0)
        GTEST_SKIP() << "a small /dev/shm takes a mount";
    const std::string command = std::string(LOCKSCOPE_CLI) + " watch ";
    const std::string rest = " -- " + watched("all_kinds") + " 4 1000'";
    const std::string full = "unshare -m sh -c 'mount -t tmpfs -o size=4k none /dev/shm && ";
    const Outcome words = shell(full + command + rest);
    if (words.err.find("unshare:") != std::string::npos
        || words.err.find("mount:") != std::string::npos)
        GTEST_SKIP() << words.err;
    EXPECT_EQ(words.code, 0) << words.err;
    EXPECT_NE(words.out.find("failures 0"), std::string::npos) << words.out;
    EXPECT_NE(words.err.find("Nothing was counted: "), std::string::npos) << words.err;
    EXPECT_EQ(words.err.find("No lock"), std::string::npos) << words.err;
    const nlohmann::json json =
        nlohmann::json::parse(shell(full + command + "--json -" + rest).out, nullptr, false);
    ASSERT_FALSE(json.is_discarded());
    EXPECT_EQ(json["hazards"].at(0)["kind"], "not-counted");
}

TEST(WatchSurvives, AProgramThatIsStartedWithoutItsEnvironment)
{
    const Outcome outcome = cli("watch -- env -i " + watched("all_kinds") + " 2 100");
    EXPECT_EQ(outcome.code, 0);
    EXPECT_NE(outcome.out.find("failures 0"), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.err.find("env -i.\n"), std::string::npos) << outcome.err;
}

TEST(WatchSurvives, NothingIsLeftBehind)
{
    const std::size_t before = foldersLeft();
    (void)watch("true");
    EXPECT_EQ(foldersLeft(), before);
    // Killed, it cannot tidy up; the next one does, and the program went on.
    const Outcome killed =
        shell(std::string(LOCKSCOPE_CLI)
              + " watch -- sh -c 'sleep 0.5; echo alive' 2>/dev/null & sleep 0.2; "
                "kill -9 $!; sleep 0.6");
    EXPECT_NE(killed.out.find("alive"), std::string::npos) << killed.out;
    (void)watch("true");
    EXPECT_EQ(foldersLeft(), before);
}

TEST(WatchSurvives, ProgramsWithTheirOwnPreload)
{
#if defined(__SANITIZE_ADDRESS__)
    GTEST_SKIP() << "the command line itself would be preloaded, which AddressSanitizer refuses";
#endif
    const Watched with = watch(watched("all_kinds") + " 4 1000", "LD_PRELOAD=libdl.so.2 ");
    ASSERT_FALSE(with.json.is_discarded());
    EXPECT_EQ(acquisitions(with.json, "mutex"), 7U * 4000);
}

} // namespace lockscope::test
