// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/state_estimator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <string>

namespace lockscope::measure {
namespace {

using namespace std::chrono_literals;

/// A thread whose times are told interval by interval, in milliseconds of an interval of 100 ms.
class ToldThread
{
public:
    std::optional<StateShares> tell(
        double runMs, double waitMs, char state, PhaseCounts phases, std::uint64_t sleeps = 0)
    {
        m_sleeps += sleeps;
        m_now.at += 100ms;
        m_run += runMs;
        m_wait += waitMs;
        m_now.runNs = static_cast<std::uint64_t>(m_run * 1e6);
        m_now.waitNs = static_cast<std::uint64_t>(m_wait * 1e6);
        m_now.state = state;
        m_now.voluntarySwitches.reset();
        if (m_knowsSwitches && m_estimator.asksForSwitches(m_now)) {
            m_now.voluntarySwitches = m_sleeps;
            ++m_asked;
        }
        return m_estimator.update(m_now, phases);
    }

    StateEstimator& estimator() { return m_estimator; }
    KernelTimes& now() { return m_now; }
    void refuseSwitches() { m_knowsSwitches = false; }
    [[nodiscard]] int asked() const { return m_asked; }

private:
    StateEstimator m_estimator;
    KernelTimes m_now;
    double m_run = 0;
    double m_wait = 0;
    std::uint64_t m_sleeps = 0;
    int m_asked = 0;
    bool m_knowsSwitches = true;
};

// By phase: native, guard, callback, idle.
constexpr PhaseCounts kNothing{};

struct Case
{
    const char* name;
    double runMs;
    double waitMs;
    char state;
    PhaseCounts phases;
    std::array<float, kStateCount> shares; // native, guard, blocked, callback, preempted, idle
};

void PrintTo(const Case& each, std::ostream* out)
{
    *out << each.name;
}

class SplitsTime : public testing::TestWithParam<Case>
{};

TEST_P(SplitsTime, BetweenKernelAndSamples)
{
    const Case& c = GetParam();
    ToldThread thread;
    ASSERT_FALSE(thread.tell(0, 0, 'S', kNothing)) << "the first look has no interval";
    const auto shares = thread.tell(c.runMs, c.waitMs, c.state, c.phases);
    ASSERT_TRUE(shares);
    for (std::size_t i = 0; i < kStateCount; ++i)
        EXPECT_NEAR(shares->share[i], c.shares[i], 1e-3) << stateName(kStates[i]);
    EXPECT_NEAR(std::accumulate(shares->share.begin(), shares->share.end(), 0.0F), 1, 1e-4);
}

INSTANTIATE_TEST_SUITE_P(
    StateEstimator,
    SplitsTime,
    testing::Values(
        Case{"all on a CPU", 100, 0, 'R', {60, 30, 10, 0}, {.6F, .3F, 0, .1F, 0, 0}},
        Case{"asleep in the guard", 20, 0, 'S', {10, 90, 0, 0}, {.1F, .1F, .8F, 0, 0, 0}},
        Case{"asleep for want of tasks", 20, 0, 'S', {20, 0, 0, 80}, {.2F, 0, 0, 0, 0, .8F}},
        Case{"asleep in both", 20, 0, 'S', {20, 40, 0, 40}, {.2F, 0, .4F, 0, 0, .4F}},
        Case{"starved of CPU", 25, 75, 'R', {100, 0, 0, 0}, {.25F, 0, 0, 0, .75F, 0}},
        Case{"preempted while it spins", 50, 50, 'R', {0, 100, 0, 0}, {0, .5F, 0, 0, .5F, 0}},
        Case{"a wait for a CPU still open", 0, 0, 'R', {100, 0, 0, 0}, {0, 0, 0, 0, 1, 0}},
        Case{"clocks a little apart", 101, 1, 'R', {100, 0, 0, 0}, {1, 0, 0, 0, 0, 0}}),
    [](const auto& each) {
        std::string name = each.param.name;
        std::replace(name.begin(), name.end(), ' ', '_');
        return name;
    });

TEST(StateEstimator, DoesNotCountAnOpenWaitAgainWhenTheKernelReportsIt)
{
    ToldThread thread;
    (void)thread.tell(0, 0, 'R', {1, 0, 0, 0});
    EXPECT_FLOAT_EQ((*thread.tell(0, 0, 'R', {1, 0, 0, 0}))[State::Preempted], 1);
    // The kernel reports 150 ms at once: the 100 ms above, and 50 ms of this interval.
    const auto shares = thread.tell(50, 150, 'R', {1, 0, 0, 0});
    EXPECT_NEAR((*shares)[State::Preempted], 0.5, 1e-3);
    EXPECT_NEAR((*shares)[State::Native], 0.5, 1e-3);
}

TEST(StateEstimator, AThreadKnownToSleepIsNotTakenForAWaitingOneWhenFoundRunnable)
{
    ToldThread thread;
    for (int i = 0; i < 10; ++i)
        (void)thread.tell(10, 0, 'S', {10, 90, 0, 0}, 5);
    const auto shares = thread.tell(10, 0, 'R', {10, 90, 0, 0}, 5);
    EXPECT_NEAR((*shares)[State::Blocked], 0.9, 1e-3);
}

TEST(StateEstimator, AThreadThatGivesNoCpuUpIsNotAsleepWhateverItDidBefore)
{
    // It sleeps once, at the gate say, and then spins in a line of many: on a CPU for a moment of
    // each interval, and the kernel reports each wait only when it has ended.
    ToldThread thread;
    (void)thread.tell(0, 0, 'S', {0, 100, 0, 0});
    (void)thread.tell(10, 0, 'S', {10, 90, 0, 0}, 1);
    (void)thread.tell(10, 0, 'R', {0, 100, 0, 0}); // from sleep: how long that lasted is not known
    for (int i = 0; i < 100; ++i) {
        const auto shares = thread.tell(4, i == 0 ? 0 : 96, 'R', {0, 100, 0, 0});
        EXPECT_FLOAT_EQ((*shares)[State::Blocked], 0) << "interval " << i;
        EXPECT_NEAR((*shares)[State::Preempted], 0.96, 1e-3) << "interval " << i;
    }
    const int asked = thread.asked();
    (void)thread.tell(4, 96, 'R', {0, 100, 0, 0});
    EXPECT_EQ(thread.asked(), asked)
        << "the switches of one that never sleeps are not worth reading";
}

TEST(StateEstimator, AThreadThatSleepsAgainIsFoundAsleep)
{
    ToldThread thread;
    (void)thread.tell(0, 0, 'S', {0, 100, 0, 0});
    (void)thread.tell(10, 0, 'S', {10, 90, 0, 0}, 1);
    for (int i = 0; i < 3; ++i)
        (void)thread.tell(10, 0, 'R', {10, 90, 0, 0});
    const auto shares = thread.tell(10, 0, 'R', {10, 90, 0, 0}, 1);
    EXPECT_NEAR((*shares)[State::Blocked], 0.9, 1e-3) << "as when it last slept";
}

TEST(StateEstimator, WithoutTheSwitchesAThreadKnownToSleepIsHeldToSleep)
{
    ToldThread thread;
    thread.refuseSwitches();
    (void)thread.tell(0, 0, 'S', {0, 100, 0, 0});
    (void)thread.tell(10, 0, 'S', {10, 90, 0, 0}, 1);
    (void)thread.tell(10, 0, 'R', {10, 90, 0, 0}, 1);
    const auto shares = thread.tell(10, 0, 'R', {10, 90, 0, 0}, 1);
    EXPECT_NEAR((*shares)[State::Blocked], 0.9, 1e-3);
}

TEST(StateEstimator, AThreadThatSleptUnderAnotherGuardIsPreemptedWhenItOnlyLacksACpu)
{
    ToldThread thread;
    for (int i = 0; i < 10; ++i)
        (void)thread.tell(10, 0, 'S', {10, 90, 0, 0}, 5);
    (void)thread.tell(10, 0, 'R', {10, 0, 90, 0}, 5);
    const auto neverRan = thread.tell(0, 0, 'R', {0, 100, 0, 0});
    EXPECT_FLOAT_EQ((*neverRan)[State::Preempted], 1) << "it cannot have gone to sleep";
    const auto neverInTheGuard = thread.tell(10, 0, 'R', {50, 0, 50, 0}, 5);
    EXPECT_NEAR((*neverInTheGuard)[State::Preempted], 0.9, 1e-3) << "callbacks do not sleep";
}

TEST(StateEstimator, APauseTeachesNothing)
{
    ToldThread thread;
    (void)thread.tell(0, 0, 'R', {1, 0, 0, 0});
    thread.now().at += 60s; // asleep at the gate
    thread.now().state = 'S';
    thread.estimator().restart(thread.now());
    for (int i = 0; i < 5; ++i) {
        const auto shares = thread.tell(7, 0, 'R', {50, 50, 0, 0});
        EXPECT_FLOAT_EQ((*shares)[State::Blocked], 0) << "an open wait for a CPU, no sleep";
    }
}

TEST(StateEstimator, IsUnknownWithoutTheKernelsTimes)
{
    ToldThread thread;
    (void)thread.tell(0, 0, 'R', {1, 0, 0, 0});
    thread.now().waitNs.reset();
    thread.now().at += 100ms;
    EXPECT_FALSE(thread.estimator().update(thread.now(), {1, 0, 0, 0}));
}

TEST(StateEstimator, IsUnknownAsLongAsNoPhaseWasSampled)
{
    ToldThread thread;
    (void)thread.tell(0, 0, 'R', kNothing);
    EXPECT_FALSE(thread.tell(100, 0, 'R', kNothing));
}

} // namespace
} // namespace lockscope::measure
