// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/simulator.h"
#include "tests/support/published_figures.h"
#include "tests/support/queueing_theory.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lockscope::simulation {
namespace {

using namespace test; // NOLINT(google-build-using-namespace): the figures' names

std::vector<RunResult> run(const std::string& model,
                           const std::vector<TheoryPoint>& points,
                           double outside,
                           double critical,
                           double transfer)
{
    std::vector<SimulationSpec> experiments;
    for (const TheoryPoint& point : points)
        experiments.push_back(onUniform(model, point.cpus, outside, critical, transfer));
    return simulateAll(experiments, {.warmUp = 200'000, .calls = 2'000'000});
}

TEST(Theory, OfTheTestsGivesThePublishedFigures)
{
    for (const TheoryPoint& point : kTicket)
        EXPECT_NEAR(ticketLockModel(point.cpus, 5, 0.05, 0.05), point.expected, 0.00015);
    for (const TheoryPoint& point : kRepairman) {
        EXPECT_NEAR(meanValueAnalysis(point.cpus, 1, 0.05), point.expected, 0.0001);
        EXPECT_NEAR(ticketLockModel(point.cpus, 1, 0.05, 0), point.expected, 0.0001);
    }
}

TEST(Theory, TicketLockIsWithinFivePercentOfTheBirthDeathModelCliffIncluded)
{
    const auto results = run("ticket", kTicket, 5000, 50, 50);
    for (std::size_t i = 0; i < kTicket.size(); ++i)
        EXPECT_NEAR(results[i].throughput * 1e-6 / kTicket[i].expected, 1, 0.05)
            << kTicket[i].cpus << " CPUs";
}

/// Every lock that one holds at a time is the same queue when nothing but its hold costs anything.
class WithoutLineCost : public testing::TestWithParam<const char*>
{};

TEST_P(WithoutLineCost, ALockIsWithinTwoPercentOfMeanValueAnalysis)
{
    const auto results = run(GetParam(), kRepairman, 1000, 50, 0);
    for (std::size_t i = 0; i < kRepairman.size(); ++i) {
        const int cpus = kRepairman[i].cpus;
        EXPECT_NEAR(results[i].throughput * 1e-6 / meanValueAnalysis(cpus, 1, 0.05), 1, 0.02)
            << cpus << " CPUs";
        // Little's law: who is neither outside nor holding waits.
        const double waits = cpus / results[i].throughput * 1e9 - 1000 - 50;
        EXPECT_NEAR(results[i].waitMeanNs, waits, 0.02 * (waits + 1050)) << cpus << " CPUs";
    }
}

INSTANTIATE_TEST_SUITE_P(
    Theory,
    WithoutLineCost,
    testing::Values("ticket", "mcs", "tas", "ttas-backoff", "futex", "spin-then-park"),
    [](const auto& each) {
        std::string name = each.param;
        for (char& c : name)
            if (c == '-')
                c = '_';
        return name;
    });

TEST(Theory, WhatIsNotHeldGrowsWithTheCpus)
{
    // 1000 ns a call and nothing shared: n CPUs make n times as many.
    for (const char* model : {"once", "own-line", "none"})
        for (const int cpus : {1, 7, 1024}) {
            const RunResult result =
                simulate(onUniform(model, cpus, 1000, 0, 50), {.warmUp = 0, .calls = 100'000});
            EXPECT_NEAR(result.throughput * 1e-6 / cpus, 1, 0.02) << model << " on " << cpus;
            EXPECT_EQ(result.contended, 0U);
        }
}

} // namespace
} // namespace lockscope::simulation
