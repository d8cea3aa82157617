// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/forecast.h"
#include "core/study/simulated_runner.h"

#include <gtest/gtest.h>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using study::forecast;

namespace {

study::ForecastPlan plan()
{
    study::ForecastPlan plan;
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
    const auto gain = study::fastPathGain(curves, "mutex", 64);
    ASSERT_TRUE(gain);
    EXPECT_GT(*gain, 8) << "64 CPUs behind one mutex against 64 that pass it by";
    EXPECT_DOUBLE_EQ(*gain,
                     curves[1].at(64)->result.throughput / curves[0].at(64)->result.throughput);
    EXPECT_FALSE(study::fastPathGain(curves, "mutex", 2)) << "was not simulated";
    EXPECT_FALSE(study::fastPathGain(curves, "futex", 64));
}

TEST(Forecast, CpuTimePerCallIsThatOfTheWorkersThatHaveACpu)
{
    const auto curves = forecast(plan());
    // Alone nobody waits: all of a call is CPU time.
    const study::ForecastPoint& alone = *curves[1].at(1);
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

TEST(Forecast, OnAACalibratedMachineHasOneAndOnAPresetNone)
{
    auto asked = plan();
    asked.cpus = {1, 8};
    asked.length = {.warmUp = 1000, .calls = 10'000};
    asked.machine.accuracy.emplace();
    asked.machine.accuracy->scatter = {{"pass_ns", 0.3}, {"line_cache_ns", 0.3}};
    asked.machine.accuracy->missed = 1.1;
    const auto curves = forecast(asked);
    for (const study::ForecastPoint& point : curves[0].points) {
        ASSERT_TRUE(point.band);
        EXPECT_LT(point.band->low, point.result.throughput / 1.05);
        EXPECT_GT(point.band->high, point.result.throughput * 1.05);
    }
    asked.machine.accuracy.reset();
    const auto without = forecast(asked);
    EXPECT_FALSE(without[0].points[0].band);
    EXPECT_EQ(without[0].points[1].result.throughput, curves[0].points[1].result.throughput);
}

TEST(Forecast, EndsWhenItIsToldTo)
{
    EXPECT_TRUE(forecast(plan(), [](double) { return false; }).empty());
}

TEST(SimulatedCells, GiveTheFiguresOfOneRunAloneInTheOrderOfTheCells)
{
    const auto specOf = [](const study::Cell& cell) {
        simulation::SimulationSpec spec;
        spec.model = cell.contender.guard;
        spec.cpus = cell.cpus;
        spec.workers = cell.workers;
        spec.outsideNs = 100;
        spec.criticalNs = 20;
        spec.machine = *simulation::findPreset("1x64");
        return spec;
    };
    const simulation::RunLength length{.warmUp = 1000, .calls = 20'000};
    std::vector<study::Cell> cells;
    for (const int cpus : {8, 1, 4, 4})
        cells.push_back({{"ticket", false}, cpus, cpus});
    double share = 0;
    const auto points = study::simulateCells(cells, specOf, length, [&share](double now) {
        EXPECT_GE(now, share);
        EXPECT_LE(now, 1);
        share = now;
        return true;
    });
    ASSERT_EQ(points.size(), 4U);
    for (std::size_t i = 0; i < points.size(); ++i) {
        EXPECT_EQ(points[i].cell, cells[i]);
        EXPECT_EQ(points[i].result.throughput,
                  simulation::simulate(specOf(cells[i]), length).throughput);
        EXPECT_FALSE(points[i].band);
    }
    EXPECT_GT(share, 0.5);
    cells[2].cpus = 0;
    EXPECT_THROW((void)study::simulateCells(cells, specOf, length), lab::ConfigError);
}

} // namespace
