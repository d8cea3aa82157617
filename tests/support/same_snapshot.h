// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/snapshot.h"

#include <gtest/gtest.h>

namespace lockscope::test {

inline void expectSame(const measure::ThreadSnapshot& one, const measure::ThreadSnapshot& other)
{
    EXPECT_EQ(one.index, other.index);
    EXPECT_EQ(one.tid, other.tid);
    EXPECT_EQ(one.cpu, other.cpu);
    EXPECT_EQ(one.calls, other.calls);
    EXPECT_EQ(one.contended, other.contended);
    EXPECT_EQ(one.waitNs, other.waitNs);
    EXPECT_EQ(one.waitSoFarNs, other.waitSoFarNs);
    EXPECT_EQ(one.p99WaitNs, other.p99WaitNs);
    EXPECT_EQ(one.states, other.states);
    EXPECT_EQ(one.cpuNs, other.cpuNs);
    EXPECT_EQ(one.voluntarySwitches, other.voluntarySwitches);
    EXPECT_EQ(one.involuntarySwitches, other.involuntarySwitches);
}

/// Every field is the same, to the last digit.
inline void expectSame(const measure::Snapshot& one, const measure::Snapshot& other)
{
    EXPECT_EQ(one.sequence, other.sequence);
    EXPECT_EQ(one.time, other.time);
    EXPECT_EQ(one.interval, other.interval);
    EXPECT_EQ(one.delta, other.delta);
    EXPECT_EQ(one.total, other.total);
    EXPECT_EQ(one.waitsExact, other.waitsExact);
    EXPECT_EQ(std::vector(one.waits.entries().begin(), one.waits.entries().end()),
              std::vector(other.waits.entries().begin(), other.waits.entries().end()));
    EXPECT_EQ(one.waits.exactMaxNs(), other.waits.exactMaxNs());
    EXPECT_EQ(one.states, other.states);
    EXPECT_EQ(one.violations, other.violations);
    EXPECT_EQ(one.disturbance, other.disturbance);
    ASSERT_EQ(one.threads.size(), other.threads.size());
    for (std::size_t i = 0; i < one.threads.size(); ++i)
        expectSame(one.threads[i], other.threads[i]);
    ASSERT_EQ(one.changes.size(), other.changes.size());
    for (std::size_t i = 0; i < one.changes.size(); ++i) {
        EXPECT_EQ(one.changes[i].revision, other.changes[i].revision);
        EXPECT_EQ(one.changes[i].time, other.changes[i].time);
        EXPECT_EQ(one.changes[i].gap, other.changes[i].gap);
        EXPECT_EQ(one.changes[i].initialising, other.changes[i].initialising);
        EXPECT_EQ(one.changes[i].label, other.changes[i].label);
        EXPECT_EQ(one.changes[i].config, other.changes[i].config);
    }
}

} // namespace lockscope::test
