// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/output_file.h"
#include "core/recording/format.h"
#include "core/recording/range_gate.h"
#include "core/recording/recording.h"
#include "core/recording/spool.h"
#include "tests/support/same_snapshot.h"
#include "tests/support/synthetic_recording.h"
#include "tests/support/temporary_file.h"

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>

namespace lockscope::recording {
namespace {

using namespace std::chrono_literals;

TEST(RecordingSpool, KeepsTheLastMinutesAndSavesThem)
{
    const auto snapshots = test::syntheticSnapshots(400, {.threads = 2, .changeEverySeconds = 8});
    Spool spool(5s);
    spool.begin(test::syntheticHeader());
    for (const auto& snapshot : snapshots)
        spool.add(*snapshot);
    EXPECT_EQ(spool.snapshots(), 100U);
    EXPECT_EQ(spool.length(), 5s);
    const test::TemporaryFile file("spool.lockscope");
    EXPECT_EQ(spool.saveTo(file.path()), 100U);
    const auto recording = Recording::open(file.path());
    EXPECT_TRUE(recording->isComplete());
    ASSERT_EQ(recording->size(), 100U);
    EXPECT_EQ(recording->begin(), 15s);
    for (std::size_t i = 0; i < 100; ++i)
        test::expectSame(*snapshots[300 + i], *recording->snapshot(i));
    EXPECT_EQ(recording->header().source.config, (measure::ConfigFacts{{"fast_path", "on"}}))
        << "what was in force when it begins, not when the run did";
    EXPECT_EQ(recording->header().source.host.cpus, 64);
}

TEST(RecordingSpool, CountsWhatAnExportOfARangeTakes)
{
    const auto snapshots = test::syntheticSnapshots(100, {.threads = 1}); // of 50 ms each
    Spool spool;
    spool.begin(test::syntheticHeader());
    for (const auto& snapshot : snapshots)
        spool.add(*snapshot);
    const test::TemporaryFile file("spool.lockscope");
    spool.saveTo(file.path());
    const auto recording = Recording::open(file.path());
    for (const measure::TimeRange& range : {measure::TimeRange{1s, 2s},
                                            {1'010ms, 1'990ms},
                                            {1'030ms, 1'970ms},
                                            {0s, 5s},
                                            {1'001ms, 1'002ms},
                                            {6s, 9s}})
    {
        RangeGate gate(range);
        std::size_t taken = 0;
        for (const auto& snapshot : snapshots)
            taken += gate.takes(*snapshot) ? 1 : 0;
        EXPECT_EQ(spool.snapshotsIn(range), taken);
        EXPECT_EQ(snapshotsIn(*recording, range), taken);
    }
    EXPECT_EQ(spool.snapshotsIn({1s, 2s}), 20U);
}

TEST(RecordingSpool, IsBoundedInBytes)
{
    Spool spool(1h, 20'000);
    spool.begin(test::syntheticHeader());
    for (const auto& snapshot : test::syntheticSnapshots(1000, {.threads = 4})) {
        spool.add(*snapshot);
        ASSERT_LE(spool.bytes(), 20'000U);
    }
    EXPECT_GT(spool.snapshots(), 5U);
}

TEST(RecordingSpool, ForgetsARunWhenAnotherBegins)
{
    Spool spool;
    spool.begin(test::syntheticHeader());
    const auto snapshots = test::syntheticSnapshots(10, {.threads = 1});
    for (const auto& snapshot : snapshots)
        spool.add(*snapshot);
    spool.add(*snapshots[0]);
    EXPECT_EQ(spool.snapshots(), 1U);
    spool.clear();
    EXPECT_TRUE(spool.empty());
    EXPECT_EQ(spool.bytes(), 0U);
    EXPECT_THROW(spool.saveTo("/nowhere"), RecordingError);
}

TEST(RecordingSpool, OverwritesNothingAndLeavesNothingHalfWritten)
{
    Spool spool;
    spool.begin(test::syntheticHeader());
    spool.add(*test::syntheticSnapshots(1).front());
    const test::TemporaryFile file("kept", "precious");
    EXPECT_THROW(spool.saveTo(file.path()), io::FileExists);
    EXPECT_EQ(test::contentOf(file.path()), "precious");
    EXPECT_EQ(spool.saveTo(file.path(), true), 1U);
    EXPECT_EQ(Recording::open(file.path())->size(), 1U);
    EXPECT_THROW(spool.saveTo("/nowhere/at/all"), std::runtime_error);
    EXPECT_THROW(spool.saveTo("/dev/full"), std::runtime_error);
}

} // namespace
} // namespace lockscope::recording
