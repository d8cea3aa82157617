// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/critical_path.h"
#include "core/program/critical_path_text.h"
#include "core/program/path_track.h"
#include "tests/core/program/made_up_path.h"

#include <gtest/gtest.h>

#include <deque>
#include <limits>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <numeric>
#include <string>

namespace lockscope::program {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

void expectWhole(const CriticalPath& path)
{
    ASSERT_FALSE(path.whyNot) << *path.whyNot;
    EXPECT_NEAR(std::accumulate(path.parts.begin(), path.parts.end(), 0.0), 1, 1e-9);
    ASSERT_FALSE(path.segments.empty());
    EXPECT_EQ(path.segments.front().begin, path.range.begin);
    EXPECT_EQ(path.segments.back().end, path.range.end);
    for (std::size_t i = 1; i < path.segments.size(); ++i)
        EXPECT_EQ(path.segments[i].begin, path.segments[i - 1].end) << i;
    double locks = 0;
    for (const PathLock& lock : path.locks) {
        EXPECT_NEAR(lock.share, lock.held + lock.preempted + lock.holderUnknown, 1e-9);
        locks += lock.share;
    }
    EXPECT_LE(locks, 1 + 1e-9);
}

double shareOf(const CriticalPath& path, std::uint32_t lock)
{
    for (const PathLock& each : path.locks)
        if (each.id == lock)
            return each.share;
    return 0;
}

TEST(CriticalPath, GoesToTheEndOfAChainOfThree)
{
    MadeUp program;
    for (int i = 0; i < 6; ++i) // 0 waits for 1, which waits for 2, which runs
        program.add({{0, {.wait = 1, .wants = 7}}, {1, {.wait = 1, .wants = 8}}, {2, {}}},
                    {{7, 1001}, {8, 1002}},
                    {{7, 1}, {8, 1}});
    const CriticalPath path = program.path(0);
    expectWhole(path);
    EXPECT_NEAR(path.part(PathPart::Held), 1, 1e-6);
    EXPECT_NEAR(shareOf(path, 8), 1, 1e-6) << "the lock whose holder runs";
    EXPECT_NEAR(shareOf(path, 7), 0, 1e-6) << "its holder waits itself";
    ASSERT_EQ(path.segments.size(), 1U);
    EXPECT_EQ(path.segments[0].tid, 1002);
    EXPECT_EQ(path.segments[0].what, PathPart::Held);
    EXPECT_EQ(path.segments[0].lock, 8U);
    EXPECT_EQ(path.handOvers, 2U);
}

TEST(CriticalPath, ChangesHandsWhereTheWaitBegan)
{
    MadeUp program; // 0 runs to its end from 0.35 s on; before that 1 held what it wanted
    program.add({{0, {}}, {1, {}}}, {});
    program.add({{0, {.wait = 0.5, .wants = 3}}, {1, {}}}, {{3, 1001}}, {{3, 0.5}});
    program.add({{0, {.wait = 1, .wants = 3}}, {1, {}}}, {{3, 1001}}, {{3, 1}});
    program.add({{0, {.wait = 0.5, .contended = 1}}, {1, {.asleep = 0.5}}}, {}, {{3, 0.5}});
    program.add({{0, {}}, {1, {.asleep = 1}}}, {});
    const CriticalPath path = program.path(0);
    expectWhole(path);
    ASSERT_EQ(path.endTid, 1000);
    EXPECT_EQ(path.segments.back().tid, 1000);
    EXPECT_EQ(path.segments.back().begin, milliseconds(350)) << "known by the wait under way";
    EXPECT_EQ(path.segments.front().tid, 1001) << "and stays with who held it";
    EXPECT_NEAR(shareOf(path, 3), 0.4, 1e-6) << "2 of 5 intervals somebody waited";
    EXPECT_NEAR(path.part(PathPart::Running), 0.6, 1e-6);
}

TEST(CriticalPath, SaysHowLongItWasWithoutACpu)
{
    MadeUp program;
    for (int i = 0; i < 10; ++i) // the holder has a CPU for three quarters of it
        program.add(
            {{0, {.wait = 1, .wants = 1}}, {1, {.preempted = 0.25}}}, {{1, 1001}}, {{1, 1}});
    for (int i = 0; i < 10; ++i)
        program.add({{0, {.preempted = 0.5}}, {1, {.asleep = 1}}}, {});
    const CriticalPath path = program.path(0);
    expectWhole(path);
    EXPECT_NEAR(path.part(PathPart::Preempted), 0.125 + 0.25, 1e-6);
    ASSERT_EQ(path.locks.size(), 1U);
    EXPECT_NEAR(path.locks[0].preempted, 0.125, 1e-6);
    EXPECT_NEAR(path.locks[0].held, 0.375, 1e-6);
    EXPECT_NEAR(path.locks[0].share, 0.5, 1e-6);
    ASSERT_TRUE(path.locks[0].low && path.locks[0].high) << "of twenty looks";
    EXPECT_LE(*path.locks[0].low, 0.5);
    EXPECT_GE(*path.locks[0].high, 0.5);
}

TEST(CriticalPath, LeavesUnknownWhoIsNotKnown)
{
    MadeUp program;
    for (int i = 0; i < 4; ++i)
        program.add({{0, {.wait = 0.75, .wants = 5}}, {1, {}}}, {}, {{5, 0.75}});
    program.lockIs(5, "semaphore");
    const CriticalPath path = program.path(0);
    expectWhole(path);
    EXPECT_NEAR(path.part(PathPart::HolderUnknown), 0.75, 1e-6);
    EXPECT_NEAR(path.part(PathPart::Held), 0, 1e-9);
    ASSERT_EQ(path.locks.size(), 1U);
    EXPECT_NEAR(path.locks[0].holderUnknown, 0.75, 1e-6);
    EXPECT_EQ(path.segments.back().tid, 1000) << "nobody is known to whom it could go";
}

TEST(CriticalPath, NeverFollowsACondition)
{
    MadeUp program;
    for (int i = 0; i < 4; ++i) // 2 is a condition, whose waits are no lock waits
        program.add({{0, {.condition = 1, .wants = 2}}, {1, {}}}, {{2, 1001}});
    program.lockIs(2, "condition");
    const CriticalPath path = program.path(0);
    expectWhole(path);
    EXPECT_NEAR(path.part(PathPart::Condition), 1, 1e-6);
    EXPECT_TRUE(path.locks.empty());
}

TEST(CriticalPath, EndsInACircleAndSaysSo)
{
    MadeUp program;
    program.add({{0, {}}, {1, {}}, {2, {}}}, {});
    for (int i = 0; i < 4; ++i) // 2 waits for two that wait for each other
        program.add({{0, {.wait = 1, .wants = 1}},
                     {1, {.wait = 1, .wants = 2}},
                     {2, {.wait = 1, .wants = 2}}},
                    {{1, 1001}, {2, 1000}},
                    {{1, 1}, {2, 2}});
    const CriticalPath path = program.path(2);
    expectWhole(path);
    EXPECT_NEAR(path.part(PathPart::Circle), 0.8, 1e-6);
    EXPECT_EQ(path.circles, 4U);
    EXPECT_NEAR(path.part(PathPart::Running), 0.2, 1e-6);
}

TEST(CriticalPath, IsAllOfALockWithAQueueThoughNoThreadWaitsAllTheTime)
{
    MadeUp program; // four threads: each holds a quarter, does something else for a quarter, waits
                    // half
    for (int i = 0; i < 40; ++i) {
        const auto holder = static_cast<std::uint32_t>(i % 4);
        std::map<std::uint32_t, Did> threads;
        for (std::uint32_t t = 0; t < 4; ++t) {
            threads[t] = {.wait = 0.5, .contended = 1000};
            if (t != holder && t != (holder + 1) % 4)
                threads[t].wants = 1;
        }
        program.add(threads, {{1, static_cast<std::int32_t>(1000 + holder)}}, {{1, 2}});
    }
    const CriticalPath path = program.path();
    expectWhole(path);
    EXPECT_GT(shareOf(path, 1), 0.99);
}

TEST(CriticalPath, IsOfOneSerialThreadThatOthersWaitFor)
{
    MadeUp program; // 0 holds the lock for 60 % of each interval; 1 to 3 wait for it together
    for (int i = 0; i < 40; ++i) {
        const bool held = i % 5 < 3; // at the end of the interval
        std::map<std::uint32_t, Did> threads{{0, {}}};
        for (std::uint32_t t = 1; t < 4; ++t)
            threads[t] = {.wait = 0.6, .wants = held ? 1U : 0U, .contended = 1};
        program.add(threads, {{1, held ? 1000 : 0}}, {{1, 1.8}});
    }
    for (const std::uint32_t from : {0U, 1U}) {
        const CriticalPath path = program.path(from);
        expectWhole(path);
        EXPECT_NEAR(shareOf(path, 1), 0.6, 0.05) << from;
        EXPECT_NEAR(path.part(PathPart::Running), 0.4, 0.05) << from;
        EXPECT_EQ(path.segments.front().tid, 1000) << from;
    }
}

TEST(CriticalPath, IsNotCarriedOffToASleeperByAShortWait)
{
    MadeUp program; // 1 sleeps, but for a moment in which 0 wants what it holds
    for (int i = 0; i < 20; ++i)
        program.add({{0, {.wait = 0.001, .contended = 1}}, {1, {.asleep = 0.99}}},
                    {{1, 1001}},
                    {{1, 0.001}});
    const CriticalPath path = program.path(0);
    expectWhole(path);
    EXPECT_NEAR(path.part(PathPart::Running), 0.999, 1e-3);
    EXPECT_NEAR(shareOf(path, 1), 0.001, 1e-3);
    EXPECT_EQ(path.segments.size(), 1U);
}

TEST(CriticalPath, GoesOnWithAnotherWhereItsThreadBegan)
{
    MadeUp program;
    for (int i = 0; i < 4; ++i)
        program.add({{0, {.asleep = 0.8}}, {1, {}}}, {});
    for (int i = 0; i < 4; ++i)
        program.add({{0, {.asleep = 0.8}}, {5, {}}}, {});
    const CriticalPath path = program.path();
    expectWhole(path);
    EXPECT_EQ(path.began, 1U);
    EXPECT_EQ(path.segments.back().tid, 1005);
    EXPECT_EQ(path.segments.front().tid, 1001) << "the one that ran most";
    EXPECT_NEAR(path.part(PathPart::Running), 1, 1e-6);
    EXPECT_TRUE(program.path(77).whyNot);
}

TEST(CriticalPath, SaysWhatIsNotKnown)
{
    MadeUp program;
    for (int i = 0; i < 6; ++i)
        program.add({{0, {}}}, {});
    auto blind = std::make_shared<measure::Snapshot>(*program.snapshots[2]);
    blind->threads[0].states.reset();
    program.snapshots[2] = blind;
    program.snapshots.erase(program.snapshots.begin() + 4); // dropped
    const CriticalPath path = program.path();
    expectWhole(path);
    EXPECT_NEAR(path.part(PathPart::Unknown), 2.0 / 6, 1e-6);
    EXPECT_TRUE(criticalPath({}, {}, program.names).whyNot);
    const CriticalPath none =
        criticalPath(program.snapshots, {milliseconds(100), milliseconds(200)}, program.names);
    ASSERT_TRUE(none.whyNot);
    EXPECT_EQ(toJson(none, {}), nullptr);
    EXPECT_NE(toText(none, {}).find("not known"), std::string::npos);
}

TEST(CriticalPath, StandsWhateverARecordingSays)
{
    constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
    MadeUp program;
    for (std::uint32_t i = 0; i < 40; ++i) {
        auto snapshot = std::make_shared<measure::Snapshot>();
        auto part = std::make_shared<measure::ProgramSnapshot>();
        snapshot->time = nanoseconds(1000 + i * 10LL);
        snapshot->interval = nanoseconds(i % 7 == 0 ? 0 : 1'000'000'000'000);
        for (std::uint32_t t = 0; t < 20; ++t) {
            measure::ThreadSnapshot thread;
            thread.index = t % 3 == 0 ? std::numeric_limits<std::uint32_t>::max() - t : 20 - t;
            thread.tid = static_cast<std::int32_t>(t % 5) - 1;
            thread.waitNs = std::numeric_limits<std::uint64_t>::max() - t;
            thread.contended = std::numeric_limits<std::uint64_t>::max();
            thread.states = measure::StateShares{{0.5F, kNan, -3.F, 1e30F, 0.F, 2.F}};
            snapshot->threads.push_back(thread);
        }
        for (std::uint32_t t = 0; t < i; ++t) // more, or fewer, than there are threads
            part->waitingFor.push_back(t % 4 == 0 ? std::numeric_limits<std::uint32_t>::max()
                                                  : 9 - t % 9);
        for (std::uint32_t id = 9; id > 0; --id) // in a wrong order
            part->locks.push_back({.id = id,
                                   .waiters = std::numeric_limits<std::uint32_t>::max(),
                                   .waitNs = std::numeric_limits<std::uint64_t>::max(),
                                   .waitSoFarNs = std::numeric_limits<std::uint64_t>::max(),
                                   .ownerTid = id % 6 - 1});
        part->locks.push_back({.id = std::numeric_limits<std::uint32_t>::max(), .waiters = 1});
        snapshot->program = part;
        program.snapshots.push_back(snapshot);
        program.snapshots.push_back(nullptr);
    }
    const CriticalPath path = criticalPath(
        program.snapshots, {nanoseconds::min() / 2, nanoseconds::max() / 2}, program.names);
    ASSERT_FALSE(path.whyNot);
    const double sum = std::accumulate(path.parts.begin(), path.parts.end(), 0.0);
    EXPECT_NEAR(sum, 1, 1e-6);
    PathTrack track;
    for (const measure::SnapshotPtr& snapshot : program.snapshots)
        if (snapshot)
            track.add(*snapshot);
    (void)track.path();
}

TEST(CriticalPath, IsToldInWordsAndNumbers)
{
    MadeUp program;
    program.lockIs(1, "mutex");
    for (int i = 0; i < 10; ++i)
        program.add({{0, {.wait = 1, .wants = 1}}, {1, {.asleep = 1}}}, {{1, 1001}}, {{1, 1}});
    const CriticalPath path = program.path(0);
    const PathNames names{[](std::uint32_t) { return std::string("evict\x1b[2J (cache.c:88)"); },
                          "pool"};
    const std::string text = toText(path, names);
    EXPECT_NE(text.find("100.0 % held up by who held a lock"), std::string::npos) << text;
    EXPECT_NE(text.find("lock 1, evict"), std::string::npos) << text;
    EXPECT_NE(text.find("asleep"), std::string::npos) << text;
    EXPECT_EQ(text.find('\x1b'), std::string::npos) << "the program's own text is made fit";
    const auto json = toJson(path, names);
    EXPECT_EQ(json.at("locks").at(0).at("id"), 1);
    EXPECT_NEAR(json.at("parts").at("held").get<double>(), 1, 1e-6);
    EXPECT_EQ(json.at("segments").size(), 1U);
    EXPECT_EQ(json.at("segments").at(0).at("what"), "held");
    EXPECT_EQ(json.at("segments").at(0).at("tid"), 1001);
}

TEST(PathSnapshots, AreThoseOfTheRangeAndTheOneBefore)
{
    MadeUp program;
    for (int i = 0; i < 10; ++i)
        program.add({{0, {}}}, {});
    const std::deque<measure::SnapshotPtr> all(program.snapshots.begin(), program.snapshots.end());
    const PathSnapshots some = pathSnapshots(all, {milliseconds(300), milliseconds(600)});
    ASSERT_EQ(some.size(), 4U);
    EXPECT_EQ(some.front()->time, milliseconds(300));
    EXPECT_EQ(some.back()->time, milliseconds(600));
    EXPECT_EQ(pathSnapshots(all, {milliseconds(0), milliseconds(200)}).size(), 2U);
    const CriticalPath path =
        criticalPath(some, {milliseconds(300), milliseconds(600)}, program.names);
    ASSERT_FALSE(path.whyNot);
    EXPECT_EQ(path.looks, 3U);
}

} // namespace
} // namespace lockscope::program
