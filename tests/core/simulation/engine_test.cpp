// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guards/registry.h"
#include "core/simulation/agenda.h"
#include "core/simulation/models.h"
#include "core/simulation/random.h"
#include "core/simulation/simulator.h"
#include "tests/core/simulation/short_experiment.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <vector>

namespace lockscope::simulation {
namespace {

class AgendaOf : public testing::TestWithParam<std::uint32_t>
{};

TEST_P(AgendaOf, GivesTheSoonestAndOfEqualTimesTheLowerSlot)
{
    Agenda agenda(GetParam());
    std::map<std::uint32_t, Ticks> times;
    Random random(7);
    for (int step = 0; step < 20'000; ++step) {
        const std::uint32_t slot = random.below(GetParam());
        const Ticks time = random.below(4) == 0 ? kNever : static_cast<Ticks>(random.below(8));
        agenda.set(slot, time, random.below(3) == 0);
        times[slot] = time;
        std::uint32_t first = 0;
        Ticks soonest = kNever;
        for (const auto& [each, at] : times)
            if (at < soonest) {
                first = each;
                soonest = at;
            }
        ASSERT_EQ(agenda.firstTime(), soonest);
        if (soonest != kNever) {
            ASSERT_EQ(agenda.first(), first);
        }
        ASSERT_EQ(agenda.timeOf(slot), time);
    }
}

INSTANTIATE_TEST_SUITE_P(Slots, AgendaOf, testing::Values(1U, 2U, 5U, 40U, 64U, 300U));

TEST(Agenda, KeepsTheOrderOfTimesThatAreVeryFarApart)
{
    constexpr std::uint32_t kSlots = 9000; // leaves few bits of a word for the time
    Agenda agenda(kSlots);
    std::multimap<Ticks, std::uint32_t> expected;
    Random random(11);
    for (std::uint32_t slot = 0; slot < kSlots; slot += 7) {
        const auto time = static_cast<Ticks>(random.next() >> (2 + random.below(50)));
        agenda.set(slot, time, slot % 21 == 0);
        expected.emplace(time, slot);
    }
    for (const auto& [time, slot] : expected) {
        ASSERT_EQ(agenda.firstTime(), time);
        ASSERT_EQ(agenda.timeOf(agenda.first()), time);
        agenda.clear(agenda.first());
    }
    EXPECT_EQ(agenda.firstTime(), kNever);
}

TEST(Agenda, TakesATimeBeforeThoseThatItReached)
{
    Agenda agenda(9000);
    agenda.set(1, kNever - 1);
    ASSERT_EQ(agenda.firstTime(), kNever - 1);
    agenda.set(2, 5);
    EXPECT_EQ(agenda.firstTime(), 5);
    EXPECT_EQ(agenda.first(), 2);
    agenda.clear(2);
    EXPECT_EQ(agenda.first(), 1);
}

TEST(Random, IsTheSameOnEveryMachine)
{
    // xoshiro256++ seeded with splitmix64 from 1, by the authors' code.
    Random random(1);
    EXPECT_EQ(random.next(), 0xcfc5d07f6f03c29bU);
    EXPECT_EQ(random.next(), 0xbf424132963fe08dU);
}

TEST(Random, LogIsCloseToTheLibrarys)
{
    for (double x = 1e-16; x < 1e6; x *= 1.37)
        EXPECT_NEAR(Random::logOf(x), std::log(x), 2e-9 * (1 + std::abs(std::log(x)))) << x;
}

TEST(Random, ExponentialHasMeanAndVarianceOne)
{
    Random random(3);
    double sum = 0;
    double squares = 0;
    constexpr int kCount = 1'000'000;
    for (int i = 0; i < kCount; ++i) {
        const double value = random.exponential();
        ASSERT_GE(value, 0);
        sum += value;
        squares += value * value;
    }
    EXPECT_NEAR(sum / kCount, 1, 0.005); // five standard errors
    EXPECT_NEAR(squares / kCount, 2, 0.025);
}

TEST(Models, AreKnownToEveryGuardThatNamesOne)
{
    int named = 0;
    for (const guards::GuardRow& row : guards::registry()) {
        if (row.model.empty())
            continue;
        ++named;
        EXPECT_NE(findModel(row.model), nullptr) << row.id << " names " << row.model;
        EXPECT_EQ(modelNamed(std::string(row.id), false), findModel(row.id) ? row.id : row.model);
    }
    EXPECT_GT(named, 20);
    EXPECT_EQ(modelNamed("mutex", true), "once");
    EXPECT_EQ(modelNamed("none", true), "none");
    EXPECT_THROW((void)modelNamed("no-such", false), lab::ConfigError);
}

TEST(Simulator, WorkersBeyondTheCpusTakeTurns)
{
    const RunResult result = simulate(experimentOf("none", 4, 16), kShort);
    EXPECT_NEAR(static_cast<double>(result.states[measure::State::Preempted]), 0.75, 0.01);
    // 530 ns of work a call and 4 CPUs, less the switches between threads.
    EXPECT_NEAR(result.throughput * 570 / 4e9, 1, 0.05);
}

TEST(Simulator, HandingOnInALineCostsWhatTheMachineSaysAndALockForAnybodyDoesNot)
{
    const auto perCall = [](const char* model, int cpus, double handOver) {
        SimulationSpec experiment = experimentOf(model, cpus, cpus);
        experiment.outsideNs = 1; // always somebody in the line
        experiment.callbackNs = 0;
        experiment.distribution = Distribution::Constant;
        experiment.machine.costs.handOver = handOver;
        return 1e9 / simulate(experiment, kShort).throughput;
    };
    for (const char* inALine : {"ticket", "mcs"}) {
        EXPECT_NEAR(perCall(inALine, 4, 200) - perCall(inALine, 4, 0), 200, 1) << inALine;
        EXPECT_EQ(perCall(inALine, 1, 200), perCall(inALine, 1, 0)) << inALine << ", nobody waits";
    }
    EXPECT_EQ(perCall("tas", 4, 200), perCall("tas", 4, 0));
}

TEST(Simulator, RefusesWhatIsNotAllowedBeforeAnythingRuns)
{
    const auto refused = [](auto change) {
        SimulationSpec bad = experimentOf("futex", 4, 4);
        change(bad);
        EXPECT_THROW((void)simulate(bad, kShort), lab::ConfigError);
        const std::vector<SimulationSpec> both{experimentOf("futex", 4, 4), bad};
        EXPECT_THROW((void)simulateAll(both, kShort), lab::ConfigError);
    };
    refused([](SimulationSpec& e) { e.model = "no-such"; });
    refused([](SimulationSpec& e) { e.cpus = 0; });
    refused([](SimulationSpec& e) { e.cpus = 1'000'000'000; });
    refused([](SimulationSpec& e) { e.workers = 0; });
    refused([](SimulationSpec& e) { e.workers = 1'000'000; });
    refused([](SimulationSpec& e) { e.outsideNs = -1; });
    refused([](SimulationSpec& e) { e.criticalNs = std::numeric_limits<double>::quiet_NaN(); });
    refused([](SimulationSpec& e) { e.machine.topology.cores = 0; });
    refused([](SimulationSpec& e) { // nothing takes any time
        e.machine = *findPreset("uniform");
        e.outsideNs = 0;
        e.callbackNs = 0;
    });
}

TEST(Simulator, ProgressEndsItWithoutAResult)
{
    int heard = 0;
    EXPECT_FALSE(simulate(experimentOf("ticket", 4, 4), kShort, [&heard](double share) {
        EXPECT_LE(share, 1);
        return ++heard < 2;
    }));
    EXPECT_EQ(heard, 2);
}

/// A call that leaves through the lock, alone: two uncontended takings, and the work once.
TEST(LeavingThroughTheLock, CostsAnotherUncontendedTaking)
{
    SimulationSpec once = experimentOf("futex", 1, 1);
    once.distribution = Distribution::Constant;
    once.criticalNs = 0;
    SimulationSpec twice = once;
    twice.leavesThroughLock = true;
    SimulationSpec never = once;
    never.model = "none";
    const auto callNs = [](const SimulationSpec& experiment) {
        return 1e9 / simulate(experiment, kShort).throughput;
    };
    const double taking = callNs(once) - callNs(never);
    EXPECT_GT(taking, 1);
    EXPECT_NEAR(callNs(twice) - callNs(once), taking, 0.25 * taking + 0.5);
}

TEST(LeavingThroughTheLock, IsOnePassThatIsContendedOnceAtMost)
{
    for (const ModelRow& row : models()) {
        if (!row.isLock)
            continue;
        SimulationSpec experiment = experimentOf(row.id, 4, 8);
        experiment.leavesThroughLock = true;
        experiment.outsideNs = 20;
        const auto run = row.make(experiment);
        std::vector<WaitRecord> waits;
        run->world().metrics().logWaits(&waits);
        run->runCalls(20'000);
        const World& world = run->world();
        std::uint64_t contended = 0;
        Ticks ended = 0;
        for (const auto& worker : world.time().workers()) {
            contended += worker.counts.contended;
            ended += worker.counts.wait;
            EXPECT_LE(worker.counts.contended, worker.counts.calls) << row.id;
        }
        Ticks logged = 0;
        for (const WaitRecord& wait : waits)
            logged += wait.length;
        EXPECT_EQ(waits.size(), contended) << row.id;
        EXPECT_EQ(world.metrics().waits().sparse().count(), contended) << row.id;
        EXPECT_LE(logged, ended) << row.id
                                 << ": of calls under way the first wait is in the sum alone";
        EXPECT_GE(logged + static_cast<Ticks>(ended / 10), ended) << row.id;
    }
}

} // namespace
} // namespace lockscope::simulation
