// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/simulated_config.h"
#include "core/simulation/simulator.h"
#include "tests/support/published_figures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace lockscope::simulation {
namespace {

using test::kCurveThreads;
using test::LockCurve;

/// How far a point may be off.
constexpr double kTolerance = 0.35;

std::vector<double> simulated(const LockCurve& curve)
{
    std::vector<SimulationSpec> experiments;
    for (const int threads : kCurveThreads)
        experiments.push_back(test::onTwoSockets(curve, threads));
    std::vector<double> millions;
    for (const RunResult& result : simulateAll(experiments, {.warmUp = 100'000, .calls = 400'000}))
        millions.push_back(result.throughput * 1e-6);
    return millions;
}

class TwoSockets : public testing::TestWithParam<LockCurve>
{};

TEST_P(TwoSockets, EachPointIsWithin35Percent)
{
    const LockCurve& curve = GetParam();
    const std::vector<double> points = simulated(curve);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double error = std::abs(points[i] / curve.expected[i] - 1);
        EXPECT_LE(error, kTolerance) << curve.lock << ", " << kCurveThreads[i] << " threads";
    }
}

INSTANTIATE_TEST_SUITE_P(Simulation,
                         TwoSockets,
                         testing::ValuesIn(test::kTwoSockets),
                         [](const auto& each) {
                             std::string name = each.param.model;
                             for (char& c : name)
                                 if (c == '-')
                                     c = '_';
                             return name;
                         });

TEST(TwoSocketShapes, MutexFallsAboutSevenTimesByEightThreadsAndHolds)
{
    const auto points = simulated(test::kTwoSockets[0]);
    EXPECT_GT(points[0] / points[3], 4.5);
    EXPECT_LT(points[0] / points[3], 10);
    for (std::size_t i = 4; i < points.size(); ++i) { // 16 to 64 threads
        EXPECT_GT(points[i] / points[3], 0.6);
        EXPECT_LT(points[i] / points[3], 1.6);
    }
}

TEST(TwoSocketShapes, GlobalSpinnerFallsAsOneOverTheThreads)
{
    const auto points = simulated(test::kTwoSockets[1]);
    // About 48 ns for each further thread (from 8 to 32, in the published times too).
    EXPECT_NEAR((1e3 / points[5] - 1e3 / points[3]) / 24, 48, 8);
    EXPECT_LT(points[6], points[5]) << "more threads than CPUs cost more";
}

TEST(TwoSocketShapes, DeferredReaderGrowsWithTheCpus)
{
    const auto points = simulated(test::kTwoSockets[3]);
    EXPECT_NEAR(points[4] / points[0], 16, 1);
    EXPECT_GT(points[5], points[4]);
}

/// 8 workers that take tasks from one channel: the published experiment, go1.20.5 against the
/// change, had 2687 and 1706 ms for 10,000,000 tasks, a ratio of 1.575 (Go CL 505455). It is of two
/// versions of Go on an unknown machine, and our channel is not Go's, so the ratio is not to be
/// hit: the mutex, which a call takes twice, has to cost more, by a call or two and not by many
/// times, and without a lock the channel is what is waited for. (Go's channel has a lock of the
/// same kind, which suffers, too; the simulated one's line does not: so more is gained here.)
TEST(PublishedExperiment, TheFastPathGainsAPartOfTheCallAtEightWorkers)
{
    SimulatedConfig config;
    config.machine = *findPreset("2x16");
    config.experiment.cpus = 8;
    config.experiment.workers = 8;
    config.experiment.taskSource = workload::TaskSourceKind::Channel;
    lab::applyWorkloadPreset(config.experiment, workload::Kind::Cgo);
    const RunResult mutex = simulate(experimentOf(config));
    config.experiment.fastPath = true;
    const RunResult fast = simulate(experimentOf(config));
    EXPECT_GT(fast.throughput / mutex.throughput, 1.2);
    EXPECT_LT(fast.throughput / mutex.throughput, 4);
    EXPECT_GT(mutex.contended, mutex.calls / 4);
    EXPECT_EQ(fast.contended, 0U);
    EXPECT_GT(fast.states[measure::State::Idle], fast.states[measure::State::Guard]);
    EXPECT_GT(fast.states[measure::State::Idle], mutex.states[measure::State::Idle]);
}

} // namespace
} // namespace lockscope::simulation
