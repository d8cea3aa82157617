// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guards/registry.h"
#include "core/lab/settings.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace lockscope::lab {
namespace {

struct BadInput
{
    const char* name;
    ConfigTexts texts;
    const char* field;
    const char* given;
    const char* allowed; ///< part of what the sentence says is allowed
};

void PrintTo(const BadInput& bad, std::ostream* out)
{
    *out << bad.field << " " << bad.given;
}

class RefusesInput : public testing::TestWithParam<BadInput>
{};

TEST_P(RefusesInput, NamingFieldValueAndWhatIsAllowed)
{
    const BadInput& bad = GetParam();
    try {
        (void)configFromTexts(bad.texts, defaultConfig());
        FAIL() << "accepted";
    } catch (const ConfigError& error) {
        const std::string sentence = error.what();
        EXPECT_EQ(error.field(), bad.field);
        EXPECT_NE(sentence.find(std::string("--") + bad.field), std::string::npos) << sentence;
        EXPECT_NE(sentence.find(bad.given), std::string::npos) << sentence;
        EXPECT_NE(sentence.find(bad.allowed), std::string::npos) << sentence;
    }
}

INSTANTIATE_TEST_SUITE_P(
    LabConfig,
    RefusesInput,
    testing::Values(
        BadInput{"guard", {{"guard", "mutx"}}, "guard", "mutx", "mutex"},
        BadInput{"no_workers", {{"workers", "0"}}, "workers", "0", "1 to 256"},
        BadInput{"many_workers", {{"workers", "10000"}}, "workers", "10000", "1 to 256"},
        BadInput{"workers_text", {{"workers", "two"}}, "workers", "two", "whole number"},
        BadInput{"workers_fraction", {{"workers", "1.5"}}, "workers", "1.5", "whole number"},
        BadInput{"workers_empty", {{"workers", ""}}, "workers", "", "whole number"},
        BadInput{"workers_huge",
                 {{"workers", "99999999999999999999"}},
                 "workers",
                 "99999999999999999999",
                 "ordinary size"},
        BadInput{"no_cpus", {{"cpus", "0"}}, "cpus", "0", "1 to "},
        BadInput{"negative_cpus", {{"cpus", "-1"}}, "cpus", "-1", "1 to "},
        BadInput{"cpus_beyond", {{"cpus", "100000"}}, "cpus", "100000", "1 to "},
        BadInput{"placement", {{"placement", "x"}}, "placement", "x", "compact, spread, none"},
        BadInput{"workload", {{"workload", "x"}}, "workload", "x", "cgo, empty, custom"},
        BadInput{"tasks", {{"task-source", "x"}}, "task-source", "x", "channel, counter, none"},
        BadInput{"fast_path", {{"fast-path", "yes"}}, "fast-path", "yes", "off, on"},
        BadInput{"padding", {{"padding", "1"}}, "padding", "1", "off, on"},
        BadInput{"native", {{"native-ns", "-5"}}, "native-ns", "-5", "0 to 10000000"},
        BadInput{"callback", {{"callback-ns", "10000001"}}, "callback-ns", "10000001", "0 to"},
        BadInput{"delay", {{"init-delay-ms", "60001"}}, "init-delay-ms", "60001", "0 to 60000"},
        BadInput{"critical_without_custom",
                 {{"workload", "cgo"}, {"critical-ns", "5"}},
                 "critical-ns",
                 "5",
                 "workload custom"},
        BadInput{"work_in_empty",
                 {{"workload", "empty"}, {"native-ns", "5"}},
                 "native-ns",
                 "5",
                 "workload empty"},
        BadInput{"unknown_field", {{"colour", "red"}}, "config", "colour", "guard"}),
    [](const auto& each) { return each.param.name; });

TEST(LabConfig, TheDefaultIsTheFaithfulCallOnAllCpus)
{
    const LabConfig config = defaultConfig();
    EXPECT_NO_THROW(validate(config));
    EXPECT_EQ(config.workload, workload::Kind::Cgo);
    EXPECT_EQ(config.cpus, availableCpus());
    EXPECT_EQ(config.workers, config.cpus);
    EXPECT_FALSE(config.fastPath);
}

TEST(LabConfig, AWorkloadBringsItsTimesUnlessTheyAreGiven)
{
    const LabConfig custom = configFromTexts({{"workload", "custom"}}, defaultConfig());
    EXPECT_EQ(custom.nativeNs, 0);
    EXPECT_EQ(custom.callbackNs, 48);
    const LabConfig given =
        configFromTexts({{"workload", "custom"}, {"callback-ns", "7"}}, defaultConfig());
    EXPECT_EQ(given.callbackNs, 7);
    const LabConfig empty = configFromTexts({{"workload", "empty"}}, defaultConfig());
    EXPECT_EQ(empty.nativeNs, 0);
}

TEST(LabConfig, FewerCpusKeepTheWorkersPerCpu)
{
    LabConfig base = defaultConfig();
    base.workers = 3 * base.cpus;
    EXPECT_EQ(configFromTexts({{"cpus", "1"}}, base).workers, 3);
    EXPECT_EQ(configFromTexts({{"cpus", "1"}, {"workers", "5"}}, base).workers, 5);
}

TEST(LabConfig, FactsNameEveryFieldAndReadBackToTheSame)
{
    LabConfig config = defaultConfig();
    config.guard = "none";
    config.fastPath = true;
    config.workers = 17;
    config.placement = Placement::Spread;
    applyWorkloadPreset(config, workload::Kind::Custom);
    config.criticalNs = 12;
    config.taskSource = workload::TaskSourceKind::Counter;
    config.padding = false;
    config.initDelayMs = 250;
    ConfigTexts texts;
    for (auto [name, value] : configFacts(config)) {
        std::replace(name.begin(), name.end(), '_', '-');
        texts[name] = value;
    }
    EXPECT_EQ(texts.size(), settings().size());
    EXPECT_EQ(configFromTexts(texts, defaultConfig()), config);
}

TEST(LabConfig, ChangeLabelsSayWhatIsNew)
{
    const LabConfig from = defaultConfig();
    LabConfig to = from;
    EXPECT_EQ(changeLabel(from, to), "");
    to.fastPath = true;
    EXPECT_EQ(changeLabel(from, to), "fast path on");
    to.workers = 8;
    to.guard = "none";
    EXPECT_EQ(changeLabel(from, to), "None (races), fast path on, 8 workers");
}

} // namespace
} // namespace lockscope::lab
