// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/lab_config.h"
#include "core/whatif/lock_forecast.h"
#include "tests/support/made_up_load.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace lockscope::test {
namespace {

using whatif::LockForecast;
using whatif::WhatIfCurve;

const simulation::Machine& machine()
{
    return *simulation::findPreset("2x16");
}

whatif::ForecastQuestion question(std::vector<int> cpus)
{
    whatif::ForecastQuestion asked;
    asked.machine = machine();
    asked.cpus = std::move(cpus);
    asked.length = {.warmUp = 2'000, .calls = 10'000};
    return asked;
}

LockForecast forecastOf(const program::WatchReport& report, std::vector<int> cpus)
{
    auto forecast = whatif::forecastLock(loadOf(report), question(std::move(cpus)));
    EXPECT_TRUE(forecast);
    return *forecast;
}

const WhatIfCurve& curve(const LockForecast& forecast, const std::string& id)
{
    for (const WhatIfCurve& one : forecast.curves)
        if (one.id == id)
            return one;
    ADD_FAILURE() << id;
    return forecast.curves.front();
}

TEST(LockForecast, OfASimulatedProgramHasItsPresentAndItsFuture)
{
    const MadeUpLoad made = simulatedProgram(machine(), 4, 1000, 20'000);
    const LockForecast forecast = forecastOf(reportOf(made), {4, 16, 64});
    ASSERT_TRUE(forecast.isForecast()) << forecast.obstacles.front().text;
    EXPECT_EQ(forecast.spread, simulation::Distribution::Exponential) << "as it is";
    EXPECT_LT(forecast.present->throughputMiss, 1.05);
    EXPECT_EQ(forecast.present->shareMiss, 1);
    simulation::SimulationSpec spec; // the truth
    spec.machine = machine();
    spec.criticalNs = 1000;
    spec.outsideNs = 20'000;
    spec.distribution = simulation::Distribution::Exponential;
    for (const whatif::ForecastAt& at : curve(forecast, "own").points) {
        spec.cpus = spec.workers = at.cpus;
        EXPECT_EQ(at.workers, at.cpus);
        const double truth =
            simulation::simulate(spec, {.warmUp = 10'000, .calls = 100'000}).throughput;
        EXPECT_NEAR(at.throughput / truth, 1, 0.1) << at.cpus;
        EXPECT_LE(at.band.low, at.throughput);
        EXPECT_GE(at.band.high, at.throughput);
        EXPECT_LT(at.band.low, 1.05 * truth);
        EXPECT_GT(at.band.high, 0.95 * truth);
        EXPECT_EQ(at.timesOwn, 1);
    }
}

TEST(LockForecast, HasSubstitutesAFastPathAndHalfTheHold)
{
    const MadeUpLoad made = simulatedProgram(machine(), 4, 1000, 20'000);
    const LockForecast forecast = forecastOf(reportOf(made), {4, 64});
    ASSERT_TRUE(forecast.isForecast());
    EXPECT_EQ(forecast.curves.front().id, "own");
    for (const WhatIfCurve& each : forecast.curves) {
        EXPECT_EQ(each.points.empty(), !each.whyNot.empty()) << each.id;
        for (const whatif::ForecastAt& at : each.points) {
            EXPECT_LE(at.timesOwnBand.low, at.timesOwn) << each.id;
            EXPECT_GE(at.timesOwnBand.high, at.timesOwn) << each.id;
        }
    }
    EXPECT_TRUE(curve(forecast, "restricted").points.empty()) << "there is no model of it";
    EXPECT_GT(curve(forecast, "half-hold").at(64)->timesOwnBand.low, 1.2)
        << "saturated it is worth nearly a factor of two";
    EXPECT_GT(curve(forecast, "fast-path").at(64)->throughput,
              curve(forecast, "half-hold").at(64)->throughput);
    EXPECT_EQ(curve(forecast, "mcs").at(7), nullptr);
}

TEST(LockForecast, FindsWhereMoreCpusDoNotHelp)
{
    const MadeUpLoad made = simulatedProgram(machine(), 4, 1000, 9'000);
    const LockForecast forecast = forecastOf(reportOf(made), {1, 2, 4, 8, 16, 32, 64});
    ASSERT_TRUE(forecast.isForecast()) << forecast.obstacles.front().text;
    EXPECT_GE(forecast.peak->cpus, 4);
    EXPECT_LE(forecast.peak->cpus, 32) << "ten threads keep the lock busy";
    EXPECT_LE(forecast.peak->low, forecast.peak->cpus);
    EXPECT_GE(forecast.peak->high, forecast.peak->cpus);
    EXPECT_FALSE(forecast.peak->beyond);
    const MadeUpLoad seldom = simulatedProgram(machine(), 4, 100, 100'000);
    EXPECT_TRUE(forecastOf(reportOf(seldom), {4, 8, 16}).peak->beyond);
}

TEST(LockForecast, IsRefusedWhereThePresentDoesNotComeOut)
{
    MadeUpLoad made = simulatedProgram(machine(), 4, 1000, 20'000);
    made.contended = 0.9; // which no lock of this load is
    const LockForecast forecast = forecastOf(reportOf(made), {4});
    EXPECT_FALSE(forecast.isForecast());
    ASSERT_TRUE(forecast.present);
    EXPECT_FALSE(forecast.present->passes);
    ASSERT_EQ(forecast.obstacles.size(), 1U);
    EXPECT_EQ(forecast.obstacles.front().id, "present");
    EXPECT_NE(forecast.obstacles.front().text.find("90.0 % measured"), std::string::npos)
        << forecast.obstacles.front().text;
    EXPECT_TRUE(forecast.curves.empty());
    EXPECT_FALSE(forecast.peak);
}

TEST(LockForecast, TheGateIsAtThirtyFivePercent)
{
    // The time waited makes up for the rate: what is simulated waits less.
    const MadeUpLoad truth = simulatedProgram(machine(), 4, 1000, 20'000);
    const double cycle = truth.holdNs + truth.waitNs + truth.outsideNs;
    for (const auto& [factor, passes] : {std::pair{1.2, true}, std::pair{1.6, false}}) {
        MadeUpLoad made = truth;
        made.waitNs += (factor - 1) * cycle;
        const LockForecast forecast = forecastOf(reportOf(made), {4});
        EXPECT_EQ(forecast.present->passes, passes) << forecast.present->throughputMiss;
        EXPECT_EQ(forecast.isForecast(), passes);
    }
}

TEST(LockForecast, NamesWhatKeepsItFromOneWithoutSimulatingMore)
{
    MadeUpLoad made;
    made.preempted = 0.3;
    const program::WatchReport report = reportOf(made);
    const LockForecast forecast = forecastOf(report, {4});
    ASSERT_FALSE(forecast.isForecast());
    EXPECT_EQ(forecast.obstacles.front().id, "preempted");
    EXPECT_TRUE(forecast.present) << "how far it is off is known all the same";
    const nlohmann::ordered_json json = toJson(forecast, report);
    EXPECT_EQ(json["is_forecast"], false);
    EXPECT_EQ(json["refused"][0]["id"], "preempted");
    EXPECT_TRUE(json["curves"].empty());
    EXPECT_TRUE(json["n_star"].is_null());
}

TEST(LockForecast, SaysThatItIsSimulated)
{
    const program::WatchReport report = reportOf(simulatedProgram(machine(), 4, 1000, 20'000));
    const LockForecast forecast = forecastOf(report, {1, 8});
    const nlohmann::ordered_json json = toJson(forecast, report);
    EXPECT_EQ(json["schema"], "lockscope.forecast/1");
    EXPECT_EQ(json["simulated"], true);
    EXPECT_EQ(json["curves"][0]["points"].size(), 2U);
    EXPECT_FALSE(json["band"].is_null());
    const std::string text = toText(forecast, report);
    EXPECT_NE(text.find("SIMULATED, not measured"), std::string::npos);
    EXPECT_NE(text.find("simulated N*"), std::string::npos);
}

TEST(LockForecast, IsTheSameEveryTimeAndEndsWhenItIsTold)
{
    const program::WatchReport report = reportOf(simulatedProgram(machine(), 2, 500, 5'000));
    EXPECT_EQ(toJson(forecastOf(report, {2, 8}), report).dump(),
              toJson(forecastOf(report, {2, 8}), report).dump());
    for (const double until : {0.0, 0.3}) {
        EXPECT_FALSE(whatif::forecastLock(loadOf(report), question({2, 8}), [until](double share) {
            return share < until;
        })) << until;
    }
}

TEST(LockForecast, RefusesAMachineThatCannotBe)
{
    whatif::ForecastQuestion asked = question({2});
    asked.machine.topology.cores = 0;
    EXPECT_THROW((void)whatif::forecastLock(loadOf(reportOf({})), asked), lab::ConfigError);
}

} // namespace
} // namespace lockscope::test
