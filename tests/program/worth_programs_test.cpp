// SPDX-License-Identifier: GPL-3.0-or-later
// "Worth fixing?" on living programs of which the answer is known.
#include "core/program/launch_watch.h"
#include "core/program/program_source.h"
#include "core/program/worth/watched_subject.h"
#include "tests/program/watched.h"
#include "tests/support/temporary_folder.h"

#include <csignal>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

namespace lockscope::test {

namespace {

nlohmann::json worthOf(const std::string& options, const std::string& program)
{
    const Outcome outcome = cli("worth " + options + " --json - -- " + watched("worthy") + program);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return nlohmann::json::parse(outcome.out, nullptr, false);
}

/// An experiment in which something is shown. On a machine that does other things meanwhile it may
/// take more than one; what is first has to be right in each.
nlohmann::json shownOf(const std::string& options, const std::string& program)
{
    nlohmann::json json;
    for (int seed = 1; seed <= 6; ++seed) {
        json =
            worthOf(options + " --progress stdout-lines --seed " + std::to_string(seed), program);
        if (json.is_discarded() || !json["fixes"].empty())
            break;
    }
    return json;
}

bool isOf(const nlohmann::json& lock, const std::string& function)
{
    return lock["site"].get<std::string>().starts_with(function + " (worthy.c:");
}

} // namespace

TEST(WorthOfPrograms, TheHoldThatEverythingWaitsForIsFirst)
{
    const nlohmann::json json = shownOf("--seconds 8 --slice 60 --locks 1", " hold 12 30");
    ASSERT_FALSE(json.is_discarded());
    ASSERT_FALSE(json["fixes"].empty()) << json.dump();
    EXPECT_EQ(json["fixes"][0]["fix"], "shorter holds") << json.dump();
    // The holds are six sevenths of the time: each microsecond is a 35th.
    const auto& hold = json["locks"][0]["hold"];
    EXPECT_TRUE(hold["shown"]);
    EXPECT_GT(hold["time_share_per_us"], 0.2 / 35);
    EXPECT_LT(hold["time_share_per_us"], 4.0 / 35);
    EXPECT_TRUE(json["program"]["exit_code"].is_null()) << "it goes on";
}

TEST(WorthOfPrograms, WhatIsWaitedForMostIsNotWhatIsWorthFixing)
{
    const nlohmann::json json = shownOf("--seconds 20 --slice 60 --locks 2", " wrong 24 30");
    ASSERT_FALSE(json.is_discarded());
    ASSERT_FALSE(json["fixes"].empty()) << json.dump();
    ASSERT_EQ(json["locks"].size(), 2U);
    const auto& first = json["locks"][0];
    const auto& second = json["locks"][1];
    EXPECT_TRUE(isOf(second, "chats")) << json.dump();
    EXPECT_LT(first["wait_share"], second["wait_share"]);
    EXPECT_EQ(json["fixes"][0]["lock"], first["id"]);
    EXPECT_EQ(json["fixes"][0]["fix"], "shorter holds");
}

TEST(WorthOfPrograms, WithoutContentionNothingIsTried)
{
    const nlohmann::json json = worthOf("--seconds 3", " none 6");
    ASSERT_FALSE(json.is_discarded());
    EXPECT_TRUE(json["locks"].empty()) << json.dump();
    EXPECT_TRUE(json["fixes"].empty());
    EXPECT_EQ(json["verdict"], "No lock was waited for that could be tried.");
    EXPECT_LT(json["elapsed_s"], 3) << "there is nothing to wait for";
}

TEST(WorthOfPrograms, AnEndIsNoErrorAndWhatWasMeasuredIsWritten)
{
    const TemporaryFolder folder;
    const std::string csv = (folder / "trials.csv").string();
    const std::string recording = (folder / "tried.lockscope").string();
    const nlohmann::json json = worthOf(
        "--seconds 60 --slice 40 --locks 1 --csv " + csv + " --record " + recording, " hold 4 20");
    ASSERT_FALSE(json.is_discarded());
    EXPECT_EQ(json["ending"], "program ended");
    EXPECT_EQ(json["program"]["exit_code"], 0);
    EXPECT_FALSE(json["trials"].empty());
    EXPECT_FALSE(json["progress"]["chosen"]);
    EXPECT_TRUE(contentOf(csv).starts_with("round,lock,site,"));
    // Each swap is a change of the recording.
    const Outcome replayed = cli("replay " + recording + " --json -");
    const nlohmann::json replay = nlohmann::json::parse(replayed.out, nullptr, false);
    ASSERT_FALSE(replay.is_discarded()) << replayed.err;
    std::uint64_t swaps = 0;
    for (const auto& lock : replay["watch"]["locks"])
        swaps += lock["swaps"].get<std::uint64_t>();
    EXPECT_GE(swaps, json["trials"].size());
}

TEST(WorthOfPrograms, StoppedItSaysWhatWasMeasuredAndTheProgramGoesOnWithItsOwnLocks)
{
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    auto watch = std::make_unique<program::LaunchWatch>(
        std::vector<std::string>{watched("worthy"), "hold", "30", "20"},
        program::LaunchStreams{.output = nowhere});
    const pid_t pid = watch->pid();
    program::ProgramSource source(
        std::move(watch), "worthy", static_cast<std::uint32_t>(pid), true);
    source.start();
    const program::Progress progress({}, static_cast<std::uint32_t>(pid));
    std::size_t trials = 0;
    const auto result = program::worth::runOn(
        source,
        "worthy",
        progress,
        {.seconds = 60, .locks = 1, .seed = 1, .slice = 0.03},
        [&] { return trials < 5; },
        [&](const program::worth::Stage& stage) { trials = stage.trials; });
    EXPECT_EQ(result.ending, program::worth::Ending::Stopped);
    EXPECT_EQ(result.trials.size(), 5U);
    EXPECT_FALSE(source.wantsAnything());
    const auto isOwn = [&] {
        for (const program::LockReading& lock : source.reading().locks)
            if (lock.counts.substitute != 0 || lock.counts.delayNs != 0)
                return false;
        return true;
    };
    for (int looks = 0; looks < 1000 && !isOwn(); ++looks)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    EXPECT_TRUE(isOwn());
    ::kill(pid, SIGTERM);
    ::close(nowhere);
}

} // namespace lockscope::test
