// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/difference.h"
#include "core/recording/difference_text.h"
#include "tests/support/made_up_account.h"
#include "tests/support/synthetic_recording.h"

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

namespace lockscope::recording {
namespace {

using test::codeStack;

/// A lock of a made-up program, and what it does in each tenth of a second.
struct MadeUpLock
{
    std::uint32_t id = 0;
    std::string function; ///< where it was first waited for; empty: never
    std::uint32_t line = 0;
    std::uint64_t acquisitions = 0;
    std::uint64_t contended = 0;
    std::uint64_t waitNs = 0;
    std::vector<std::string> waitsIn{}; ///< as its account has them
};

measure::LockInfo infoOf(const MadeUpLock& lock)
{
    measure::LockInfo info;
    info.id = lock.id;
    info.kind = "mutex";
    info.address = 0x1000 + lock.id;
    info.pid = 42;
    if (!lock.function.empty()) {
        info.function = lock.function;
        info.file = "src/cache.c";
        info.line = lock.line;
        info.module = "/bin/cache";
    }
    return info;
}

/// Ten seconds of a program with four threads.
std::shared_ptr<const Recording> programOf(const std::vector<MadeUpLock>& locks,
                                           bool withAccount = true,
                                           bool exact = true)
{
    std::vector<measure::SnapshotPtr> snapshots;
    for (int i = 0; i < 100; ++i) {
        auto snapshot = std::make_shared<measure::Snapshot>();
        snapshot->sequence = static_cast<std::uint64_t>(i);
        snapshot->interval = std::chrono::milliseconds(100);
        snapshot->time = (i + 1) * snapshot->interval;
        snapshot->waitsExact = exact;
        snapshot->threads.resize(4);
        auto program = std::make_shared<measure::ProgramSnapshot>();
        for (const MadeUpLock& lock : locks) {
            // Not the same each time, so that there is an interval.
            const std::uint64_t more = i % 2 == 0 ? 1 : 0;
            program->locks.push_back({lock.id,
                                      0,
                                      lock.acquisitions + more,
                                      lock.contended,
                                      lock.waitNs + (lock.function.empty() ? 0 : 1000 * more),
                                      0,
                                      0,
                                      0});
            if (i == 0)
                program->newLocks.push_back(infoOf(lock));
        }
        if (i == 99 && withAccount) {
            auto account = std::make_shared<measure::ProgramAccount>();
            for (const MadeUpLock& lock : locks) {
                measure::AccountedLock& one = account->locks.emplace_back();
                one.id = lock.id;
                one.kind = "mutex";
                for (const std::string& function : lock.waitsIn)
                    one.waitStacks.push_back({codeStack({function, "main"}), 100 * lock.waitNs});
            }
            program->account = account;
        }
        snapshot->program = std::move(program);
        snapshots.push_back(std::move(snapshot));
    }
    RecordingHeader header = test::syntheticHeader();
    header.source.subject = measure::Subject::Program;
    return Recording::fromBytes(test::recordingOf(snapshots, header), "program");
}

std::vector<LockDifference> between(const std::shared_ptr<const Recording>& a,
                                    const std::shared_ptr<const Recording>& b)
{
    return compare(rangeOf(a), rangeOf(b)).locks;
}

TEST(LockDifference, LocksAreMatchedByWhereTheyAreTakenAndNotByAddressOrNumber)
{
    const auto locks = between(
        programOf({{1, "evict", 10, 100, 50, 40'000'000}, {2, "lookup", 20, 1000, 1, 100'000}}),
        programOf({{7, "lookup", 20, 1000, 1, 100'000}, {9, "evict", 10, 200, 20, 4'000'000}}));
    ASSERT_EQ(locks.size(), 2U);
    EXPECT_EQ(locks[0].text(), "mutex in evict (cache.c:10)");
    EXPECT_EQ(locks[0].change(), LockChange::Better);
    // 40 ms of 400 ms of thread time, and a microsecond every other time.
    EXPECT_NEAR(locks[0].a->waitShare->value, 0.1, 1e-5);
    EXPECT_NEAR(locks[0].b->waitShare->value, 0.01, 1e-5);
    EXPECT_NEAR(locks[0].a->acquisitions->value, 1005, 1e-6);
    EXPECT_NEAR(locks[0].acquisitions()->mean, 2005.0 / 1005, 1e-6);
    ASSERT_TRUE(locks[0].acquisitions()->low);
    EXPECT_NEAR(locks[0].contended()->mean, 20 / 200.5 - 50 / 100.5, 1e-6);
    EXPECT_LT(*locks[0].waitShare()->high, 0);
    EXPECT_EQ(locks[1].text(), "mutex in lookup (cache.c:20)");
    EXPECT_EQ(locks[1].change(), LockChange::NoneShown);
}

TEST(LockDifference, ALockThatIsTakenInMorePlacesIsOneWhicheverWasContendedFirst)
{
    const auto locks =
        between(programOf({{1, "evict", 10, 100, 50, 10'000'000, {"evict", "lookup"}},
                           {2, "lookup", 10, 100, 50, 10'000'000, {"lookup"}}}),
                programOf({{1, "lookup", 10, 100, 50, 40'000'000, {"lookup", "lookup", "evict"}}}));
    ASSERT_EQ(locks.size(), 1U);
    EXPECT_EQ(locks[0].a->locks, 2U);
    EXPECT_EQ(locks[0].b->locks, 1U);
    EXPECT_EQ(locks[0].text(), "mutex in lookup (cache.c:10)");
    EXPECT_EQ(locks[0].change(), LockChange::Worse);
}

TEST(LockDifference, AMovedLineIsFoundByItsFunctionWhereThatIsTheOnlyOne)
{
    const auto moved = between(programOf({{1, "evict", 10, 100, 50, 1'000'000}}),
                               programOf({{1, "evict", 12, 100, 50, 1'000'000}}));
    ASSERT_EQ(moved.size(), 1U);
    EXPECT_EQ(moved[0].text(), "mutex in evict (cache.c:12), evict (cache.c:10) in A");
    const auto two = between(
        programOf({{1, "evict", 10, 100, 50, 1'000'000}, {2, "evict", 20, 100, 50, 1'000'000}}),
        programOf({{1, "evict", 12, 100, 50, 1'000'000}}));
    ASSERT_EQ(two.size(), 3U);
    for (const LockDifference& lock : two)
        EXPECT_FALSE(lock.a && lock.b) << "which of the two it is nobody knows";
}

TEST(LockDifference, WhatIsInOneOfTheTwoAloneIsSaidToBe)
{
    const auto locks = between(
        programOf({{1, "evict", 10, 100, 50, 40'000'000}, {2, "", 0, 5, 0, 0}}),
        programOf(
            {{1, "insert", 30, 100, 50, 4'000'000}, {2, "", 0, 7, 0, 0}, {3, "", 0, 9, 0, 0}}));
    std::map<std::string, std::string> changes;
    for (const LockDifference& lock : locks)
        changes.emplace(lock.text(), changeName(lock.change()));
    EXPECT_EQ(changes.at("mutex in evict (cache.c:10)"), "only in A");
    EXPECT_EQ(changes.at("mutex in insert (cache.c:30)"), "only in B");
    EXPECT_EQ(changes.at("mutex never waited for"), "no difference shown");
    EXPECT_EQ(locks.size(), 3U);
}

TEST(LockDifference, WhatIsNotKnownIsNotSaid)
{
    // Looked at from outside: nothing was counted.
    const auto sampled = between(programOf({{1, "evict", 10, 100, 50, 1'000'000}}, true, false),
                                 programOf({{1, "evict", 10, 100, 50, 9'000'000}}, true, false));
    ASSERT_EQ(sampled.size(), 1U);
    EXPECT_FALSE(sampled[0].a->acquisitions);
    EXPECT_FALSE(sampled[0].contended());
    EXPECT_EQ(sampled[0].change(), LockChange::Worse);
    // More waiting than the threads that were seen could do: their time is not known.
    const auto unseen = between(programOf({{1, "evict", 10, 100, 50, 900'000'000}}),
                                programOf({{1, "evict", 10, 100, 50, 1'000'000}}));
    ASSERT_EQ(unseen.size(), 1U);
    EXPECT_FALSE(unseen[0].a->waitShare);
    EXPECT_EQ(unseen[0].change(), LockChange::Unknown);
    EXPECT_EQ(changeName(unseen[0].change()), "unknown");
}

TEST(LockDifference, OfOneLockBySnapshotsAloneIsThatOfTheRecording)
{
    const auto recording =
        programOf({{1, "evict", 10, 100, 50, 40'000'000}, {2, "insert", 20, 300, 30, 9'000'000}});
    std::vector<measure::SnapshotPtr> snapshots;
    for (std::size_t i = 0; i < recording->size(); ++i)
        snapshots.push_back(recording->snapshot(i));
    const std::vector<LockFigures> all = lockFiguresOf(rangeOf(recording));
    ASSERT_EQ(all.size(), 2U);
    for (std::size_t i = 0; i < all.size(); ++i) { // the most waited for first
        const LockFigures one = lockFiguresOf(snapshots, static_cast<std::uint32_t>(i + 1));
        for (const auto figure : {&LockFigures::acquisitions,
                                  &LockFigures::contended,
                                  &LockFigures::waitShare,
                                  &LockFigures::meanWait})
        {
            ASSERT_TRUE(one.*figure && all[i].*figure);
            EXPECT_DOUBLE_EQ((one.*figure)->value, (all[i].*figure)->value);
            EXPECT_EQ((one.*figure)->batches, (all[i].*figure)->batches);
        }
    }
    const LockFigures idle = lockFiguresOf(snapshots, 7);
    EXPECT_EQ(idle.acquisitions->value, 0);
    EXPECT_EQ(idle.waitShare->value, 0);
    EXPECT_FALSE(idle.contended) << "of no acquisition there is no share";
    const LockFigures none = lockFiguresOf({}, 1);
    EXPECT_FALSE(none.acquisitions || none.waitShare);
}

TEST(LockDifference, IsInTheJsonAndTheTable)
{
    const Difference difference =
        compare(rangeOf(programOf({{1, "evict", 10, 100, 50, 40'000'000}})),
                rangeOf(programOf({{1, "evict", 10, 100, 50, 4'000'000}})));
    const auto json = toJson(difference).at("locks");
    ASSERT_EQ(json.size(), 1U);
    EXPECT_EQ(json[0].at("kind"), "mutex");
    EXPECT_EQ(json[0].at("place"), "evict (cache.c:10)");
    EXPECT_EQ(json[0].at("change"), "better");
    EXPECT_GT(json[0].at("a").at("wait_share").at("batches"), 9);
    EXPECT_LT(json[0].at("wait_share_difference").at("high"), 0);
    const std::vector<LockRows> rows = lockRowsOf(difference, 10);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].change, "better");
    EXPECT_EQ(rows[0].rows.size(), 4U);
    EXPECT_NE(tableText(difference).find("mutex in evict (cache.c:10)\t\t\tbetter\n"),
              std::string::npos);
    const auto steady = Recording::fromBytes(
        test::recordingOf(test::syntheticSnapshots(20, {.changeEverySeconds = 0})), "lab");
    const Difference experiments = compare(rangeOf(steady), rangeOf(steady));
    EXPECT_TRUE(experiments.locks.empty());
    EXPECT_FALSE(toJson(experiments).contains("locks"));
}

} // namespace
} // namespace lockscope::recording
