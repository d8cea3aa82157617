// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guards/registry.h"
#include "core/lab/lab.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>

namespace lockscope::guards {
namespace {

using namespace std::chrono_literals;

/// Workers go from guard to guard while they make calls.
TEST(Conformance, WorkersMoveThroughAllGuardsMidRun)
{
    lab::LabConfig config = lab::defaultConfig();
    config.taskSource = workload::TaskSourceKind::Counter;
    config.workers = std::min(2, lab::availableCpus());
    lab::Lab lab(config, {.measureProbeCost = false, .tasks = {}});
    lab.start();
    for (const bool fastPath : {false, true})
        for (const GuardRow& row : registry()) {
            if (!row.available)
                continue;
            config.guard = std::string(row.id);
            config.fastPath = fastPath;
            lab.apply(config);
            while (!lab.settled())
                std::this_thread::sleep_for(100us);
            std::this_thread::sleep_for(2ms);
        }
    lab.stop();
    const measure::Totals totals = lab.summary().totals;
    EXPECT_GT(totals.calls, 0U);
    EXPECT_EQ(totals.tasks, totals.calls);
    EXPECT_EQ(totals.calls, totals.callbacks);
    EXPECT_EQ(totals.calls, totals.passes);
    EXPECT_TRUE(lab.summary().violations.empty());
}

} // namespace
} // namespace lockscope::guards
