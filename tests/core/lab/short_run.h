// SPDX-License-Identifier: GPL-3.0-or-later
// Short runs of a lab, and what all of them must keep.
#pragma once

#include "core/lab/lab.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace lockscope::lab {

inline constexpr std::chrono::seconds kLong{60}; // a hang, on any machine
inline constexpr LabOptions kQuick{
    .snapshotsPerSecond = 60, .measureProbeCost = false, .tasks = {}};

inline LabConfig smallConfig(workload::Kind kind = workload::Kind::Custom)
{
    LabConfig config = defaultConfig();
    config.workers = 4;
    applyWorkloadPreset(config, kind);
    return config;
}

inline void expectConserved(const measure::RunSummary& summary)
{
    EXPECT_EQ(summary.totals.tasks, summary.totals.calls);
    EXPECT_EQ(summary.totals.calls, summary.totals.callbacks);
    EXPECT_EQ(summary.totals.passes, summary.totals.calls);
    EXPECT_LE(summary.totals.contended, summary.totals.passes);
    EXPECT_TRUE(summary.violations.empty()) << summary.violations.front();
    std::uint64_t calls = 0;
    for (const auto& thread : summary.threads)
        calls += thread.calls;
    EXPECT_EQ(calls, summary.totals.calls);
}

template<class Condition>
bool eventually(Condition condition)
{
    const auto end = std::chrono::steady_clock::now() + kLong;
    while (std::chrono::steady_clock::now() < end) {
        if (condition())
            return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
}

} // namespace lockscope::lab
