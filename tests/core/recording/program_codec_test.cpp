// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/joined_snapshots.h"
#include "core/measure/program_names.h"
#include "core/recording/snapshot_codec.h"

#include <gtest/gtest.h>

#include <limits>

namespace lockscope::recording {
namespace {

measure::Snapshot withProgram(std::chrono::nanoseconds time)
{
    measure::Snapshot snapshot;
    snapshot.time = time;
    snapshot.interval = std::chrono::milliseconds(50);
    auto program = std::make_shared<measure::ProgramSnapshot>();
    program->locks = {{1, 2, 100, 7, 5000, 60, 4000, 17},
                      {4000000000, 0, std::numeric_limits<std::uint64_t>::max(), 0, 0, 0, 0, 0}};
    program->newLocks = {{1, "mutex", 0x55d0, 42, "evict", "src/cache.c", 88, "/bin/cache", 0x1a2b},
                         {4000000000, "condition", 0x7f00, 42, "", "", std::nullopt, "", 0}};
    program->newThreads = {{0, 42, 43, "worker \xC3\xA4"}};
    program->waitingFor = {1, 0};
    snapshot.program = program;
    return snapshot;
}

TEST(ProgramCodec, LocksAndThreadsComeBack)
{
    const measure::Snapshot snapshot = withProgram(std::chrono::seconds(1));
    const std::string payload = encodeSnapshot(snapshot);
    const measure::Snapshot back = decodeSnapshot(bytesOf(payload), snapshot.time);
    ASSERT_TRUE(back.program);
    EXPECT_EQ(back.program->locks, snapshot.program->locks);
    EXPECT_EQ(back.program->newLocks, snapshot.program->newLocks);
    EXPECT_EQ(back.program->newThreads, snapshot.program->newThreads);
    EXPECT_EQ(back.program->waitingFor, snapshot.program->waitingFor);
}

TEST(ProgramCodec, AnExperimentHasNone)
{
    measure::Snapshot snapshot;
    snapshot.time = snapshot.interval = std::chrono::seconds(1);
    EXPECT_FALSE(decodeSnapshot(bytesOf(encodeSnapshot(snapshot)), snapshot.time).program);
}

TEST(ProgramCodec, JoinedSnapshotsHaveTheSumsAndTheLastWaiters)
{
    const auto first = std::make_shared<measure::Snapshot>(withProgram(std::chrono::seconds(1)));
    const auto second = std::make_shared<measure::Snapshot>(withProgram(std::chrono::seconds(2)));
    auto quiet = std::make_shared<measure::ProgramSnapshot>(*second->program);
    quiet->locks = {{1, 0, 10, 0, 0, 0, 0, 0}};
    second->program = quiet;
    const measure::Snapshot whole =
        measure::joined(std::vector<measure::SnapshotPtr>{first, second});
    ASSERT_TRUE(whole.program);
    ASSERT_EQ(whole.program->locks.size(), 2U);
    EXPECT_EQ(whole.program->locks[0].acquisitions, 110U);
    EXPECT_EQ(whole.program->locks[0].waitNs, 5000U);
    EXPECT_EQ(whole.program->locks[0].waiters, 0U);
    EXPECT_EQ(whole.program->locks[0].waitSoFarNs, 0U);
}

TEST(ProgramNames, AreThePlacesThatPeopleRead)
{
    measure::ProgramNames names;
    names.follow(withProgram(std::chrono::seconds(1)));
    ASSERT_TRUE(names.lock(1));
    EXPECT_EQ(placeOf(*names.lock(1)), "evict (cache.c:88)");
    EXPECT_TRUE(isLock(*names.lock(1)));
    EXPECT_EQ(placeOf(*names.lock(4000000000)), "at 0x7f00");
    EXPECT_FALSE(isLock(*names.lock(4000000000)));
    EXPECT_EQ(names.lock(2), nullptr);
    EXPECT_EQ(names.thread(0), "worker \xC3\xA4");
    EXPECT_EQ(names.thread(1), "");
}

} // namespace
} // namespace lockscope::recording
