// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/merged_sweeps.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace lockscope::study {
namespace {

/// One guard with and without its fast path, at the CPU counts given, by a law of `gamma`.
HostSweep sweepOf(const std::string& name, double gamma, const std::vector<int>& cpus)
{
    HostSweep made;
    made.name = name;
    made.host.cpus = 64;
    made.host.version.push_back('1');
    made.sweep.plan.config = lab::defaultConfig();
    made.sweep.plan.contenders = {{"mutex", false}, {"mutex", true}};
    made.sweep.plan.cpus = cpus;
    const scaling::Coefficients law{.alpha = 0.1, .beta = 0.001, .gamma = gamma};
    for (const study::Contender& contender : made.sweep.plan.contenders)
        for (const int count : cpus) {
            SweepPoint point;
            point.cell = {contender, count, count};
            point.runs.emplace_back().throughput =
                law.throughputAt(count) * (contender.fastPath ? 2 : 1);
            made.sweep.points.push_back(std::move(point));
        }
    return made;
}

std::string refusalOf(std::vector<HostSweep> sweeps)
{
    try {
        (void)mergeSweeps(std::move(sweeps));
    } catch (const MergeError& error) {
        return error.what();
    }
    return "was taken";
}

TEST(MergedSweeps, HaveACurveForEachGuardAndHostWithItsOwnFit)
{
    HostSweep second = sweepOf("b", 3e6, {1, 2, 4, 8, 16});
    second.sweep.plan.contenders.erase(second.sweep.plan.contenders.begin()); // the fast path alone
    std::erase_if(second.sweep.points,
                  [](const SweepPoint& point) { return !point.cell.contender.fastPath; });
    std::swap(second.sweep.points.front(), second.sweep.points.back());
    const MergedSweeps merged = mergeSweeps({sweepOf("a", 1e6, {1, 2, 4, 8}), second});
    ASSERT_EQ(merged.hosts.size(), 2U);
    ASSERT_EQ(merged.curves.size(), 3U);
    EXPECT_EQ(merged.contenders(),
              (std::vector<study::Contender>{{"mutex", false}, {"mutex", true}}));
    EXPECT_EQ(merged.curves[1].host, 0U);
    EXPECT_EQ(merged.curves[2].host, 1U);
    EXPECT_EQ(merged.curves[2].contender, (study::Contender{"mutex", true}));
    ASSERT_EQ(merged.curves[2].points.size(), 5U);
    EXPECT_TRUE(std::is_sorted(merged.curves[2].points.begin(),
                               merged.curves[2].points.end(),
                               [](const SweepPoint& left, const SweepPoint& right) {
                                   return left.cell.cpus < right.cell.cpus;
                               }));
    const double gammas[] = {1e6, 2e6, 6e6};
    for (std::size_t i = 0; i < 3; ++i) {
        ASSERT_TRUE(merged.curves[i].fit.fitted);
        EXPECT_NEAR(merged.curves[i].fit.fitted->gamma.value, gammas[i], 1e-3 * gammas[i]);
    }
    EXPECT_TRUE(merged.differences.empty());
}

TEST(MergedSweeps, LeaveOutWhatWasNotRun)
{
    HostSweep cut = sweepOf("a", 1e6, {1, 2, 4});
    for (std::size_t i = 2; i < cut.sweep.points.size(); ++i)
        cut.sweep.points[i].runs.clear();
    const MergedSweeps merged = mergeSweeps({cut});
    ASSERT_EQ(merged.curves.size(), 1U);
    EXPECT_EQ(merged.curves[0].points.size(), 2U);
}

TEST(MergedSweeps, SayInWhatTheExperimentsDiffer)
{
    HostSweep other = sweepOf("b", 2e6, {1, 2});
    other.sweep.plan.config.nativeNs = 17;
    other.sweep.plan.workers = 8;
    const MergedSweeps merged = mergeSweeps({sweepOf("a", 1e6, {1, 2}), other});
    ASSERT_EQ(merged.differences.size(), 2U);
    EXPECT_NE(merged.differences[0].find("native_ns"), std::string::npos);
    EXPECT_NE(merged.differences[0].find("17 in b"), std::string::npos) << merged.differences[0];
    EXPECT_NE(merged.differences[1].find("1 on each CPU in a, 8 in b"), std::string::npos)
        << merged.differences[1];
}

TEST(MergedSweeps, RefuseNoneOneWithoutPointsAndTheSameTwice)
{
    EXPECT_NE(refusalOf({}).find("no sweep"), std::string::npos);
    const HostSweep whole = sweepOf("a", 1e6, {1, 2});
    HostSweep empty = sweepOf("b", 2e6, {1, 2});
    for (SweepPoint& point : empty.sweep.points)
        point.runs.clear();
    EXPECT_NE(refusalOf({whole, empty}).find("b has no points"), std::string::npos);
    HostSweep copy = whole;
    copy.name.replace(0, 1, 1, 'c');
    EXPECT_NE(
        refusalOf({whole, sweepOf("b", 2e6, {1, 2}), copy}).find("c holds the same runs as a"),
        std::string::npos);
}

} // namespace
} // namespace lockscope::study
