// SPDX-License-Identifier: GPL-3.0-or-later
// What every model of a lock must keep.
#include "core/simulation/models.h"
#include "tests/core/simulation/short_experiment.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

namespace lockscope::simulation {

/// What GoogleTest calls a model in a failure: not by its address.
static void PrintTo(const ModelRow* model, std::ostream* out)
{
    *out << model->id;
}

namespace {

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

/// Every model, alone, oversubscribed, and on many CPUs.
class EveryModel : public testing::TestWithParam<const ModelRow*>
{
protected:
    [[nodiscard]] std::vector<SimulationSpec> experiments() const
    {
        std::vector<SimulationSpec> all{experimentOf(GetParam()->id, 1, 1),
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
    const auto side = simulateAll(experiments(), kShort, 4);
    const auto alone = simulateAll(experiments(), kShort, 1);
    for (std::size_t i = 0; i < side.size(); ++i) {
        EXPECT_EQ(bitsOf(side[i]), bitsOf(alone[i]));
        EXPECT_EQ(bitsOf(side[i]), bitsOf(simulate(experiments()[i], kShort)));
    }
}

TEST_P(EveryModel, CountsEveryCallOfEveryWorkerAndAllOfItsTime)
{
    for (const SimulationSpec& experiment : experiments()) {
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
    std::vector<SimulationSpec> seeds;
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

} // namespace
} // namespace lockscope::simulation
