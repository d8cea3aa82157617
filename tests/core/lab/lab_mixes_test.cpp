// SPDX-License-Identifier: GPL-3.0-or-later
// Guards, workloads and sources of tasks, each with each: all do exactly what they are asked for.
#include "tests/core/lab/short_run.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

namespace lockscope::lab {
namespace {

struct Mix
{
    const char* guard;
    bool fastPath;
    workload::Kind workload;
    workload::TaskSourceKind tasks;
};

void PrintTo(const Mix& mix, std::ostream* out)
{
    *out << mix.guard << (mix.fastPath ? ", fast path, " : ", ") << workload::name(mix.workload)
         << ", " << workload::name(mix.tasks);
}

class EveryMix : public testing::TestWithParam<Mix>
{};

TEST_P(EveryMix, DoesExactlyTheTasksThatWereAskedFor)
{
    constexpr std::uint64_t kTasks = 20'021;
    const Mix& mix = GetParam();
    LabConfig config = smallConfig(mix.workload);
    config.guard = mix.guard;
    config.fastPath = mix.fastPath;
    config.taskSource = mix.tasks;
    LabOptions options = kQuick;
    options.tasks = kTasks;
    Lab lab(config, options);
    lab.start();
    ASSERT_TRUE(lab.waitFinished(kLong));
    EXPECT_FALSE(lab.running());
    const auto summary = lab.summary();
    EXPECT_EQ(summary.totals.tasks, kTasks);
    expectConserved(summary);
    EXPECT_GT(summary.elapsed.count(), 0);
}

std::vector<Mix> allMixes()
{
    std::vector<Mix> mixes;
    for (const char* guard : {"mutex", "tbb-spin", "none"})
        for (const bool fastPath : {false, true})
            for (std::size_t kind = 0; kind < workload::kKindNames.size(); ++kind)
                for (std::size_t tasks = 0; tasks < workload::kTaskSourceNames.size(); ++tasks)
                    mixes.push_back({guard,
                                     fastPath,
                                     static_cast<workload::Kind>(kind),
                                     static_cast<workload::TaskSourceKind>(tasks)});
    return mixes;
}

INSTANTIATE_TEST_SUITE_P(Lab, EveryMix, testing::ValuesIn(allMixes()), [](const auto& each) {
    const Mix& mix = each.param;
    std::string name = std::string(mix.guard) + (mix.fastPath ? "_fast_" : "_")
        + std::string(workload::name(mix.workload)) + "_" + std::string(workload::name(mix.tasks));
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

} // namespace
} // namespace lockscope::lab
