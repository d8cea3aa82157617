// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/quality/cpu_groups.h"
#include "tests/support/made_up_root.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace lockscope::measure {

namespace {

using test::MadeUpRoot;
using Files = std::vector<std::pair<std::string, std::string>>;

constexpr const char* kUnified =
    "30 24 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";
constexpr const char* kOld =
    "31 24 0:27 / /sys/fs/cgroup/cpu,cpuacct rw shared:5 - cgroup cgroup rw,cpu,cpuacct\n";
constexpr const char* kOldCpuset =
    "32 24 0:28 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset\n";
constexpr const char* kHybrid = "33 24 0:29 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n";

/// A tree, and the quota that it means: CPUs, 0 for none, below 0 for unknown.
struct QuotaCase
{
    const char* name;
    std::string groups; ///< /proc/self/cgroup
    std::string mounts; ///< /proc/self/mountinfo
    Files files; ///< below /sys/fs/cgroup
    double cpus;
};

constexpr double kNone = 0;
constexpr double kUnknown = -1;

std::vector<QuotaCase> quotaCases()
{
    return {
        {"version 2",
         "0::/a/b\n",
         kUnified,
         {{"a/cpu.max", "max 100000\n"}, {"a/b/cpu.max", "20000 100000\n"}},
         0.2},
        {"a tighter parent",
         "0::/a/b\n",
         kUnified,
         {{"a/cpu.max", "50000 100000\n"}, {"a/b/cpu.max", "400000 100000\n"}},
         0.5},
        {"a looser parent",
         "0::/a/b\n",
         kUnified,
         {{"a/cpu.max", "300000 100000\n"}, {"a/b/cpu.max", "150000 100000\n"}},
         1.5},
        {"another period", "0::/a\n", kUnified, {{"a/cpu.max", "5000 10000\n"}}, 0.5},
        {"no limit", "0::/a\n", kUnified, {{"a/cpu.max", "max 100000\n"}}, kNone},
        {"the root group has no file", "0::/\n", kUnified, {{"cgroup.procs", ""}}, kNone},
        {"the controller is not delegated",
         "0::/a/b\n",
         kUnified,
         {{"a/b/cgroup.procs", ""}, {"a/cpu.max", "70000 100000\n"}},
         0.7},
        {"a container with its own namespace",
         "0::/\n",
         kUnified,
         {{"cpu.max", "20000 100000\n"}},
         0.2},
        {"a mount older than the namespace",
         "0::/\n",
         "30 24 0:26 /../.. /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
         {{"cpu.max", "80000 100000\n"}},
         0.8},
        {"a group outside the namespace",
         "0::/../other\n",
         kUnified,
         {{"cpu.max", "90000 100000\n"}},
         0.9},
        {"a mount of a part of the tree",
         "0::/docker/abc/x\n",
         "30 24 0:26 /docker/abc /sys/fs/cgroup ro - cgroup2 cgroup2 rw\n",
         {{"cpu.max", "60000 100000\n"}, {"x/cpu.max", "max 100000\n"}},
         0.6},
        {"a path of another namespace",
         "0::/docker/abc\n",
         kUnified,
         {{"cpu.max", "30000 100000\n"}},
         0.3},
        {"version 1",
         "4:cpu,cpuacct:/a\n0::/\n",
         kOld,
         {{"cpu,cpuacct/a/cpu.cfs_quota_us", "20000\n"},
          {"cpu,cpuacct/a/cpu.cfs_period_us", "100000\n"},
          {"cpu,cpuacct/cpu.cfs_quota_us", "-1\n"},
          {"cpu,cpuacct/cpu.cfs_period_us", "100000\n"}},
         0.2},
        {"version 1, a tighter parent",
         "4:cpuacct,cpu:/a/b\n",
         kOld,
         {{"cpu,cpuacct/a/b/cpu.cfs_quota_us", "-1"},
          {"cpu,cpuacct/a/b/cpu.cfs_period_us", "100000"},
          {"cpu,cpuacct/a/cpu.cfs_quota_us", "25000"},
          {"cpu,cpuacct/a/cpu.cfs_period_us", "50000"}},
         0.5},
        {"version 1 without limit",
         "4:cpu,cpuacct:/\n",
         kOld,
         {{"cpu,cpuacct/cpu.cfs_quota_us", "-1\n"}, {"cpu,cpuacct/cpu.cfs_period_us", "100000\n"}},
         kNone},
        {"version 1, a container that sees itself alone",
         "4:cpu:/docker/abc\n",
         "31 24 0:27 /docker/abc /sys/fs/cgroup/cpu ro - cgroup cgroup rw,cpu\n",
         {{"cpu/cpu.cfs_quota_us", "150000"}, {"cpu/cpu.cfs_period_us", "100000"}},
         1.5},
        {"both versions, the processor's in version 1",
         "3:cpuset:/\n4:cpu,cpuacct:/a\n0::/u\n",
         std::string(kOldCpuset) + kOld + kHybrid,
         {{"cpuset/cpu.cfs_quota_us", "1"},
          {"cpu,cpuacct/a/cpu.cfs_quota_us", "20000"},
          {"cpu,cpuacct/a/cpu.cfs_period_us", "100000"},
          {"unified/u/cgroup.procs", ""}},
         0.2},
        {"both versions, the processor's in version 2",
         "3:cpuset:/\n0::/u\n",
         std::string(kOldCpuset) + kHybrid,
         {{"cpuset/cgroup.procs", ""}, {"unified/u/cpu.max", "20000 100000\n"}},
         0.2},
        {"a space in the mount point",
         "0::/\n",
         "30 24 0:26 / /sys/fs/c\\040g rw - cgroup2 cgroup2 rw\n",
         {{"../c g/cpu.max", "20000 100000\n"}},
         0.2},
        {"version 1 has it, but is not mounted",
         "4:cpu:/a\n0::/u\n",
         kHybrid,
         {{"unified/u/cgroup.procs", ""}},
         kUnknown},
        {"nothing is mounted", "0::/a\n", "22 1 0:20 / / rw - ext4 /dev/vda rw\n", {}, kUnknown},
        {"the mount point is not there", "0::/a\n", kUnified, {}, kUnknown},
        {"in no group", "", kUnified, {{"cpu.max", "20000 100000\n"}}, kUnknown},
        {"garbage for groups", "\n::\nx\n7\n", kUnified, {{"cpu.max", "20000 100000\n"}}, kUnknown},
        {"garbage for mounts",
         "0::/\n",
         "30 24\n - \n - cgroup2\n",
         {{"cpu.max", "20000 100000\n"}},
         kUnknown},
        {"garbage for a limit", "0::/a\n", kUnified, {{"a/cpu.max", "quick 100000\n"}}, kUnknown},
        {"an empty limit", "0::/a\n", kUnified, {{"a/cpu.max", ""}}, kUnknown},
        {"a limit of nothing", "0::/a\n", kUnified, {{"a/cpu.max", "0 100000\n"}}, kUnknown},
        {"a period of nothing", "0::/a\n", kUnified, {{"a/cpu.max", "20000 0\n"}}, kUnknown},
        {"a number that is too large",
         "0::/a\n",
         kUnified,
         {{"a/cpu.max", "99999999999999999999 100000\n"}},
         kUnknown},
        {"garbage below a limit",
         "0::/a/b\n",
         kUnified,
         {{"a/b/cpu.max", "?\n"}, {"a/cpu.max", "20000 100000\n"}},
         0.2},
        {"version 1 without a period",
         "4:cpu,cpuacct:/a\n",
         kOld,
         {{"cpu,cpuacct/a/cpu.cfs_quota_us", "20000\n"}},
         kUnknown},
    };
}

MadeUpRoot rootOf(const QuotaCase& each)
{
    MadeUpRoot root;
    root.write("proc/self/cgroup", each.groups);
    root.write("proc/self/mountinfo", each.mounts);
    for (const auto& [path, text] : each.files)
        root.write("sys/fs/cgroup/" + path, text);
    return root;
}

TEST(CpuGroups, GiveTheTightestQuotaUpTheTree)
{
    for (const QuotaCase& each : quotaCases()) {
        SCOPED_TRACE(each.name);
        const MadeUpRoot root = rootOf(each);
        const std::optional<CpuQuota> quota = CpuGroups(root.path()).quota();
        ASSERT_EQ(quota.has_value(), each.cpus != kUnknown);
        if (!quota)
            continue;
        ASSERT_EQ(quota->cpus.has_value(), each.cpus != kNone);
        EXPECT_DOUBLE_EQ(quota->cpus.value_or(kNone), each.cpus);
    }
}

TEST(CpuGroups, KnowNothingWithoutProc)
{
    const MadeUpRoot root;
    EXPECT_FALSE(CpuGroups(root.path()).quota());
    EXPECT_TRUE(CpuGroups(root.path()).throttling().empty());
}

TEST(CpuGroups, CountThrottlingOfBothVersionsInNanoseconds)
{
    const MadeUpRoot two = rootOf(
        {"",
         "0::/a\n",
         kUnified,
         {{"a/cpu.stat", "usage_usec 7\nnr_periods 10\nnr_throttled 4\nthrottled_usec 250\n"}},
         0});
    const auto inTwo = CpuGroups(two.path()).throttling();
    ASSERT_EQ(inTwo.size(), 2U); // the root group counts nothing
    EXPECT_EQ(inTwo[0],
              (Throttling{.periods = 10, .throttled = 4, .time = std::chrono::microseconds(250)}));
    EXPECT_FALSE(inTwo[1]);

    const MadeUpRoot one =
        rootOf({"",
                "4:cpu,cpuacct:/\n",
                kOld,
                {{"cpu,cpuacct/cpu.stat", "nr_periods 3\nnr_throttled 2\nthrottled_time 777\n"}},
                0});
    EXPECT_EQ(CpuGroups(one.path()).throttling().at(0),
              (Throttling{.periods = 3, .throttled = 2, .time = std::chrono::nanoseconds(777)}));

    const MadeUpRoot cut =
        rootOf({"", "0::/a\n", kUnified, {{"a/cpu.stat", "nr_periods 10\nnr_throttled\n"}}, 0});
    EXPECT_FALSE(CpuGroups(cut.path()).throttling().at(0));
}

TEST(CpuGroups, AreThrottledAsMuchAsTheOneThatWasHeldBackMost)
{
    using std::chrono::nanoseconds;
    const auto at = [](int ns) {
        return std::optional(Throttling{.periods = 1, .throttled = 1, .time = nanoseconds(ns)});
    };
    EXPECT_EQ(throttledBetween({at(10), at(100)}, {at(15), at(120)}), 20);
    EXPECT_EQ(throttledBetween({at(10), std::nullopt}, {at(10), std::nullopt}), 0);
    EXPECT_FALSE(throttledBetween({std::nullopt}, {std::nullopt}));
    EXPECT_FALSE(throttledBetween({at(10)}, {std::nullopt})); // the group has gone
    EXPECT_FALSE(throttledBetween({}, {}));
}

} // namespace

} // namespace lockscope::measure
