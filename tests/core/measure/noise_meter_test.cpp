// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/quality/noise_meter.h"
#include "tests/support/made_up_root.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

namespace lockscope::measure {

namespace {

using namespace std::chrono_literals;
using test::MadeUpRoot;

/// Ticks of the kernel in a second, as /proc/stat counts.
long ticks(double seconds)
{
    return static_cast<long>(seconds * static_cast<double>(sysconf(_SC_CLK_TCK)));
}

std::string statLine(int cpu, double user, double system, double stolen)
{
    return fmt::format(
        "cpu{} {} 0 {} 999 5 0 0 {} 0 0\n", cpu, ticks(user), ticks(system), ticks(stolen));
}

std::string process(int pid, const std::string& name, char state, int parent, long user = 0)
{
    return fmt::format("{} ({}) {} {} 1 1 0 -1 4194304 0 0 0 0 {} 0 0 0 20 0 1 0 5\n",
                       pid,
                       name,
                       state,
                       parent,
                       user);
}

class NoiseMeterTest : public testing::Test
{
protected:
    NoisePlaces places(std::vector<int> cpus)
    {
        return {.root = root.path(), .cpus = std::move(cpus), .ownCpuTime = [this] { return own; }};
    }

    MadeUpRoot root;
    std::chrono::nanoseconds own{};
};

TEST_F(NoiseMeterTest, GivesOthersTimeOnItsCpusLessItsOwn)
{
    root.write("proc/stat",
               "cpu  1 2 3 4\n" + statLine(0, 1, 1, 0) + statLine(1, 2, 0, 1)
                   + statLine(2, 0, 0, 0));
    NoiseMeter meter(places({0, 1}));
    meter.begin();
    own = 1500ms;
    root.write("proc/stat",
               "cpu  9 9 9 9\n" + statLine(0, 2, 1.5, 0) + statLine(1, 2.5, 0.25, 1.5)
                   + statLine(2, 50, 0, 50));
    const Disturbance disturbance = meter.take();
    EXPECT_EQ(disturbance.othersNs, std::chrono::nanoseconds(750ms).count()); // 2.25 s less 1.5 s
    EXPECT_EQ(disturbance.stolenNs, std::chrono::nanoseconds(500ms).count());
    EXPECT_GT(disturbance.span.count(), 0);

    own = 1600ms;
    root.write("proc/stat", statLine(0, 2.1, 1.5, 0) + statLine(1, 2.5, 0.25, 1.5));
    EXPECT_EQ(meter.take().othersNs, 0); // since the reading before, not since the beginning
}

TEST_F(NoiseMeterTest, KnowsNothingOfCpusThatAreNotListed)
{
    for (const std::string& stat : {std::string("cpu  1 2 3 4 5 6 7 8\n"),
                                    std::string(),
                                    std::string("garbage\n"),
                                    statLine(0, 1, 1, 0),
                                    "cpu0 1 2 x 4 5 6 7 8\n" + statLine(1, 1, 1, 1)})
    {
        root.write("proc/stat", stat);
        NoiseMeter meter(places({0, 1}));
        meter.begin();
        const Disturbance disturbance = meter.take();
        EXPECT_FALSE(disturbance.othersNs) << stat;
        EXPECT_FALSE(disturbance.stolenNs) << stat;
    }
}

TEST_F(NoiseMeterTest, CountsWhatAQuotaHeldBack)
{
    root.write("proc/self/cgroup", "0::/a\n");
    root.write("proc/self/mountinfo", "30 24 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    root.write("sys/fs/cgroup/a/cpu.max", "20000 100000\n");
    root.write("sys/fs/cgroup/a/cpu.stat", "nr_periods 1\nnr_throttled 1\nthrottled_usec 1000\n");
    NoiseMeter meter(places({0}));
    meter.begin();
    root.write("sys/fs/cgroup/a/cpu.stat", "nr_periods 9\nnr_throttled 9\nthrottled_usec 701000\n");
    EXPECT_EQ(meter.take().throttledNs, 700'000'000);
}

TEST_F(NoiseMeterTest, KnowsThatNothingWasHeldBackWithoutAQuota)
{
    NoiseMeter nowhere(places({0}));
    nowhere.begin();
    EXPECT_FALSE(nowhere.take().throttledNs); // no groups, no knowledge

    root.write("proc/self/cgroup", "0::/\n");
    root.write("proc/self/mountinfo", "30 24 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    root.write("sys/fs/cgroup/cgroup.procs", "");
    NoiseMeter meter(places({0}));
    meter.begin();
    EXPECT_EQ(meter.take().throttledNs, 0);
}

TEST_F(NoiseMeterTest, ReadsClockRatesWhereTheyCanBeRead)
{
    NoiseMeter meter(places({0, 1, 2}));
    meter.begin();
    EXPECT_FALSE(meter.take().frequency);
    root.write("sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq", "2400000\n");
    root.write("sys/devices/system/cpu/cpu1/cpufreq/scaling_cur_freq", "<unknown>\n");
    root.write("sys/devices/system/cpu/cpu2/cpufreq/scaling_cur_freq", "800000\n");
    EXPECT_EQ(meter.take().frequency, (FrequencyRange{.low = 800, .high = 2400}));
}

TEST_F(NoiseMeterTest, SpreadsReadingsOfClockRatesOverAllCpus)
{
    std::vector<int> many;
    for (int cpu = 0; cpu < 64; ++cpu) {
        many.push_back(cpu);
        root.write(fmt::format("sys/devices/system/cpu/cpu{}/cpufreq/scaling_cur_freq", cpu),
                   cpu < 32 ? "1000000" : "3000000");
    }
    NoiseMeter meter(places(many));
    meter.begin();
    EXPECT_EQ(meter.take().frequency, (FrequencyRange{.low = 1000, .high = 3000}));
}

TEST_F(NoiseMeterTest, FindsOtherLockscopesButNotItsOwn)
{
    constexpr int kSelf = 100;
    root.write("proc/1/stat", process(1, "init", 'S', 0));
    root.write("proc/100/stat", process(100, "lockscope", 'R', 1));
    root.write("proc/101/stat", process(101, "lockscope-cli", 'R', 100)); // its child
    root.write("proc/102/stat", process(102, "ssh", 'S', 100));
    root.write("proc/103/stat", process(103, "lockscope-cli", 'S', 102)); // and a child's
    root.write("proc/200/stat", process(200, "lockscope-cli", 'R', 1));
    root.write("proc/201/stat", process(201, "lockscope", 'S', 1));
    root.write("proc/202/stat", process(202, "lockscope", 'Z', 1)); // has ended
    root.write("proc/203/stat", process(203, "lockscope-x", 'R', 1));
    root.write("proc/204/stat", process(204, ") lockscope (", 'R', 1));
    root.write("proc/205/stat", "garbage");
    root.write("proc/206/stat", process(206, "lockscope", 'R', 207)); // whose parent has gone
    root.write("proc/self/stat", process(200, "lockscope", 'R', 1));
    EXPECT_EQ(otherLockscopes(root.path(), kSelf), (std::vector<int>{200, 201, 206}));
    EXPECT_FALSE(otherLockscopes(root.path() / "nowhere", kSelf));
}

TEST_F(NoiseMeterTest, CountsOtherLockscopesThatAreAtWork)
{
    root.write("proc/200/stat", process(200, "lockscope-cli", 'R', 1, 10));
    root.write("proc/201/stat", process(201, "lockscope", 'S', 1, 10));
    root.write("proc/202/stat", process(202, "lockscope-cli", 'R', 1, 10));
    NoiseMeter meter(places({0}));
    meter.begin();
    EXPECT_EQ(meter.take().otherLockscopes, 0);
    root.write("proc/200/stat", process(200, "lockscope-cli", 'R', 1, 10 + ticks(1)));
    root.remove("proc/202"); // has ended
    EXPECT_EQ(meter.take().otherLockscopes, 1); // a window that only stands open is not at work
    EXPECT_EQ(meter.take().otherLockscopes, 0);
}

TEST_F(NoiseMeterTest, ReadsThisMachine)
{
    NoiseMeter meter;
    meter.begin();
    const Disturbance disturbance = meter.take();
    EXPECT_GT(meter.cpus(), 0);
    EXPECT_TRUE(disturbance.othersNs); // Linux has /proc/stat
    EXPECT_TRUE(disturbance.otherLockscopes);
}

} // namespace

} // namespace lockscope::measure
