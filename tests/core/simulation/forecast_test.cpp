// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/forecast.h"

#include <gtest/gtest.h>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using simulation::forecast;

namespace {

simulation::ForecastPlan plan()
{
    simulation::ForecastPlan plan;
    plan.experiment = lab::defaultConfig();
    lab::applyWorkloadPreset(plan.experiment, workload::Kind::Custom);
    plan.experiment.taskSource = workload::TaskSourceKind::None;
    plan.machine = *simulation::findPreset("1x64");
    plan.contenders = {{"mutex", false}, {"mutex", true}};
    plan.cpus = {1, 64};
    plan.length = {.warmUp = 1000, .calls = 20'000};
    return plan;
}

TEST(Forecast, SaysWhatAFastPathBuysAtManyCpus)
{
    const auto curves = forecast(plan());
    ASSERT_EQ(curves.size(), 2U);
    const auto gain = simulation::fastPathGain(curves, "mutex", 64);
    ASSERT_TRUE(gain);
    EXPECT_GT(*gain, 8) << "64 CPUs behind one mutex against 64 that pass it by";
    EXPECT_DOUBLE_EQ(*gain,
                     curves[1].at(64)->result.throughput / curves[0].at(64)->result.throughput);
    EXPECT_FALSE(simulation::fastPathGain(curves, "mutex", 2)) << "was not simulated";
    EXPECT_FALSE(simulation::fastPathGain(curves, "futex", 64));
}

TEST(Forecast, CpuTimePerCallIsThatOfTheWorkersThatHaveACpu)
{
    const auto curves = forecast(plan());
    // Alone nobody waits: all of a call is CPU time.
    const simulation::ForecastPoint& alone = *curves[1].at(1);
    EXPECT_NEAR(alone.cpuNsPerCall(), 1e9 / alone.result.throughput, 0.01 * alone.cpuNsPerCall());
}

TEST(Forecast, WorkersFollowTheCpus)
{
    auto asked = plan();
    asked.workersPerCpu = 2;
    EXPECT_EQ(forecast(asked)[0].at(64)->workers, 128);
}

TEST(Forecast, AGuardWithoutAModelSaysSoAndTheOthersAreSimulated)
{
    auto asked = plan();
    asked.contenders.push_back({"ck-cohort", false});
    const auto curves = forecast(asked);
    ASSERT_EQ(curves.size(), 3U);
    EXPECT_TRUE(curves[2].points.empty());
    EXPECT_NE(curves[2].whyNot.find("not simulated"), std::string::npos);
    EXPECT_EQ(curves[0].points.size(), 2U);
}

TEST(Forecast, IsRefusedOnAMachineThatCannotBe)
{
    auto asked = plan();
    asked.cpus = {0};
    EXPECT_THROW((void)forecast(asked), lab::ConfigError);
    asked = plan();
    asked.cpus = {1'000'000'000};
    EXPECT_THROW((void)forecast(asked), lab::ConfigError);
    asked = plan();
    asked.machine.topology.cores = 0;
    EXPECT_THROW((void)forecast(asked), lab::ConfigError);
}

TEST(Forecast, EndsWhenItIsToldTo)
{
    EXPECT_TRUE(forecast(plan(), [](double) { return false; }).empty());
}

} // namespace
