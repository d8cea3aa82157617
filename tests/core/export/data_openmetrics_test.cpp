// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/metric_family.h"
#include "tests/support/exported.h"
#include "tests/support/run_shell.h"

#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace lockscope::exporting {
namespace {

/// The text, held to the grammar of OpenMetrics 1.0 line by line; samples by name and labels.
std::map<std::string, double> readMetrics(const std::string& text)
{
    static const std::regex kMetadata(R"(# (TYPE|UNIT|HELP) ([a-z_]+) (.+))");
    static const std::regex kSample(
        R"re(([a-z_]+)\{([a-z_]+="(?:[^"\\\n]|\\[\\n"])*"(?:,[a-z_]+="(?:[^"\\\n]|\\[\\n"])*")*)\} (\S+))re");
    std::map<std::string, double> samples;
    std::set<std::string> families;
    std::string family;
    std::string type;
    bool ended = false;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        EXPECT_FALSE(ended) << "after # EOF: " << line;
        std::smatch match;
        if (line == "# EOF") {
            ended = true;
        } else if (std::regex_match(line, match, kMetadata)) {
            if (match[1] == "TYPE") {
                family = match[2];
                type = match[3];
                EXPECT_TRUE(families.insert(family).second) << family << " twice";
            }
            EXPECT_EQ(match[2], family) << "metadata of another family";
            if (match[1] == "UNIT") {
                EXPECT_TRUE(family.ends_with("_" + match[3].str())) << line;
            }
        } else if (std::regex_match(line, match, kSample)) {
            const std::string name = match[1];
            EXPECT_TRUE(name.starts_with(family)) << line;
            const std::string suffix = name.substr(std::min(family.size(), name.size()));
            if (type == "counter") {
                EXPECT_EQ(suffix, "_total") << line;
            }
            if (type == "gauge") {
                EXPECT_EQ(suffix, "") << line;
            }
            std::size_t read = 0;
            const std::string labelled = name + "{" + match[2].str() + "}";
            EXPECT_TRUE(samples.emplace(labelled, std::stod(match[3], &read)).second) << line;
            EXPECT_EQ(read, match[3].str().size()) << line;
        } else {
            ADD_FAILURE() << "no line of OpenMetrics: " << line;
        }
    }
    EXPECT_TRUE(ended) << "no # EOF";
    EXPECT_TRUE(text.ends_with("# EOF\n"));
    return samples;
}

TEST(OpenMetricsData, KeepToTheGrammarAndHoldTheTotals)
{
    const auto samples = readMetrics(test::exported(DataFormat::OpenMetrics));
    const auto value = [&samples](const std::string& name) {
        const auto found = samples.find(name);
        EXPECT_NE(found, samples.end()) << name;
        return found == samples.end() ? -1 : found->second;
    };
    EXPECT_EQ(value(R"(lockscope_calls_total{source="live"})"), 5 * 2001);
    EXPECT_EQ(value(R"(lockscope_guard_contended_total{source="live"})"), 8);
    EXPECT_DOUBLE_EQ(value(R"(lockscope_guard_wait_seconds_total{source="live"})"), 2'000'600e-9);
    EXPECT_EQ(value(R"(lockscope_snapshots_total{source="live"})"), 3);
    EXPECT_EQ(value(R"(lockscope_dropped_snapshots_total{source="live"})"), 2);
    EXPECT_EQ(value(R"(lockscope_config_changes_total{source="live"})"), 1);
    EXPECT_EQ(value(R"(lockscope_worker_calls_total{source="live",worker="1"})"), 3003);
    EXPECT_NEAR(
        value(R"(lockscope_worker_state_seconds_total{source="live",worker="0",state="native"})"),
        0.045,
        1e-8);
    EXPECT_EQ(
        value(R"(lockscope_worker_switches_total{source="live",worker="0",kind="voluntary"})"), 7);
}

TEST(OpenMetricsData, WhatOneIntervalDidNotKnowIsLeftOutAndNotZero)
{
    const auto samples = readMetrics(test::exported(DataFormat::OpenMetrics));
    EXPECT_TRUE(
        samples.contains(R"(lockscope_worker_cpu_seconds_total{source="live",worker="0"})"));
    EXPECT_FALSE(
        samples.contains(R"(lockscope_worker_cpu_seconds_total{source="live",worker="1"})"));
    const std::string text =
        test::exported(DataFormat::OpenMetrics, test::someFacts(), test::unwatchedSnapshots());
    (void)readMetrics(text);
    EXPECT_EQ(text.find("lockscope_guard_passes"), std::string::npos);
    EXPECT_EQ(text.find("wait_seconds"), std::string::npos);
    EXPECT_EQ(text.find("contended"), std::string::npos);
    (void)readMetrics(test::exported(DataFormat::OpenMetrics, test::someFacts(), {}));
}

TEST(OpenMetricsData, TheHistogramCountsUpToEachEdge)
{
    const auto samples = readMetrics(test::exported(DataFormat::OpenMetrics));
    const auto upTo = [&samples](const std::string& edge) {
        return samples.at("lockscope_wait_seconds_bucket{source=\"live\",le=\"" + edge + "\"}");
    };
    EXPECT_EQ(upTo("6.3e-08"), 0) << "the shortest is 100 ns";
    EXPECT_EQ(upTo("2.55e-07"), 6);
    EXPECT_EQ(upTo("+Inf"), 8);
    EXPECT_EQ(samples.at(R"(lockscope_wait_seconds_count{source="live"})"), 8);
    EXPECT_DOUBLE_EQ(samples.at(R"(lockscope_wait_seconds_sum{source="live"})"), 2'000'600e-9);
}

TEST(OpenMetricsData, EverySampleSaysWhichKindOfSourceItIsOf)
{
    for (const auto& [name, value] : readMetrics(test::exported(
             DataFormat::OpenMetrics, test::simulatedFacts(measure::SourceKind::Simulated))))
        EXPECT_NE(name.find(R"({source="simulated")"), std::string::npos) << name;
}

TEST(OpenMetricsData, ValuesOfLabelsAreEscaped)
{
    std::ostringstream out;
    MetricFamily(out, {"some", "gauge", "", "A \"text\"\nof \\ two lines."})
        .sample("", {{"label", "a\"b\\c\nd"}}, 0.5);
    EXPECT_EQ(out.str(),
              "# TYPE some gauge\n# HELP some A \\\"text\\\"\\nof \\\\ two lines.\n"
              "some{label=\"a\\\"b\\\\c\\nd\"} 0.5\n");
}

TEST(OpenMetricsData, PrometheusOwnParsersReadThem)
{
    // Before a python3 of somebody's own: the package is for the system's.
    const std::string python = "PATH=/usr/bin:$PATH python3 ";
    if (test::shell(python + "-c 'import prometheus_client.openmetrics.parser'").code != 0)
        GTEST_SKIP()
            << "Not read by Prometheus' parsers: python3-prometheus-client is not installed.";
    const std::string text = test::exported(DataFormat::OpenMetrics);
    const test::TemporaryFile file("metrics.prom", text);
    // The strict one, and the one for the older format, which a textfile collector's is like.
    const test::TemporaryFile script("metrics.py", R"(
import sys
from prometheus_client import parser
from prometheus_client.openmetrics import parser as strict
text = open(sys.argv[1]).read()
for parse in strict.text_string_to_metric_families, parser.text_string_to_metric_families:
    print(sum(len(family.samples) for family in parse(text)))
)");
    const test::Outcome read = test::shell(python + script.path() + " " + file.path());
    ASSERT_EQ(read.code, 0) << read.err;
    const std::string samples = std::to_string(readMetrics(text).size());
    EXPECT_EQ(read.out, samples + "\n" + samples + "\n");
}

} // namespace
} // namespace lockscope::exporting
