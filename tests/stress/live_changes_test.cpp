// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guards/registry.h"
#include "core/lab/lab.h"
#include "core/measure/clock.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>
#include <vector>

namespace lockscope::lab {
namespace {

using namespace std::chrono_literals;

/// Any allowed configuration, mostly near the last one: a person changes one thing at a time.
class RandomConfigs
{
public:
    explicit RandomConfigs(unsigned seed)
        : m_random(seed)
    {}

    LabConfig next(LabConfig config)
    {
        switch (pick(8)) {
        case 0:
            config.guard = anyGuard();
            break;
        case 1:
        case 2:
            config.fastPath = !config.fastPath;
            break;
        case 3:
            config.cpus = 1 + static_cast<int>(pick(static_cast<std::size_t>(availableCpus())));
            break;
        case 4:
            config.workers = 1 + static_cast<int>(pick(12));
            break;
        case 5:
            applyWorkloadPreset(config, static_cast<workload::Kind>(pick(3)));
            break;
        case 6:
            config.taskSource = static_cast<workload::TaskSourceKind>(pick(3));
            break;
        default:
            config.placement = static_cast<Placement>(pick(3));
            config.padding = !config.padding;
            config.initDelayMs = pick(50) == 0 ? 1 + static_cast<int>(pick(3)) : 0;
            break;
        }
        return config;
    }

    std::size_t pick(std::size_t count)
    {
        return std::uniform_int_distribution<std::size_t>(0, count - 1)(m_random);
    }

private:
    std::string anyGuard()
    {
        for (;;) {
            const guards::GuardRow& row = guards::registry()[pick(guards::registry().size())];
            if (row.available)
                return std::string(row.id);
        }
    }

    std::mt19937 m_random;
};

TEST(LiveChanges, TasksCallsAndCallbacksStayEqualOverThousandsOfRandomOnes)
{
    constexpr unsigned kSeed = 20'260;
    RandomConfigs random(kSeed);
    Lab lab(defaultConfig(), {.snapshotsPerSecond = 60, .measureProbeCost = false, .tasks = {}});
    lab.start();
    measure::Totals sum;
    const auto take = [&] {
        for (const auto& snapshot : lab.poll()) {
            sum += snapshot->delta;
            ASSERT_TRUE(snapshot->violations.empty()) << snapshot->violations.front();
            ASSERT_EQ(snapshot->total, sum);
        }
    };
    for (int i = 0; i < LOCKSCOPE_STRESS_CHANGES; ++i) {
        lab.apply(random.next(lab.config()));
        switch (random.pick(20)) {
        case 0: // the next request comes before this one is in force
            break;
        case 1:
            lab.stop();
            ASSERT_EQ(lab.summary().totals.tasks, lab.summary().totals.callbacks);
            lab.start();
            break;
        default:
            while (!lab.settled())
                std::this_thread::sleep_for(50us);
        }
        take();
        if (HasFatalFailure())
            return;
    }
    lab.stop();
    take();
    const auto totals = lab.summary().totals;
    EXPECT_GT(totals.calls, 0U);
    EXPECT_EQ(totals.tasks, totals.calls);
    EXPECT_EQ(totals.calls, totals.callbacks);
    EXPECT_EQ(totals.calls, totals.passes);
    EXPECT_EQ(totals, sum) << "the snapshots add up to the whole";
    EXPECT_TRUE(lab.summary().violations.empty());
}

TEST(LiveChanges, EachLeavesOneMarkerOnABusyMachine)
{
    std::atomic<bool> done{false};
    std::vector<std::jthread> others; // they want the CPUs, too
    for (int i = 0; i < 2; ++i)
        others.emplace_back([&done] {
            while (!done) {
            }
        });
    LabConfig config = defaultConfig();
    config.workers = 2;
    Lab lab(config, {.snapshotsPerSecond = 60, .measureProbeCost = false, .tasks = {}});
    lab.start();
    while (!lab.settled())
        std::this_thread::sleep_for(1ms);
    for (std::uint64_t revision = 1; revision <= LOCKSCOPE_STRESS_CHANGES / 50; ++revision) {
        if (revision % 2 == 0)
            config.fastPath = !config.fastPath;
        else
            config.cpus = config.cpus == 1 ? availableCpus() : 1;
        if (config == lab.config())
            config.padding = !config.padding; // there is one CPU
        lab.apply(config);
        int markers = 0;
        const auto patience = measure::SteadyClock::now() + 20s;
        while (markers == 0 && measure::SteadyClock::now() < patience) {
            std::this_thread::sleep_for(5ms);
            for (const auto& snapshot : lab.poll())
                for (const auto& change : snapshot->changes) {
                    EXPECT_EQ(change.revision, revision);
                    ++markers;
                }
        }
        ASSERT_EQ(markers, 1) << "change " << revision;
    }
    done = true;
}

} // namespace
} // namespace lockscope::lab
