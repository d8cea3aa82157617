// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/lab_config.h"
#include "core/study/cpu_list.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace lockscope::study {
namespace {

using Counts = std::vector<int>;

TEST(CpuList, ReadsNumbersRangesAndSteps)
{
    EXPECT_EQ(parseCpuList("3", 64), (Counts{3}));
    EXPECT_EQ(parseCpuList("1,2,4", 64), (Counts{1, 2, 4}));
    EXPECT_EQ(parseCpuList("1-4", 64), (Counts{1, 2, 3, 4}));
    EXPECT_EQ(parseCpuList("2-9:3", 64), (Counts{2, 5, 8})) << "a step need not meet the end";
    EXPECT_EQ(parseCpuList("1-4,8-64:8", 64), (Counts{1, 2, 3, 4, 8, 16, 24, 32, 40, 48, 56, 64}));
    EXPECT_EQ(parseCpuList("5-5", 64), (Counts{5}));
    EXPECT_EQ(parseCpuList("1-64:2147483647", 64), (Counts{1}));
}

TEST(CpuList, IsSortedWithEachCountOnce)
{
    EXPECT_EQ(parseCpuList("8,1-3,2,8", 64), (Counts{1, 2, 3, 8}));
}

TEST(CpuList, RefusesWhatIsNoListAndNamesWhatIsAllowed)
{
    for (const char* bad : {"",     ",",     "1,",   ",1",          "0",      "-1",   "65",  "1-65",
                            "4-1",  "1-",    "1-4:", "1-4:0",       "1-4:-1", "1 2",  "two", "1.5",
                            "1..4", "1-4-8", "2:2",  "99999999999", "+1",     "1,,2", "0x2"})
        try {
            (void)parseCpuList(bad, 64);
            ADD_FAILURE() << "'" << bad << "' was read";
        } catch (const lab::ConfigError& error) {
            EXPECT_EQ(error.field(), "cpus");
            EXPECT_NE(std::string(error.what()).find("of 1 to 64"), std::string::npos)
                << error.what();
        }
}

TEST(CpuList, UsualCountsBeginAtOneAndEndAtAll)
{
    EXPECT_EQ(usualCpuCounts(1), (Counts{1}));
    EXPECT_EQ(usualCpuCounts(2), (Counts{1, 2}));
    EXPECT_EQ(usualCpuCounts(12), (Counts{1, 2, 3, 4, 5, 6, 7, 8, 10, 12}));
    for (const int most : {4, 17, 64, 100, 1024}) {
        const Counts counts = usualCpuCounts(most);
        EXPECT_EQ(counts.front(), 1);
        EXPECT_EQ(counts.back(), most);
        EXPECT_LE(counts.size(), 40U) << "few enough to measure";
        EXPECT_TRUE(std::is_sorted(counts.begin(), counts.end()));
    }
}

} // namespace
} // namespace lockscope::study
