// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/thread_scheduling.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <thread>

#include <sys/resource.h>
#include <unistd.h>

namespace lockscope::measure {
namespace {

TEST(ThreadScheduling, ACrowdWeighsAboutAsMuchAsFourOrdinaryThreads)
{
    EXPECT_EQ(nicenessOfCrowd(1), 0);
    EXPECT_EQ(nicenessOfCrowd(4), 0);
    for (const double threads : {5.0, 8.0, 32.0, 128.0, 250.0}) {
        const double weight = threads / std::pow(1.25, nicenessOfCrowd(threads));
        EXPECT_NEAR(weight, 4, 0.5) << threads;
    }
    EXPECT_EQ(nicenessOfCrowd(1e6), 19);
}

TEST(ThreadScheduling, NicenessIsTheCallingThreadsAlone)
{
    const auto niceness = [] { return getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())); };
    const int before = niceness();
    int inside = 0;
    std::jthread([&] {
        setNiceness(before + 3);
        inside = niceness();
    }).join();
    EXPECT_EQ(inside, std::min(19, before + 3));
    EXPECT_EQ(niceness(), before);
}

} // namespace
} // namespace lockscope::measure
