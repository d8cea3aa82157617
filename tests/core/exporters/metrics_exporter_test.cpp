// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/metric_family.h"
#include "tests/support/exported.h"
#include "tests/support/run_shell.h"

#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace lockscope::exporters {
namespace {

/// The text, held line by line to the grammar of OpenMetrics 1.0 or of the text format 0.0.4;
/// samples by name and labels.
std::map<std::string, double> readMetrics(const std::string& text,
                                          MetricSyntax syntax = MetricSyntax::OpenMetrics)
{
    const bool open = syntax == MetricSyntax::OpenMetrics;
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
            if (match[1] == (open ? "TYPE" : "HELP")) { // what stands first
                family = match[2];
                EXPECT_TRUE(families.insert(family).second) << family << " twice";
            }
            EXPECT_EQ(match[2], family) << "metadata of another family";
            if (match[1] == "TYPE")
                type = match[3];
            if (match[1] == "UNIT") {
                EXPECT_TRUE(open && family.ends_with("_" + match[3].str())) << line;
            }
        } else if (std::regex_match(line, match, kSample)) {
            const std::string name = match[1];
            EXPECT_TRUE(name.starts_with(family)) << line;
            const std::string suffix = name.substr(std::min(family.size(), name.size()));
            if (type == "counter") {
                EXPECT_TRUE(name.ends_with("_total")) << line;
                EXPECT_EQ(suffix, open ? "_total" : "") << line;
            }
            if (type == "gauge") {
                EXPECT_EQ(suffix, "") << line;
            }
            std::size_t read = 0;
            const std::string labelled = name + "{" + match[2].str() + "}";
            EXPECT_TRUE(samples.emplace(labelled, std::stod(match[3], &read)).second) << line;
            EXPECT_EQ(read, match[3].str().size()) << line;
        } else {
            ADD_FAILURE() << "no line of this format: " << line;
        }
    }
    EXPECT_EQ(ended, open) << "# EOF ends OpenMetrics alone";
    EXPECT_TRUE(text.empty() || text.ends_with("\n"));
    return samples;
}

TEST(OpenMetricsData, KeepToTheGrammarAndHoldTheTotals)
{
    const auto samples = readMetrics(test::exported("openmetrics"));
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
    const auto samples = readMetrics(test::exported("openmetrics"));
    EXPECT_TRUE(
        samples.contains(R"(lockscope_worker_cpu_seconds_total{source="live",worker="0"})"));
    EXPECT_FALSE(
        samples.contains(R"(lockscope_worker_cpu_seconds_total{source="live",worker="1"})"));
    const std::string text =
        test::exported("openmetrics", test::someFacts(), test::unwatchedSnapshots());
    (void)readMetrics(text);
    EXPECT_EQ(text.find("lockscope_guard_passes"), std::string::npos);
    EXPECT_EQ(text.find("wait_seconds"), std::string::npos);
    EXPECT_EQ(text.find("contended"), std::string::npos);
    (void)readMetrics(test::exported("openmetrics", test::someFacts(), {}));
}

TEST(OpenMetricsData, TheHistogramCountsUpToEachEdge)
{
    const auto samples = readMetrics(test::exported("openmetrics"));
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
    for (const auto& [name, value] :
         readMetrics(test::exported("openmetrics", test::someFacts(measure::kSimulated))))
        EXPECT_NE(name.find(R"({source="simulated")"), std::string::npos) << name;
}

TEST(PrometheusData, HoldsTheSameSamplesInTheOlderFormat)
{
    for (const auto& snapshots : {test::someSnapshots(), test::unwatchedSnapshots(), {}}) {
        const auto facts = test::someFacts();
        const std::string text = test::exported("prometheus", facts, snapshots);
        EXPECT_EQ(readMetrics(text, MetricSyntax::Prometheus),
                  readMetrics(test::exported("openmetrics", facts, snapshots)));
    }
}

TEST(MetricFamilies, TextsAreEscapedAsEachFormatHasIt)
{
    const auto written = [](MetricSyntax syntax) {
        std::ostringstream out;
        MetricFamily(
            out, syntax, {"some_seconds", "counter", "seconds", "A \"text\"\nof \\ two lines."})
            .sample("_total", {{"label", "a\"b\\c\nd"}}, 0.5);
        return out.str();
    };
    EXPECT_EQ(written(MetricSyntax::OpenMetrics),
              "# TYPE some_seconds counter\n# UNIT some_seconds seconds\n"
              "# HELP some_seconds A \\\"text\\\"\\nof \\\\ two lines.\n"
              "some_seconds_total{label=\"a\\\"b\\\\c\\nd\"} 0.5\n");
    EXPECT_EQ(written(MetricSyntax::Prometheus),
              "# HELP some_seconds_total A \"text\"\\nof \\\\ two lines.\n"
              "# TYPE some_seconds_total counter\n"
              "some_seconds_total{label=\"a\\\"b\\\\c\\nd\"} 0.5\n");
}

class PrometheusParsers : public testing::Test
{
protected:
    // Before a python3 of somebody's own: the package is for the system's.
    static constexpr const char* kPython = "PATH=/usr/bin:$PATH python3 ";

    void SetUp() override
    {
        const std::string ask = "-c 'import prometheus_client.openmetrics.parser'";
        if (test::shell(kPython + ask).code != 0)
            GTEST_SKIP()
                << "Not read by Prometheus' parsers: python3-prometheus-client is not installed.";
    }

    /// Type, number of samples and whether there is help, of each family by its name. The client
    /// library calls a counter's family by the name without "_total", in both formats.
    static std::string families(const std::string& parser, const std::string& text)
    {
        const test::TemporaryFile file("metrics.prom", text);
        const test::TemporaryFile script("metrics.py",
                                         "import sys\nfrom " + parser + R"( import parser
text = open(sys.argv[1]).read()
for family in parser.text_string_to_metric_families(text):
    print(family.name, family.type, len(family.samples), family.documentation != "")
)");
        const test::Outcome read = test::shell(kPython + script.path() + " " + file.path());
        EXPECT_EQ(read.code, 0) << read.err;
        return read.out;
    }
};

TEST_F(PrometheusParsers, FindTypeAndHelpOfEveryFamilyInTheirOwnFormat)
{
    const std::string strict =
        families("prometheus_client.openmetrics", test::exported("openmetrics"));
    const std::string older = families("prometheus_client", test::exported("prometheus"));
    EXPECT_EQ(strict, older) << "the same families";
    EXPECT_NE(older.find("lockscope_calls counter 1 True\n"), std::string::npos) << older;
    EXPECT_NE(older.find("lockscope_wait_seconds histogram 17 True\n"), std::string::npos) << older;
    EXPECT_NE(older.find("lockscope_throughput gauge 1 True\n"), std::string::npos) << older;
    EXPECT_EQ(older.find("False"), std::string::npos) << older;
    EXPECT_EQ(older.find("unknown"), std::string::npos) << older;
}

} // namespace
} // namespace lockscope::exporters
