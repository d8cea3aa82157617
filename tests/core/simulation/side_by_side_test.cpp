// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/side_by_side.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <stdexcept>
#include <vector>

#include <pthread.h>

namespace lockscope::simulation {
namespace {

void expectEachOnce(unsigned threads)
{
    std::array<std::atomic<int>, 40> times{};
    sideBySide(times.size(), threads, [&times](std::size_t i) { ++times[i]; });
    for (const auto& each : times)
        EXPECT_EQ(each, 1);
}

TEST(SideBySide, DoesEachOnceOnAnyNumberOfThreads)
{
    for (const unsigned threads : {0U, 1U, 3U, 100U})
        expectEachOnce(threads);
    sideBySide(0, 2, [](std::size_t) { FAIL() << "of nothing"; });
}

TEST(SideBySide, DoesWithTheThreadsThatTheSystemGives)
{
    pthread_attr_t usual;
    pthread_attr_t huge;
    ASSERT_EQ(pthread_getattr_default_np(&usual), 0);
    ASSERT_EQ(pthread_attr_init(&huge), 0);
    ASSERT_EQ(pthread_attr_setstacksize(&huge, std::size_t{1} << 46U),
              0); // no system has room for it
    ASSERT_EQ(pthread_setattr_default_np(&huge), 0);
    expectEachOnce(8);
    EXPECT_EQ(pthread_setattr_default_np(&usual), 0);
}

TEST(SideBySide, ThrowsTheFirstProblemAndBeginsNothingMore)
{
    std::atomic<int> begun{0};
    const auto work = [&begun](std::size_t i) {
        ++begun;
        if (i == 1)
            throw std::runtime_error("no more");
    };
    EXPECT_THROW(sideBySide(1000, 1, work), std::runtime_error);
    EXPECT_EQ(begun, 2);
    EXPECT_THROW(sideBySide(1000, 4, work), std::runtime_error);
}

} // namespace
} // namespace lockscope::simulation
