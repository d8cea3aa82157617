// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of the snapshots of real runs that cannot contradict each other, also where live changes
// make intervals short.
#include "tests/core/lab/short_run.h"

#include <algorithm>
#include <map>
#include <string>
#include <thread>
#include <vector>

namespace lockscope::lab {
namespace {

using namespace std::chrono_literals;

/// Runs, with a change of the fast path every so often, and hands out the snapshots.
std::vector<measure::SnapshotPtr> snapshotsOf(LabConfig config, int changes, Lab& lab)
{
    std::vector<measure::SnapshotPtr> all;
    const auto take = [&] {
        for (auto& snapshot : lab.poll())
            all.push_back(std::move(snapshot));
    };
    lab.start();
    for (int i = 0; i <= changes; ++i) {
        std::this_thread::sleep_for(60ms + i % 3 * 7ms);
        take();
        if (i == changes)
            break;
        config.nativeNs = config.nativeNs == 0 ? 1 : 0; // nothing that anybody would see
        lab.apply(config);
    }
    lab.stop();
    take();
    return all;
}

void expectInOrder(const std::vector<measure::SnapshotPtr>& snapshots)
{
    std::map<std::uint32_t, std::uint64_t> switches;
    double workerNs = 0;
    double waitedNs = 0;
    for (const auto& snapshot : snapshots) {
        const auto interval = static_cast<double>(snapshot->interval.count());
        EXPECT_LE(snapshot->delta.contended, snapshot->delta.passes);
        EXPECT_LE(snapshot->delta.callbacks, snapshot->delta.tasks);
        EXPECT_LE(snapshot->statesKnown(), snapshot->threads.size());
        double last = 0;
        for (const double q : {0.5, 0.9, 0.99, 0.999})
            if (const auto value = snapshot->waits.quantile(q)) {
                EXPECT_GE(*value, last);
                last = *value;
            }
        if (!snapshot->waits.empty()) {
            EXPECT_LE(last, *snapshot->waits.maxNs());
        }
        double soFarNs = 0;
        for (const measure::ThreadSnapshot& thread : snapshot->threads) {
            EXPECT_LE(thread.contended, thread.calls);
            if (thread.p99WaitNs) {
                EXPECT_LE(static_cast<double>(*thread.p99WaitNs), *snapshot->waits.maxNs());
            }
            if (thread.cpuNs) {
                EXPECT_LE(static_cast<double>(*thread.cpuNs), interval);
            }
            ASSERT_TRUE(thread.waitSoFarNs);
            soFarNs += static_cast<double>(*thread.waitSoFarNs);
            if (thread.voluntarySwitches) {
                EXPECT_GE(*thread.voluntarySwitches, switches[thread.index]);
                switches[thread.index] = *thread.voluntarySwitches;
            }
        }
        workerNs += interval * static_cast<double>(snapshot->threads.size());
        waitedNs += static_cast<double>(snapshot->delta.waitNs);
        // Two clocks; and what an interval ends with was read some microseconds earlier.
        EXPECT_LE(waitedNs + soFarNs, workerNs * 1.001 + 1e6);
    }
}

class SnapshotFigures : public testing::TestWithParam<std::string>
{};

TEST_P(SnapshotFigures, AreInOrderWhileTheExperimentChanges)
{
    LabConfig config = smallConfig(workload::Kind::Custom);
    config.guard = GetParam();
    config.workers = 6;
    config.criticalNs = 20'000;
    Lab lab(config, kQuick);
    lab.setSnapshotRate(kMaxSnapshotRate);
    const auto snapshots = snapshotsOf(config, 12, lab);
    ASSERT_FALSE(snapshots.empty());
    expectInOrder(snapshots);
    for (const measure::ThreadSnapshot& thread : snapshots.back()->threads)
        EXPECT_EQ(thread.waitSoFarNs, 0U) << "nobody waits at rest";
    const measure::RunSummary summary = lab.summary();
    EXPECT_TRUE(summary.violations.empty());
    if (summary.totals.contended > 0) {
        EXPECT_LE(static_cast<double>(summary.totals.waitNs)
                      / static_cast<double>(summary.totals.contended),
                  *summary.waits.max + 1);
        double longest = 0;
        for (const auto& snapshot : snapshots)
            longest = std::max(longest, snapshot->waits.maxNs().value_or(0));
        EXPECT_EQ(longest, *summary.waits.max);
    }
}

INSTANTIATE_TEST_SUITE_P(Lab,
                         SnapshotFigures,
                         testing::Values("mutex", "ck-clh", "ck-anderson", "call-once"),
                         [](const auto& each) {
                             std::string name = each.param;
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

TEST(SnapshotCpuTime, ACallIsThatOfTheCallsOrNotKnown)
{
    // Calls that burn the same CPU time each, whoever else has the machine: an interval's figure
    // may be off by the calls at its ends, not by times.
    LabConfig config = smallConfig(workload::Kind::Custom);
    config.guard = "none";
    config.workers = 2;
    config.callbackNs = 20'000;
    Lab lab(config, kQuick);
    lab.setSnapshotRate(kMaxSnapshotRate);
    const auto snapshots = snapshotsOf(config, 20, lab);
    const auto whole = lab.summary().cpuNsPerCall();
    if (!whole)
        GTEST_SKIP() << "this kernel gives no CPU times";
    std::size_t known = 0;
    for (const auto& snapshot : snapshots)
        if (const auto ns = snapshot->cpuNsPerCall()) {
            ++known;
            EXPECT_GT(*ns, *whole / 2) << "at " << snapshot->time.count() << " ns";
            EXPECT_LT(*ns, *whole * 2) << "at " << snapshot->time.count() << " ns";
        }
    EXPECT_GT(known, 0U);
}

} // namespace
} // namespace lockscope::lab
