// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/bad_input.h"
#include "tests/support/made_up_load.h"

#include <gtest/gtest.h>

#include <functional>

namespace lockscope::test {
namespace {

using program::LockKind;
using program::WatchReport;
using Ids = std::vector<std::string>;

constexpr double kExact = 0.02; // a bucket of the histogram

TEST(LockLoad, IsWhatTheProgramDoes)
{
    MadeUpLoad made;
    made.asleepOutside = 0.25;
    const whatif::LoadFound found = loadOf(reportOf(made));
    ASSERT_TRUE(found.load);
    EXPECT_TRUE(found.forecastable()) << found.obstacles.front().text;
    const whatif::LockLoad& load = *found.load;
    EXPECT_EQ(load.lock, 3U);
    EXPECT_EQ(load.threads, 4);
    EXPECT_EQ(load.cpus, 4);
    EXPECT_NEAR(load.rate, 4e9 / 5500, 1);
    EXPECT_NEAR(load.cycleNs, 5500, 1);
    EXPECT_NEAR(load.waitNs, 500, 1);
    EXPECT_NEAR(load.contendedShare, 0.2, 1e-4);
    EXPECT_NEAR(load.hold.mean, 1000, 1000 * kExact);
    EXPECT_FALSE(load.hold.spread);
    EXPECT_NEAR(load.outsideNs, 4000, 1000 * kExact);
    ASSERT_TRUE(load.outside);
    EXPECT_NEAR(load.outside->asleep, 1000, 10);
    EXPECT_NEAR(load.outside->running, 3000, 1000 * kExact + 10);
    EXPECT_NEAR(load.outside->otherLocks, 0, 5);
}

TEST(LockLoad, OfThreadsThatLivedForAPartOfTheTimeIsTheirs)
{
    WatchReport report = reportOf({});
    report.reading.elapsed *= 3; // as long again before they began and after
    const whatif::LoadFound found = loadOf(report);
    ASSERT_TRUE(found.load);
    EXPECT_NEAR(found.load->seconds, 2, 0.01);
    EXPECT_NEAR(found.load->cycleNs, 5500, 10);
}

TEST(LockLoad, OfThreadsThatEndedUnseenIsOfAllTheTimeThatTheyLived)
{
    WatchReport report = reportOf({});
    std::uint64_t lived = 0;
    for (program::ThreadReading& thread : report.reading.threads) {
        lived += thread.times.seenNs;
        thread.times.seenNs /= 2; // as when names were read when they ended
    }
    EXPECT_NEAR(loadOf(report).load->seconds, 1, 0.01) << "not known better";
    report.reading.threadNs = lived;
    EXPECT_NEAR(loadOf(report).load->seconds, 2, 0.01);
}

TEST(LockLoad, OfThreadsThatComeAndGoIsOfAllTheTime)
{
    WatchReport report = reportOf({});
    for (program::ThreadReading& thread : report.reading.threads)
        thread.times.seenNs /= 100;
    report.reading.threadsEver = 400;
    EXPECT_NEAR(loadOf(report).load->seconds, 2, 0.01);
}

TEST(LockLoad, HoldsOfHoldersThatLostTheirCpuAreNotItsMean)
{
    WatchReport report = reportOf({});
    program::LockCounts& counts = report.locks.front().lock.counts;
    counts.holds = measure::SparseHistogram(
        {{static_cast<std::uint16_t>(measure::buckets::indexOf(1000)), 9950},
         {static_cast<std::uint16_t>(measure::buckets::indexOf(4'000'000)), 50}});
    EXPECT_NEAR(loadOf(report).load->hold.mean, 1000, 1000 * kExact);
}

TEST(LockLoad, SpreadHoldsHaveABandFromTheMedianToTheMean)
{
    WatchReport report = reportOf({});
    std::vector<measure::SparseHistogram::Entry> entries;
    constexpr int kParts = 200; // of an exponential distribution with mean 1000
    for (int i = 0; i < kParts; ++i) {
        const double value = -1000 * std::log(1 - (i + 0.5) / kParts);
        const auto bucket = static_cast<std::uint16_t>(
            measure::buckets::indexOf(static_cast<std::uint64_t>(value)));
        if (!entries.empty() && entries.back().bucket == bucket)
            entries.back().count += 10;
        else
            entries.push_back({bucket, 10});
    }
    report.locks.front().lock.counts.holds = measure::SparseHistogram(entries);
    const whatif::HoldTimes hold = loadOf(report).load->hold;
    EXPECT_TRUE(hold.spread);
    EXPECT_NEAR(hold.median, 693, 20);
    EXPECT_NEAR(hold.mean, 950, 30) << "without the longest hundredth";
    EXPECT_LT(hold.low, hold.median);
    EXPECT_GT(hold.high, hold.mean);
}

struct Refused
{
    const char* id;
    std::function<void(MadeUpLoad&, WatchReport&)> how;
    bool numbers = true; ///< there are some all the same
};

TEST(LockLoad, SaysWhatKeepsItFromAForecast)
{
    const auto counts = [](WatchReport& report) -> program::LockCounts& {
        return report.locks.front().lock.counts;
    };
    const std::vector<Refused> all{
        {"sampled", [](auto&, auto& report) { report.reading.exact = false; }, false},
        {"kind",
         [&](auto&, auto& report) { counts(report).name.kind = LockKind::Semaphore; },
         false},
        {"kind", [&](auto&, auto& report) { counts(report).name.kind = LockKind::Once; }, false},
        {"gate", [](auto&, auto& report) { report.locks.front().gate = true; }, false},
        {"few-acquisitions",
         [&](auto&, auto& report) { counts(report).acquisitions = 999; },
         false},
        {"few-holds", [&](auto&, auto& report) { counts(report).holdSamples = 29; }, false},
        {"few-holds", [&](auto&, auto& report) { counts(report).holds = {}; }, false},
        {"threads-unknown", [&](auto&, auto& report) { counts(report).takers.reset(); }, false},
        {"one-thread", [&](auto&, auto& report) { counts(report).takers = 1.2; }},
        {"cpus-unknown", [](auto&, auto& report) { report.reading.cpus.reset(); }},
        {"swapped", [&](auto&, auto& report) { counts(report).swaps = 1; }},
        {"damaged", [](auto&, auto& report) { report.reading.damaged = true; }},
        {"two-sides",
         [&](auto&, auto& report) {
             counts(report).name.kind = LockKind::Write;
             report.locks.push_back(report.locks.front());
             report.locks.back().lock.counts.name.kind = LockKind::Read;
         }},
        {"states-unknown",
         [](auto&, auto& report) {
             report.reading.cpus = 2;
             for (program::ThreadReading& thread : report.reading.threads)
                 thread.times.kernelKnown = false;
         }},
        {"preempted",
         [](auto& made, auto& report) {
             made.preempted = 0.2;
             report = reportOf(made);
         }},
        {"io-bound",
         [](auto& made, auto& report) {
             made.asleepOutside = 0.8;
             report = reportOf(made);
         }},
        {"not-bound",
         [](auto& made, auto& report) {
             made.otherLocksNs = 2000;
             report = reportOf(made);
         }},
    };
    for (const Refused& refused : all) {
        MadeUpLoad made;
        WatchReport report = reportOf(made);
        ASSERT_TRUE(loadOf(report).forecastable());
        refused.how(made, report);
        const whatif::LoadFound found = loadOf(report);
        EXPECT_EQ(idsOf(found), Ids{refused.id});
        EXPECT_EQ(found.load.has_value(), refused.numbers) << refused.id;
        for (const whatif::Obstacle& obstacle : found.obstacles) {
            EXPECT_EQ(obstacle.text.back(), '.') << obstacle.text;
        }
    }
}

TEST(LockLoad, UnknownStatesAreNotNought)
{
    WatchReport report = reportOf({});
    for (program::ThreadReading& thread : report.reading.threads)
        thread.times.kernelKnown = false;
    const whatif::LoadFound found = loadOf(report);
    EXPECT_TRUE(found.forecastable()) << "there are as many CPUs as threads";
    EXPECT_EQ(found.load->outside.has_value(), false);
}

TEST(LockLoad, IsTheWorkloadCustomOfTheLab)
{
    lab::LabConfig base = lab::defaultConfig();
    base.guard = "tbb-spin";
    base.fastPath = true;
    const lab::LabConfig config =
        labConfigOf(*loadOf(reportOf({})).load, base, {.cpus = 2, .workers = 256});
    EXPECT_EQ(config.workload, workload::Kind::Custom);
    EXPECT_EQ(config.guard, "tbb-spin") << "what is not of the load stays";
    EXPECT_FALSE(config.fastPath) << "it would skip what is asked about";
    EXPECT_EQ(config.workers, 4);
    EXPECT_EQ(config.cpus, 2) << "more there are not";
    EXPECT_NEAR(static_cast<double>(config.criticalNs), 1000, 1000 * kExact);
    EXPECT_NEAR(static_cast<double>(config.nativeNs), 4000, 1000 * kExact);
    EXPECT_EQ(config.callbackNs, 0);
    EXPECT_NO_THROW(lab::validate(config, {.cpus = 2, .workers = 256, .guardsInstalled = false}));
    MadeUpLoad slow;
    slow.outsideNs = 1e9;
    slow.seconds = 1e4;
    EXPECT_EQ(labConfigOf(*loadOf(reportOf(slow)).load, base, {.cpus = 2, .workers = 3}).nativeNs,
              lab::kMaxWorkNs);
}

TEST(LockNamed, IsAnIdAnAddressOrTheOneMostWaitedFor)
{
    WatchReport report = reportOf({});
    report.locks.push_back(report.locks.front());
    report.locks.back().lock.id = 4;
    report.locks.back().lock.counts.name.address = 0x6000;
    report.locks.front().gate = true;
    EXPECT_EQ(whatif::lockNamed(report, "3").lock.id, 3U);
    EXPECT_EQ(whatif::lockNamed(report, "0x6000").lock.id, 4U);
    EXPECT_EQ(whatif::lockNamed(report, "top").lock.id, 4U) << "a gate is no contention";
    for (const char* none : {"5", "0x7000", "", "0x", "3x", "-3", "worst"})
        EXPECT_THROW((void)whatif::lockNamed(report, none), io::BadInput) << none;
    report.locks.clear();
    EXPECT_THROW((void)whatif::lockNamed(report, "top"), io::BadInput);
}

} // namespace
} // namespace lockscope::test
