// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guards/registry.h"
#include "core/simulation/agenda.h"
#include "core/simulation/models.h"
#include "core/simulation/random.h"
#include "core/simulation/simulator.h"

#include <gtest/gtest.h>
#include <oneapi/tbb/global_control.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace lockscope::simulation {
namespace {

constexpr RunLength kShort{.warmUp = 5000, .calls = 50'000};

Experiment experimentOf(std::string_view model, int cpus, int workers)
{
    Experiment experiment;
    experiment.model = model;
    experiment.cpus = cpus;
    experiment.workers = workers;
    experiment.outsideNs = 500;
    experiment.criticalNs = 40;
    experiment.callbackNs = 30;
    experiment.distribution = Distribution::Exponential;
    experiment.machine = *findPreset("2x16");
    return experiment;
}

/// A run's result to the last bit.
std::string bitsOf(const RunResult& result)
{
    std::string bits;
    const auto add = [&bits](const auto& value) {
        bits.append(reinterpret_cast<const char*>(&value),
                    sizeof value); // NOLINT: its bytes are what is compared
    };
    for (const double value :
         {result.seconds, result.throughput, result.waitMeanNs, result.waitP99Ns})
        add(value);
    add(result.states);
    for (const WorkerCounts& worker : result.workers) {
        add(worker.calls);
        add(worker.wait);
        add(worker.states);
    }
    return bits;
}

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

INSTANTIATE_TEST_SUITE_P(Slots, AgendaOf, testing::Values(1U, 2U, 5U, 40U));

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

/// Every model, alone, crowded, and on many CPUs.
class EveryModel : public testing::TestWithParam<const ModelRow*>
{
protected:
    [[nodiscard]] std::vector<Experiment> experiments() const
    {
        std::vector<Experiment> all{experimentOf(GetParam()->id, 1, 1),
                                    experimentOf(GetParam()->id, 16, 16),
                                    experimentOf(GetParam()->id, 4, 13),
                                    experimentOf(GetParam()->id, 200, 200)};
        for (const auto source :
             {workload::TaskSourceKind::Channel, workload::TaskSourceKind::Counter}) {
            all.push_back(experimentOf(GetParam()->id, 8, 24));
            all.back().taskSource = source;
            all.back().distribution = Distribution::Constant;
        }
        return all;
    }
};

TEST_P(EveryModel, GivesTheSameBitsForTheSameSeedOnAnyNumberOfThreads)
{
    const auto side = simulateAll(experiments(), kShort);
    const oneapi::tbb::global_control one(oneapi::tbb::global_control::max_allowed_parallelism, 1);
    const auto alone = simulateAll(experiments(), kShort);
    for (std::size_t i = 0; i < side.size(); ++i) {
        EXPECT_EQ(bitsOf(side[i]), bitsOf(alone[i]));
        EXPECT_EQ(bitsOf(side[i]), bitsOf(simulate(experiments()[i], kShort)));
    }
}

TEST_P(EveryModel, CountsEveryCallOfEveryWorkerAndAllOfItsTime)
{
    for (const Experiment& experiment : experiments()) {
        const RunResult result = simulate(experiment, kShort);
        std::uint64_t calls = 0;
        std::uint64_t contended = 0;
        double waited = 0;
        for (const WorkerCounts& worker : result.workers) {
            calls += worker.calls;
            contended += worker.contended;
            waited += nsOf(worker.wait);
            double time = 0;
            for (const Ticks state : worker.states) {
                EXPECT_GE(state, 0);
                time += nsOf(state) * 1e-9;
            }
            EXPECT_NEAR(time, result.seconds, 1e-9 * result.seconds) << experiment.cpus << " CPUs";
        }
        EXPECT_EQ(result.calls, kShort.calls);
        EXPECT_EQ(calls, result.calls);
        EXPECT_EQ(contended, result.contended);
        EXPECT_NEAR(
            waited / static_cast<double>(calls), result.waitMeanNs, 1e-6 * (1 + result.waitMeanNs));
        EXPECT_LE(waited * 1e-9, experiment.workers * result.seconds * 1.01);
        float shares = 0;
        for (const float share : result.states.share) {
            EXPECT_GE(share, 0);
            shares += share;
        }
        EXPECT_NEAR(shares, 1, 1e-4);
        EXPECT_GT(result.throughput, 0);
    }
}

TEST_P(EveryModel, DifferentSeedsAgreeWithinStatistics)
{
    std::vector<Experiment> seeds;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        seeds.push_back(experimentOf(GetParam()->id, 16, 16));
        seeds.back().seed = seed;
    }
    const auto results = simulateAll(seeds, {.warmUp = 20'000, .calls = 200'000});
    for (const RunResult& result : results)
        EXPECT_NEAR(result.throughput / results[0].throughput, 1, 0.04);
    EXPECT_NE(bitsOf(results[0]), bitsOf(results[1]));
}

std::vector<const ModelRow*> allModels()
{
    std::vector<const ModelRow*> rows;
    for (const ModelRow& row : models())
        rows.push_back(&row);
    return rows;
}

INSTANTIATE_TEST_SUITE_P(Simulation,
                         EveryModel,
                         testing::ValuesIn(allModels()),
                         [](const auto& each) {
                             std::string name(each.param->id);
                             for (char& c : name)
                                 if (c == '-')
                                     c = '_';
                             return name;
                         });

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

TEST(Simulator, RefusesWhatIsNotAllowedBeforeAnythingRuns)
{
    const auto refused = [](auto change) {
        Experiment bad = experimentOf("futex", 4, 4);
        change(bad);
        EXPECT_THROW((void)simulate(bad, kShort), lab::ConfigError);
        const std::vector<Experiment> both{experimentOf("futex", 4, 4), bad};
        EXPECT_THROW((void)simulateAll(both, kShort), lab::ConfigError);
    };
    refused([](Experiment& e) { e.model = "no-such"; });
    refused([](Experiment& e) { e.cpus = 0; });
    refused([](Experiment& e) { e.cpus = 1'000'000'000; });
    refused([](Experiment& e) { e.workers = 0; });
    refused([](Experiment& e) { e.workers = 1'000'000; });
    refused([](Experiment& e) { e.outsideNs = -1; });
    refused([](Experiment& e) { e.criticalNs = std::numeric_limits<double>::quiet_NaN(); });
    refused([](Experiment& e) { e.machine.topology.cores = 0; });
    refused([](Experiment& e) { // nothing takes any time
        e.machine = *findPreset("uniform");
        e.outsideNs = 0;
        e.callbackNs = 0;
    });
}

TEST(Simulator, ProgressEndsItWithoutAResult)
{
    const std::vector<Experiment> many(8, experimentOf("ticket", 4, 4));
    int heard = 0;
    EXPECT_TRUE(simulateAll(many, kShort, [&heard](double share) {
                    EXPECT_LE(share, 1);
                    return ++heard < 2;
                }).empty());
    EXPECT_GE(heard, 2);
}

} // namespace
} // namespace lockscope::simulation
