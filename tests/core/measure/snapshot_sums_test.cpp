// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/snapshot_sums.h"

#include <gtest/gtest.h>

#include <optional>

namespace lockscope::measure {
namespace {

using namespace std::chrono_literals;

/// Half a second of two workers: so many calls of each, and each one's time on a CPU.
Snapshot snapshotOf(std::uint64_t calls, std::optional<std::uint64_t> cpuNs)
{
    Snapshot snapshot;
    snapshot.interval = 500ms;
    snapshot.delta.calls = snapshot.delta.passes = 2 * calls;
    snapshot.threads.resize(2);
    for (ThreadSnapshot& thread : snapshot.threads) {
        thread.calls = calls;
        thread.cpuNs = 1000;
    }
    snapshot.threads.back().cpuNs = cpuNs;
    return snapshot;
}

TEST(SnapshotSums, CpuTimeACallIsOfTheSnapshotsThatKnowItOfAllThreads)
{
    SnapshotSums sums;
    sums.add(snapshotOf(10, 3000)); // 4000 ns for 20 calls
    EXPECT_DOUBLE_EQ(sums.cpuPerCall()->value, 200);
    sums.add(snapshotOf(500, std::nullopt)); // neither its 1000 ns nor its calls count
    EXPECT_DOUBLE_EQ(sums.cpuPerCall()->value, 200);
    sums.add(snapshotOf(10, 5000)); // 10,000 ns for 40 calls in all
    EXPECT_DOUBLE_EQ(sums.cpuPerCall()->value, 250);
    EXPECT_DOUBLE_EQ(sums.throughput()->value, 1040 / 1.5) << "other figures are of all";
}

TEST(SnapshotSums, WhatNoSnapshotKnowsIsNotKnown)
{
    SnapshotSums sums;
    EXPECT_FALSE(sums.throughput());
    sums.add(snapshotOf(10, std::nullopt));
    EXPECT_FALSE(sums.cpuPerCall());
    EXPECT_FALSE(sums.waitQuantile(0.5));
}

} // namespace
} // namespace lockscope::measure
