// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/simulated_source.h"

#include <gtest/gtest.h>

#include <chrono>
#include <numeric>
#include <set>
#include <string>
#include <thread>

namespace lockscope::simulation {
namespace {

using namespace std::chrono_literals;

SimulatedConfig configOf(const std::string& guard,
                         int cpus,
                         int workers,
                         const char* machine = "2x16")
{
    SimulatedConfig config;
    config.experiment.guard = guard;
    config.experiment.cpus = cpus;
    config.experiment.workers = workers;
    lab::applyWorkloadPreset(config.experiment, workload::Kind::Cgo);
    config.machine = *findPreset(machine);
    return config;
}

void expectSound(const measure::Snapshot& snapshot, std::size_t workers)
{
    ASSERT_EQ(snapshot.threads.size(), workers);
    EXPECT_EQ(snapshot.delta.tasks, snapshot.delta.calls);
    EXPECT_EQ(snapshot.delta.calls, snapshot.delta.callbacks);
    EXPECT_EQ(snapshot.delta.passes, snapshot.delta.calls);
    EXPECT_TRUE(snapshot.violations.empty());
    EXPECT_EQ(snapshot.waits.count(), snapshot.delta.contended);
    measure::Totals sum;
    for (const measure::ThreadSnapshot& thread : snapshot.threads) {
        sum.calls += thread.calls;
        sum.contended += thread.contended;
        sum.waitNs += thread.waitNs;
        ASSERT_TRUE(thread.states);
        float shares = 0;
        for (const float share : thread.states->share) {
            EXPECT_GE(share, 0);
            shares += share;
        }
        EXPECT_NEAR(shares, 1, 1e-4);
        EXPECT_LE(static_cast<double>(*thread.cpuNs),
                  static_cast<double>(snapshot.interval.count()) * 1.01 + 1e5);
        EXPECT_EQ(thread.contended > 0, thread.p99WaitNs.has_value());
    }
    EXPECT_EQ(sum.calls, snapshot.delta.calls);
    EXPECT_EQ(sum.contended, snapshot.delta.contended);
    EXPECT_EQ(sum.waitNs, snapshot.delta.waitNs);
}

TEST(SnapshotMaker, KeepsTheInvariantsOverLiveChangesOnUpTo1024Cpus)
{
    SnapshotMaker maker(configOf("mutex", 8, 8));
    measure::Totals total;
    double workerNs = 0;
    std::uint64_t sequence = 0;
    std::chrono::nanoseconds time{};
    for (const auto& [guard, cpus, workers, fastPath] :
         {std::tuple{"mutex", 8, 8, false},
          std::tuple{"mutex", 8, 8, true},
          std::tuple{"ck-ticket", 1024, 1024, false},
          std::tuple{"spin-futex", 16, 64, false},
          std::tuple{"pthread-rwlock", 64, 64, false},
          std::tuple{"none", 1024, 2000, false},
          std::tuple{"mutex", 1, 1, false}})
    {
        SimulatedConfig next = configOf(guard, cpus, workers);
        next.experiment.fastPath = fastPath;
        maker.apply(next);
        for (int i = 0; i < 4; ++i) {
            const auto snapshot = maker.next(20ms);
            EXPECT_EQ(snapshot->sequence, sequence++);
            EXPECT_EQ(snapshot->time, time += 20ms);
            expectSound(*snapshot, static_cast<std::size_t>(workers));
            total += snapshot->delta;
            EXPECT_EQ(snapshot->total, total);
            workerNs += workers * 20e6;
            EXPECT_LE(static_cast<double>(total.waitNs), workerNs);
        }
    }
    EXPECT_GT(total.calls, 0U);
}

TEST(SnapshotMaker, MarksAChangeOnceWithItsLabelAndConfiguration)
{
    SnapshotMaker maker(configOf("mutex", 4, 4));
    EXPECT_TRUE(maker.next(50ms)->changes.empty());
    SimulatedConfig fast = configOf("mutex", 4, 4);
    fast.experiment.fastPath = true;
    maker.apply(fast);
    maker.apply(fast); // no change
    const auto changed = maker.next(50ms);
    ASSERT_EQ(changed->changes.size(), 1U);
    EXPECT_EQ(changed->changes[0].label, "fast path on");
    EXPECT_EQ(changed->changes[0].revision, 1U);
    EXPECT_EQ(changed->changes[0].time, 50ms);
    EXPECT_EQ(changed->changes[0].config, configFacts(fast));
    fast.machine = *findPreset("uniform");
    maker.apply(fast);
    EXPECT_NE(maker.next(50ms)->changes.at(0).label.find("machine"), std::string::npos);
    EXPECT_TRUE(maker.next(50ms)->changes.empty());
}

TEST(SnapshotMaker, ComputesOnlyAPartOfWhatAThousandCpusDoAndScalesItUp)
{
    SnapshotMaker small(configOf("mutex", 2, 2));
    SnapshotMaker large(configOf("none", 1024, 1024));
    EXPECT_GT(large.factor(), small.factor());
    // 1024 CPUs make 1024 calls in the time of the work of one, computed or not.
    const Costs& costs = findPreset("2x16")->costs;
    const auto native = static_cast<double>(configOf("none", 1024, 1024).experiment.nativeNs);
    const double call = native + costs.nativeCall + costs.callbackCall;
    EXPECT_NEAR(large.next(50ms)->throughput() * call / 1024e9, 1, 0.05);
}

TEST(SnapshotMaker, GivesTheSameSnapshotsForTheSameSeed)
{
    SimulatedConfig config = configOf("mutex", 16, 16);
    const auto snapshotOf = [](const SimulatedConfig& each) {
        SnapshotMaker maker(each);
        (void)maker.next(10ms);
        return maker.next(10ms);
    };
    const auto first = snapshotOf(config);
    const auto again = snapshotOf(config);
    EXPECT_EQ(first->delta, again->delta);
    EXPECT_TRUE(std::equal(first->waits.entries().begin(),
                           first->waits.entries().end(),
                           again->waits.entries().begin(),
                           again->waits.entries().end()));
    config.seed = 2;
    EXPECT_NE(snapshotOf(config)->delta, first->delta);
}

TEST(SnapshotMaker, RefusesWhatCannotBeSimulated)
{
    SnapshotMaker maker(configOf("mutex", 4, 4));
    SimulatedConfig bad = configOf("mutex", 2000, 4);
    EXPECT_THROW(maker.apply(bad), lab::ConfigError);
    bad = configOf("tbb-speculative", 4, 4);
    EXPECT_THROW(maker.apply(bad), lab::ConfigError);
    bad = configOf("mutex", 4, 4);
    bad.experiment.initDelayMs = 5;
    EXPECT_THROW(maker.apply(bad), lab::ConfigError);
    bad = configOf("mutex", 4, 4);
    bad.machine.costs.wake = -1;
    EXPECT_THROW(maker.apply(bad), lab::ConfigError);
    expectSound(*maker.next(10ms), 4);
}

/// The snapshots of a source until so many have come.
std::vector<measure::SnapshotPtr> take(SimulatedSource& source, std::size_t count)
{
    std::vector<measure::SnapshotPtr> all;
    while (all.size() < count) {
        for (auto& snapshot : source.poll())
            all.push_back(std::move(snapshot));
        std::this_thread::sleep_for(1ms);
    }
    return all;
}

TEST(SimulatedSource, YieldsSnapshotsWhileItRunsAndNoneAfterStop)
{
    SimulatedSource source(configOf("mutex", 64, 64), 60);
    EXPECT_FALSE(source.running());
    source.start();
    EXPECT_TRUE(source.running());
    const auto first = take(source, 3);
    EXPECT_EQ(first[0]->sequence, 0U);
    EXPECT_EQ(first[2]->sequence, 2U);
    source.stop();
    EXPECT_FALSE(source.running());
    const auto rest = source.poll();
    std::this_thread::sleep_for(50ms);
    EXPECT_TRUE(source.poll().empty());
    source.start(); // goes on where it stood
    const auto next = take(source, 1);
    EXPECT_EQ(next[0]->sequence, 3 + rest.size());
    EXPECT_EQ(next[0]->time, (rest.empty() ? first[2] : rest.back())->time + next[0]->interval);
}

TEST(SimulatedSource, TakesLiveChangesOfExperimentMachineAndRate)
{
    SimulatedSource source(configOf("mutex", 4, 4), 60);
    source.start();
    (void)take(source, 1);
    lab::LabConfig wide = configOf("mutex", 1024, 1024).experiment;
    source.apply(wide);
    source.setSnapshotRate(30);
    std::size_t threads = 0;
    std::string label;
    for (int i = 0; i < 20 && label.empty(); ++i)
        for (const auto& snapshot : take(source, 1)) {
            threads = snapshot->threads.size();
            if (!snapshot->changes.empty())
                label = snapshot->changes[0].label;
        }
    EXPECT_EQ(threads, 1024U);
    EXPECT_NE(label.find("1024 CPUs"), std::string::npos);
    EXPECT_EQ(source.config().experiment, wide);
    EXPECT_THROW(source.setSnapshotRate(0), lab::ConfigError);
    wide.cpus = 5000;
    EXPECT_THROW(source.apply(wide), lab::ConfigError);
    EXPECT_EQ(source.config().experiment.cpus, 1024);
}

TEST(SimulatedSource, SaysThatItIsSimulatedAndOfWhatMachine)
{
    SimulatedSource source(configOf("none", 1024, 1024));
    source.start();
    (void)take(source, 2);
    const measure::SourceInfo facts = source.facts();
    EXPECT_EQ(facts.provenance, measure::kSimulated);
    EXPECT_NE(facts.host.cpuModel->find("SIMULATED"), std::string::npos);
    EXPECT_EQ(facts.host.cpus, 1024);
    EXPECT_FALSE(facts.probe);
    ASSERT_FALSE(facts.config.empty());
    EXPECT_EQ(facts.config.back().first, "simulated");
    EXPECT_NE(facts.config.back().second.find("1 of every"), std::string::npos);
}

} // namespace
} // namespace lockscope::simulation
