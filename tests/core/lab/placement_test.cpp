// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/placement.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>

#include <sched.h>

namespace lockscope::lab {
namespace {

std::set<int> allowedCpus()
{
    cpu_set_t set;
    sched_getaffinity(0, sizeof set, &set);
    std::set<int> cpus;
    for (int i = 0; i < CPU_SETSIZE; ++i)
        if (CPU_ISSET(i, &set))
            cpus.insert(i);
    return cpus;
}

TEST(CpuPlacement, UsesEveryCpuOnceAndOnlyAllowedOnes)
{
    const auto allowed = allowedCpus();
    ASSERT_EQ(static_cast<int>(allowed.size()), availableCpus());
    for (const Placement placement : {Placement::Compact, Placement::Spread, Placement::None})
        for (int n = 1; n <= availableCpus(); ++n) {
            const CpuPlacement where(placement, n);
            const std::set<int> used(where.cpus().begin(), where.cpus().end());
            EXPECT_EQ(static_cast<int>(used.size()), n);
            for (const int cpu : used)
                EXPECT_TRUE(allowed.contains(cpu));
        }
}

TEST(CpuPlacement, BindsAWorkerToItsCpuInTurn)
{
    std::jthread([] {
        const CpuPlacement where(Placement::Compact, availableCpus());
        for (int worker = 0; worker < 2 * availableCpus(); ++worker) {
            ASSERT_TRUE(where.bindThisThread(worker));
            const int expected = where.cpus()[static_cast<std::size_t>(worker % availableCpus())];
            EXPECT_EQ(allowedCpus(), std::set<int>{expected});
        }
    }).join();
}

TEST(CpuPlacement, WithNoneAWorkerMayRunOnAnyOfTheCpus)
{
    std::jthread([] {
        const CpuPlacement where(Placement::None, 1);
        ASSERT_TRUE(where.bindThisThread(3));
        EXPECT_EQ(allowedCpus(), std::set<int>(where.cpus().begin(), where.cpus().end()));
    }).join();
}

} // namespace
} // namespace lockscope::lab
