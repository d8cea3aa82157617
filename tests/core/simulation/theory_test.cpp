// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/simulator.h"

#include "tests/support/queueing_theory.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lockscope::simulation {
namespace {

using testing_support::meanValueAnalysis;
using testing_support::ticketLockModel;

struct TheoryPoint
{
    int cpus;
    double expected; ///< M acquisitions/s, as printed
};

Experiment onUniform(const std::string& model, int cpus, double outside, double critical, double transfer)
{
    Experiment experiment;
    experiment.model = model;
    experiment.cpus = cpus;
    experiment.workers = cpus;
    experiment.outsideNs = outside;
    experiment.criticalNs = critical;
    experiment.distribution = Distribution::Exponential;
    experiment.machine = *findPreset("uniform");
    setTransfer(experiment.machine, transfer);
    return experiment;
}

std::vector<RunResult> run(const std::string& model,
                           const std::vector<TheoryPoint>& points,
                           double outside,
                           double critical,
                           double transfer)
{
    std::vector<Experiment> experiments;
    for (const TheoryPoint& point : points)
        experiments.push_back(onUniform(model, point.cpus, outside, critical, transfer));
    return simulateAll(experiments, {.warmUp = 200'000, .calls = 2'000'000});
}

// Printed values: throughput of the birth-death model of a ticket lock (Boyd-Wickizer, Kaashoek, Morris and
// Zeldovich, "Non-scalable locks are dangerous", OLS 2012), 5000 ns outside, 50 ns serial, 50 ns a cache line.
const std::vector<TheoryPoint> kTicket {
    {1, 0.1980},  {2, 0.3960},  {4, 0.7916},  {8, 1.5816},  {16, 3.1527},  {24, 4.6637},  {27, 4.9425},
    {32, 1.8069}, {48, 0.9014}, {64, 0.6483}, {128, 0.3139}, {256, 0.1561}, {1024, 0.0390}};

// The same without a cost of lines, 1000 ns outside and 50 ns serial: the machine-repairman queue.
const std::vector<TheoryPoint> kRepairman {
    {1, 0.9524},   {2, 1.9005},   {4, 3.7814},   {8, 7.4604},   {16, 14.1593},  {24, 18.6781},  {27, 19.4637},
    {32, 19.9324}, {48, 20.0000}, {64, 20.0000}, {128, 20.0000}, {256, 20.0000}, {1024, 20.0000}};

TEST(Theory, OfTheTestsGivesThePublishedFigures)
{
    for (const TheoryPoint& point : kTicket)
        EXPECT_NEAR(ticketLockModel(point.cpus, 5, 0.05, 0.05), point.expected, 0.00005 + 0.0001);
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
{
};

TEST_P(WithoutLineCost, ALockIsWithinTwoPercentOfMeanValueAnalysis)
{
    const auto results = run(GetParam(), kRepairman, 1000, 50, 0);
    for (std::size_t i = 0; i < kRepairman.size(); ++i) {
        const int cpus = kRepairman[i].cpus;
        EXPECT_NEAR(results[i].throughput * 1e-6 / meanValueAnalysis(cpus, 1, 0.05), 1, 0.02) << cpus << " CPUs";
        // Little's law: who is neither outside nor holding waits.
        const double waits = cpus / results[i].throughput * 1e9 - 1000 - 50;
        EXPECT_NEAR(results[i].waitMeanNs, waits, 0.02 * (waits + 1050)) << cpus << " CPUs";
    }
}

INSTANTIATE_TEST_SUITE_P(Theory,
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
            const RunResult result = simulate(onUniform(model, cpus, 1000, 0, 50), {.warmUp = 0, .calls = 100'000});
            EXPECT_NEAR(result.throughput * 1e-6 / cpus, 1, 0.02) << model << " on " << cpus;
            EXPECT_EQ(result.contended, 0U);
        }
}

} // namespace
} // namespace lockscope::simulation
