// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/whatif/cpu_sweep.h"
#include "tests/support/made_up_load.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace lockscope::test {
namespace {

using whatif::RunOnCpus;
using whatif::SweptLock;

const simulation::Machine& sweptMachine()
{
    return *simulation::findPreset("2x16");
}

/// What the simulated program does on each of these.
std::vector<RunOnCpus> runsOn(const std::vector<int>& cpus)
{
    std::vector<RunOnCpus> runs;
    for (const int count : cpus) {
        program::WatchReport report =
            reportOf(simulatedProgram(sweptMachine(), count, 1000, 9'000));
        report.locks.front().lock.counts.name.address += 64U * static_cast<unsigned>(count);
        report.locks.front().lock.id = static_cast<std::uint32_t>(count);
        program::NamedSite site;
        site.frame.function = "work";
        site.counts.acquisitions = report.locks.front().lock.counts.acquisitions;
        report.locks.front().sites = {site};
        if (count == 1)
            report.locks.front().lock.siteAddress = 0; // nobody waited
        runs.push_back({count, std::move(report)});
    }
    return runs;
}

TEST(CpuSweep, KnowsALockAgainThoughNobodyWaitedForItAndItsAddressIsAnother)
{
    const std::vector<RunOnCpus> runs = runsOn({1, 2, 4, 8, 16, 32});
    std::vector<SweptLock> locks = whatif::sweptLocks(runs);
    ASSERT_EQ(locks.size(), 1U);
    SweptLock& lock = locks.front();
    ASSERT_EQ(lock.points.size(), runs.size());
    EXPECT_EQ(lock.points.front().contended, 0U);
    EXPECT_GT(lock.points.back().contendedShare(), 0.5);
    EXPECT_GT(lock.points.back().waitMeanNs(), lock.points[1].waitMeanNs());
    EXPECT_TRUE(lock.law.fits()) << lock.law.reasons.front();
    ASSERT_TRUE(lock.law.fitted);
    EXPECT_GT(lock.law.fitted->alpha.value, 0);
    EXPECT_TRUE(lock.law.fitted->alpha.low) << "with its interval";
    ASSERT_TRUE(simulateBeside(lock, runs, sweptMachine()));
    ASSERT_TRUE(lock.simulated);
    ASSERT_TRUE(lock.simulated->isForecast()) << lock.simulated->obstacles.front().text;
    ASSERT_EQ(lock.simulated->curves.size(), 1U) << "its own lock alone";
    for (const whatif::SweptPoint& point : lock.points) {
        const whatif::ForecastAt* at = lock.simulated->curves.front().at(point.cpus);
        ASSERT_TRUE(at);
        EXPECT_NEAR(at->throughput / point.rate, 1, 0.15) << point.cpus;
    }
    const std::string text = toText(runs, locks);
    EXPECT_NE(text.find("simulated, not measured"), std::string::npos);
    EXPECT_NE(text.find("law ("), std::string::npos) << text;
    const nlohmann::ordered_json json = toJson(runs, locks);
    EXPECT_EQ(json["schema"], "lockscope.watch-sweep/1");
    EXPECT_EQ(json["runs"].size(), runs.size());
    EXPECT_EQ(json["locks"][0]["points"].size(), runs.size());
    EXPECT_EQ(json["locks"][0]["simulated"]["simulated"], true);
}

TEST(CpuSweep, OfFewCountsHasNoLawAndOfAProgramThatIsNotBoundNoSimulation)
{
    std::vector<RunOnCpus> runs = runsOn({1, 2});
    for (RunOnCpus& run : runs)
        for (program::ThreadReading& thread : run.report.reading.threads)
            thread.times.preemptedNs = thread.times.seenNs / 2;
    std::vector<SweptLock> locks = whatif::sweptLocks(runs);
    ASSERT_EQ(locks.size(), 1U);
    EXPECT_FALSE(locks.front().law.fits());
    ASSERT_TRUE(simulateBeside(locks.front(), runs, sweptMachine()));
    EXPECT_FALSE(locks.front().simulated->isForecast());
    EXPECT_NE(toText(runs, locks).find("not simulated: "), std::string::npos);
}

TEST(CpuSweep, LocksOfOnePlaceAreOneCurveAndNoSimulatedLock)
{
    std::vector<RunOnCpus> runs = runsOn({2, 4});
    for (RunOnCpus& run : runs)
        run.report.locks.push_back(run.report.locks.front());
    std::vector<SweptLock> locks = whatif::sweptLocks(runs);
    ASSERT_EQ(locks.size(), 1U);
    EXPECT_EQ(locks.front().points.front().acquisitions,
              2 * runs.front().report.locks.front().lock.counts.acquisitions);
    ASSERT_TRUE(simulateBeside(locks.front(), runs, sweptMachine()));
    EXPECT_EQ(locks.front().simulated->obstacles.front().id, "several-locks");
}

TEST(CpuSweep, OfNothingIsNothing)
{
    EXPECT_TRUE(whatif::sweptLocks({}).empty());
    std::vector<RunOnCpus> runs = runsOn({2});
    runs.front().report.reading.exact = false;
    EXPECT_TRUE(whatif::sweptLocks(runs).empty()) << "samples are no counts";
    EXPECT_EQ(toJson(std::vector<RunOnCpus>(), std::vector<SweptLock>())["locks"].size(), 0U);
}

} // namespace
} // namespace lockscope::test
