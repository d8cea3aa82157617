// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/sweep_quality.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lockscope::study {
namespace {

using measure::Quality;

SweepPoint pointOf(int cpus, const Quality& quality, int workers = 0)
{
    SweepPoint point{.cell = {{"mutex", false}, cpus, workers > 0 ? workers : cpus},
                     .runs = {},
                     .cpusUsable = 8};
    for (int run = 0; run < 2; ++run)
        point.runs.push_back({.throughput = 1e6 * cpus + run,
                              .waitMeanNs = {},
                              .cpuNsPerCall = {},
                              .states = {},
                              .quality = quality});
    return point;
}

Quality quiet()
{
    return {.preemptedShare = 0.01,
            .throttledShare = 0,
            .load = 0.02,
            .stolen = 0,
            .otherLockscopes = 0};
}

Quality underQuota()
{
    Quality quality = quiet();
    quality.quotaCpus = 0.2;
    quality.throttledShare = 0.8;
    return quality;
}

scaling::UslFit fitOf(const std::vector<SweepPoint>& points)
{
    std::vector<const SweepPoint*> pointers;
    for (const SweepPoint& point : points)
        pointers.push_back(&point);
    return fitPoints(pointers);
}

TEST(SweepQuality, OfQuietPointsAddsNothingToTheFit)
{
    const scaling::UslFit fit =
        fitOf({pointOf(1, quiet()), pointOf(2, quiet()), pointOf(4, quiet()), pointOf(8, quiet())});
    EXPECT_TRUE(fit.fits());
    for (const std::string& remark : fit.remarks)
        EXPECT_EQ(remark.find("trusted"), std::string::npos) << remark;
}

TEST(SweepQuality, NothingIsForecastFromPointsUnderAQuota)
{
    const scaling::UslFit fit = fitOf({pointOf(1, underQuota()),
                                       pointOf(2, underQuota()),
                                       pointOf(4, quiet()),
                                       pointOf(8, underQuota())});
    EXPECT_FALSE(fit.fits());
    ASSERT_FALSE(fit.reasons.empty());
    EXPECT_EQ(fit.reasons.front(),
              "The points at 1, 2 and 8 CPUs were measured under a quota of 0.2 CPUs: they show "
              "the quota and not the "
              "machine, so neither a speed-up nor a forecast comes from them.");
    EXPECT_FALSE(fit.predict(16));
    EXPECT_FALSE(fit.nStar());
    EXPECT_FALSE(fit.limit());
}

TEST(SweepQuality, TellsAPointUnderAQuotaFromOneWithRoom)
{
    EXPECT_TRUE(showsQuota(pointOf(1, underQuota())));
    Quality wide = quiet();
    wide.quotaCpus = 2;
    EXPECT_FALSE(showsQuota(pointOf(1, wide)));
    EXPECT_FALSE(showsQuota(pointOf(2, wide)));
    EXPECT_TRUE(showsQuota(pointOf(4, wide)));
    EXPECT_FALSE(showsQuota(pointOf(4, wide, 2))); // two workers use two CPUs
    wide.throttledShare = 0.05; // others of the group had used it up
    EXPECT_TRUE(showsQuota(pointOf(1, wide)));
    EXPECT_FALSE(showsQuota(pointOf(4, Quality{}))); // nothing is known
}

TEST(SweepQuality, ADisturbedPointIsNamedInTheFitsRemarks)
{
    Quality preempted = quiet();
    preempted.preemptedShare = 0.31;
    Quality loaded = quiet();
    loaded.load = 0.8;
    const scaling::UslFit fit = fitOf(
        {pointOf(1, quiet()), pointOf(2, preempted), pointOf(4, quiet()), pointOf(8, loaded)});
    EXPECT_TRUE(fit.fits());
    ASSERT_FALSE(fit.remarks.empty());
    EXPECT_EQ(fit.remarks.back(),
              "Not to be trusted: at 2 CPUs workers were without a CPU 31 % of the time; at 8 CPUs "
              "other programs used "
              "0.8 CPUs.");
}

TEST(SweepQuality, ManyDisturbedPointsAreCounted)
{
    Quality loaded = quiet();
    loaded.load = 0.8;
    std::vector<SweepPoint> points;
    for (int cpus = 1; cpus <= 7; ++cpus)
        points.push_back(pointOf(cpus, loaded));
    EXPECT_NE(fitOf(points).remarks.back().find("; and 3 more points."), std::string::npos);
}

TEST(SweepQuality, OfASweepNamesTheCpuCountsThatAQuotaCut)
{
    Sweep sweep;
    sweep.points = {pointOf(1, quiet()), pointOf(2, underQuota()), pointOf(4, underQuota())};
    const Quality quality = qualityOf(sweep);
    ASSERT_EQ(quality.warnings.size(), 1U);
    EXPECT_EQ(quality.warnings.front(),
              "a quota of 0.2 CPUs held the workers back: at 2 and 4 CPUs the figures are the "
              "quota's, not the machine's");
    EXPECT_NEAR(quality.throttledShare.value(), 1.6 / 3, 1e-9);
    EXPECT_EQ(quality.quotaCpus, 0.2);
}

TEST(SweepQuality, OfASweepSaysThatClockRatesMoved)
{
    Sweep sweep;
    Quality fast = quiet();
    fast.frequency = {3400, 3400};
    Quality slow = quiet();
    slow.frequency = {2600, 2600};
    sweep.points = {pointOf(1, fast), pointOf(8, slow)};
    ASSERT_EQ(qualityOf(sweep).warnings.size(), 1U);
    EXPECT_NE(qualityOf(sweep).warnings.front().find("2.6 to 3.4 GHz"), std::string::npos);
    sweep.points[1] = pointOf(8, fast);
    EXPECT_TRUE(qualityOf(sweep).warnings.empty());
}

TEST(SweepQuality, OfASweepWithoutRunsIsUnknown)
{
    EXPECT_EQ(qualityOf(Sweep{}), Quality{});
}

} // namespace
} // namespace lockscope::study
