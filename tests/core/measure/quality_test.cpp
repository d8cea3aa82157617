// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/quality/quality.h"

#include <gtest/gtest.h>

namespace lockscope::measure {

namespace {

using namespace std::chrono_literals;

CpuDemand demandOf(int workers, int cpus)
{
    CpuDemand demand;
    demand.add(workers, cpus, 1);
    return demand;
}

StateShares preempted(float share)
{
    StateShares states;
    states[State::Preempted] = share;
    states[State::Native] = 1 - share;
    return states;
}

Disturbance quiet(std::chrono::nanoseconds span)
{
    return {.span = span,
            .othersNs = 0,
            .stolenNs = 0,
            .throttledNs = 0,
            .otherLockscopes = 0,
            .frequency = {}};
}

TEST(Quality, IsUnknownWhereNothingIsKnown)
{
    const Quality quality = qualityOf(std::nullopt, std::nullopt, demandOf(2, 2), std::nullopt, 2);
    EXPECT_EQ(quality, Quality{});
    EXPECT_EQ(qualityLine(quality), "");
}

TEST(Quality, OfAQuietRunIsKnownAndSaysNothing)
{
    const Quality quality = qualityOf(preempted(0.01F), quiet(1s), demandOf(2, 2), CpuQuota{}, 2);
    EXPECT_NEAR(quality.preemptedShare.value(), 0.01, 1e-6);
    EXPECT_EQ(quality.throttledShare, 0.0);
    EXPECT_EQ(quality.load, 0.0);
    EXPECT_EQ(quality.stolen, 0.0);
    EXPECT_EQ(quality.otherLockscopes, 0);
    EXPECT_FALSE(quality.quotaCpus);
    EXPECT_TRUE(quality.warnings.empty());
}

TEST(Quality, NamesWhatTookTheCpus)
{
    Disturbance busy = quiet(2s);
    busy.othersNs = 1'600'000'000;
    const Quality quality = qualityOf(preempted(0.12F), busy, demandOf(2, 2), CpuQuota{}, 2);
    EXPECT_EQ(qualityLine(quality),
              "quality: workers were without a CPU 12 % of the time; other programs used 0.8 CPUs");
    EXPECT_DOUBLE_EQ(quality.load.value(), 0.8);
}

TEST(Quality, LeavesRoomForOthersWhereThereAreCpusEnough)
{
    Disturbance busy = quiet(1s);
    busy.othersNs = 300'000'000;
    EXPECT_FALSE(qualityOf({}, busy, demandOf(2, 2), {}, 2).warnings.empty());
    EXPECT_TRUE(qualityOf({}, busy, demandOf(2, 2), {}, 8).warnings.empty());
    EXPECT_FALSE(qualityOf({}, busy, demandOf(2, 2), {}, 0).warnings.empty()); // room is not known
    busy.othersNs = 600'000'000;
    EXPECT_FALSE(qualityOf({}, busy, demandOf(2, 2), {}, 8).warnings.empty());
}

TEST(Quality, DoesNotTellALoadFromTooShortATime)
{
    Disturbance busy = quiet(kShortestLoad - 1ms);
    busy.othersNs = 200'000'000;
    EXPECT_FALSE(qualityOf({}, busy, demandOf(2, 2), {}, 2).load);
    busy.span = kShortestLoad;
    EXPECT_TRUE(qualityOf({}, busy, demandOf(2, 2), {}, 2).load);
}

TEST(Quality, TakesAClocksDifferenceBelowZeroForNothing)
{
    Disturbance quietOne = quiet(1s);
    quietOne.othersNs = -30'000'000;
    EXPECT_EQ(qualityOf({}, quietOne, demandOf(2, 2), {}, 2).load, 0.0);
}

TEST(Quality, SharesThrottledTimeOutOverTheCpusThatWereAskedFor)
{
    Disturbance held = quiet(1s);
    held.throttledNs = 1'500'000'000;
    const Quality two = qualityOf({}, held, demandOf(2, 2), CpuQuota{.cpus = 0.2}, 2);
    EXPECT_DOUBLE_EQ(two.throttledShare.value(), 0.75);
    EXPECT_EQ(two.quotaCpus, 0.2);
    EXPECT_EQ(qualityLine(two),
              "quality: a quota of 0.2 CPUs was in force for workers on 2 CPUs: the figures are "
              "the quota's, not the "
              "machine's; a quota held the workers back 75 % of the time");
    EXPECT_DOUBLE_EQ(qualityOf({}, held, demandOf(8, 4), {}, 4).throttledShare.value(), 0.375);
    EXPECT_EQ(qualityOf({}, held, demandOf(1, 4), {}, 4).throttledShare,
              1.0); // others of the group, too
}

TEST(Quality, SaysNothingOfAQuotaThatIsWideEnough)
{
    EXPECT_TRUE(qualityOf({}, quiet(1s), demandOf(2, 2), CpuQuota{.cpus = 2}, 2).warnings.empty());
    EXPECT_TRUE(
        qualityOf({}, quiet(1s), demandOf(1, 2), CpuQuota{.cpus = 1.5}, 2).warnings.empty());
    EXPECT_FALSE(
        qualityOf({}, quiet(1s), demandOf(2, 2), CpuQuota{.cpus = 1.5}, 2).warnings.empty());
    EXPECT_TRUE(quotaIsBelow(CpuQuota{.cpus = 1.5}, 2));
    EXPECT_FALSE(quotaIsBelow(CpuQuota{}, 2));
    EXPECT_FALSE(quotaIsBelow(std::nullopt, 2));
}

TEST(Quality, DoesNotBlameOthersForMoreWorkersThanCpus)
{
    EXPECT_TRUE(qualityOf(preempted(0.76F), quiet(1s), demandOf(8, 2), {}, 2).warnings.empty());
    EXPECT_EQ(qualityLine(qualityOf(preempted(0.85F), quiet(1s), demandOf(8, 2), {}, 2)),
              "quality: workers were without a CPU 85 % of the time (up to 75 % of it because "
              "there are more workers than "
              "CPUs)");
    CpuDemand changed =
        demandOf(8, 2); // and then two workers for as long: 6 of 10 worker seconds were its own
    changed.add(2, 2, 1);
    EXPECT_TRUE(qualityOf(preempted(0.62F), quiet(1s), changed, {}, 2).warnings.empty());
    EXPECT_FALSE(qualityOf(preempted(0.7F), quiet(1s), changed, {}, 2).warnings.empty());
}

TEST(Quality, OfAProgramSpeaksOfThreadsAndOfNoQuotaThatItMayNotNeed)
{
    CpuDemand demand = demandOf(8, 0);
    demand.subject = measure::Subject::Program;
    EXPECT_EQ(qualityLine(qualityOf(preempted(0.85F), quiet(1s), demand, CpuQuota{.cpus = 2}, 4)),
              "quality: threads were without a CPU 85 % of the time, by other programs or by each "
              "other");
    Disturbance held = quiet(1s);
    held.throttledNs = 4'000'000'000;
    EXPECT_EQ(qualityLine(qualityOf({}, held, demand, {}, 4)),
              "quality: a quota held the threads back 50 % of the time");
}

TEST(Quality, NamesHypervisorAndOtherLockscopes)
{
    Disturbance busy = quiet(1s);
    busy.stolenNs = 300'000'000;
    busy.otherLockscopes = 1;
    EXPECT_EQ(
        qualityLine(qualityOf({}, busy, demandOf(2, 2), {}, 2)),
        "quality: the hypervisor used 0.3 CPUs for something else; another Lockscope was at work");
    busy.stolenNs = 0;
    busy.otherLockscopes = 3;
    EXPECT_EQ(qualityLine(qualityOf({}, busy, demandOf(2, 2), {}, 2)),
              "quality: 3 other Lockscopes were at work");
}

TEST(Quality, OfRepeatedRunsIsTheMeanOfThoseThatKnow)
{
    Quality one;
    one.load = 0.2;
    one.quotaCpus = 2;
    one.otherLockscopes = 1;
    one.frequency = {1000, 2000};
    Quality other;
    other.load = 0.4;
    other.quotaCpus = 0.5;
    other.preemptedShare = 0.3;
    other.frequency = {1500, 3000};
    const Quality mean = meanQuality({one, other, Quality{}});
    EXPECT_DOUBLE_EQ(mean.load.value(), 0.3);
    EXPECT_EQ(mean.preemptedShare, 0.3);
    EXPECT_EQ(mean.quotaCpus, 0.5);
    EXPECT_EQ(mean.otherLockscopes, 1);
    EXPECT_EQ(mean.frequency, (FrequencyRange{1000, 3000}));
    EXPECT_FALSE(mean.throttledShare);
    EXPECT_EQ(meanQuality({}), Quality{});
}

TEST(Disturbance, SumsAreUnknownWhereAPartIs)
{
    Disturbance sum = quiet(1s);
    sum.frequency = {1000, 1000};
    Disturbance later = quiet(2s);
    later.othersNs = 5;
    later.stolenNs.reset();
    later.otherLockscopes = 2;
    sum += later;
    EXPECT_EQ(sum.span, 3s);
    EXPECT_EQ(sum.othersNs, 5);
    EXPECT_FALSE(sum.stolenNs);
    EXPECT_EQ(sum.throttledNs, 0);
    EXPECT_EQ(sum.otherLockscopes, 2);
    EXPECT_FALSE(sum.frequency);
}

TEST(Quality, OverAPartOfAHistoryIsOfItsSnapshots)
{
    History history;
    for (std::uint64_t i = 0; i < 4; ++i) {
        auto snapshot = std::make_shared<Snapshot>();
        snapshot->sequence = i;
        snapshot->interval = 1s;
        snapshot->time = std::chrono::seconds(i + 1);
        snapshot->threads.resize(2);
        snapshot->states = preempted(i < 2 ? 0.5F : 0.0F);
        snapshot->disturbance = quiet(1s);
        snapshot->disturbance->othersNs = i < 2 ? 1'000'000'000 : 0;
        history.push(snapshot);
    }
    HostFacts host;
    host.cpus = 2;
    const Quality before = qualityOver(history, 0s, 2s, 2, host);
    EXPECT_DOUBLE_EQ(before.load.value(), 1);
    EXPECT_NEAR(before.preemptedShare.value(), 0.5, 1e-6);
    EXPECT_EQ(before.warnings.size(), 2U);
    EXPECT_TRUE(qualityOver(history, 2s, 4s, 2, host).warnings.empty());
    EXPECT_EQ(qualityOver(history, 5s, 9s, 2, host), Quality{});
}

TEST(Quality, CountsCpusAsPeopleDo)
{
    EXPECT_EQ(cpusText(0.2), "0.2 CPUs");
    EXPECT_EQ(cpusText(1), "1 CPU");
    EXPECT_EQ(cpusText(2), "2 CPUs");
    EXPECT_EQ(cpusText(1.5), "1.5 CPUs");
    EXPECT_EQ(cpusText(0.05), "0.05 CPUs");
}

} // namespace

} // namespace lockscope::measure
