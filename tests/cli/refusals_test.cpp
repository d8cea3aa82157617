// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/cli_commands.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace lockscope {
namespace {

using test::cli;
using test::Outcome;

struct Refused
{
    const char* name;
    const char* arguments;
    const char* named; ///< must stand in the sentence
    const char* allowed; ///< likewise
};

void PrintTo(const Refused& bad, std::ostream* out)
{
    *out << bad.arguments;
}

class CliRefuses : public testing::TestWithParam<Refused>
{};

TEST_P(CliRefuses, WithOneSentenceAndCode2)
{
    const Refused& bad = GetParam();
    const Outcome outcome = cli(bad.arguments);
    EXPECT_EQ(outcome.code, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_NE(outcome.err.find(bad.named), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find(bad.allowed), std::string::npos) << outcome.err;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
}

INSTANTIATE_TEST_SUITE_P(
    Cli,
    CliRefuses,
    testing::Values(
        Refused{"guard", "run --guard mutx", "--guard", "mutex"},
        Refused{"no_workers", "run --workers 0", "--workers", "1 to 256"},
        Refused{"many_workers", "run --workers 10000", "--workers", "1 to 256"},
        Refused{"cpus", "run --cpus 100000", "--cpus", "1 to "},
        Refused{"fast_path", "run --fast-path maybe", "--fast-path", "on"},
        Refused{"seconds", "run --seconds -1", "--seconds", "0.01"},
        Refused{"seconds_text", "run --seconds soon", "--seconds", ""},
        Refused{"tasks", "run --tasks 0", "--tasks", "1"},
        Refused{"both_ends", "run --tasks 5 --seconds 1", "--tasks", "--seconds"},
        Refused{"counter", "run --counters heartbeats", "heartbeats", "cache-misses"},
        Refused{"flag", "run --colour red", "--colour", ""},
        Refused{"no_value", "run --guard", "--guard", ""},
        Refused{"seed_workers", "seed --workers 0", "--workers", "1"},
        Refused{"seed_list", "seed --workers 1,x", "--workers", "x"},
        Refused{"sim_cpus", "simulate --cpus 0", "--cpus", "1 to 1024"},
        Refused{"sim_many_cpus", "simulate --cpus 8,1000000000", "1000000000", "1 to 1024"},
        Refused{"sim_lock", "simulate --lock no-such", "no-such", "ticket"},
        Refused{
            "sim_no_model", "simulate --lock tbb-speculative", "tbb-speculative", "has a model"},
        Refused{"sim_machine", "simulate --machine no-such", "no-such", "2x16"},
        Refused{"sim_distribution", "simulate --distribution normal", "normal", "exponential"},
        Refused{"sim_outside", "simulate --outside-ns -1", "--outside-ns", "0 to"},
        Refused{"sim_critical", "simulate --critical-ns nan", "--critical-ns", "0 to"},
        Refused{"sim_transfer", "simulate --transfer-ns -3", "--transfer-ns", "0 to"},
        Refused{"sim_workers", "simulate --workers 0", "--workers", "1 to"},
        Refused{"sim_seed", "simulate --seed x", "--seed", "x"},
        Refused{"sim_fast_path", "simulate --fast-path maybe", "maybe", "off, on"},
        Refused{"sim_no_time",
                "simulate --lock none --outside-ns 0 --machine uniform",
                "--outside-ns",
                "or more"},
        Refused{"range_alone", "replay x --range 5s", "--range 5s", "5s..10s"},
        Refused{"range_backwards", "replay x --range 10s..5s", "10s..5s", "FROM..UNTIL"},
        Refused{"range_empty", "replay x --range 5s..5s", "5s..5s", "a later time"},
        Refused{"range_negative", "replay x --range -1s..5s", "--range", "5s..10s"},
        Refused{"range_of_nothing", "replay x --range ..", "--range ..", "5s..10s"},
        Refused{"range_unit",
                "export x --format csv --output - --range 1day..",
                "1day..",
                "ms, s, min and h"},
        Refused{"range_huge", "replay x --range 0..1e300h", "1e300h", "FROM..UNTIL"},
        Refused{
            "command",
            "fly",
            "fly",
            "run, published, compare, diff, fit, forecast, guards, host, record, replay, export, "
            "simulate, sweep, merge"},
        Refused{
            "nothing",
            "",
            "no command",
            "run, published, compare, diff, fit, forecast, guards, host, record, replay, export, "
            "simulate, sweep, merge"}),
    [](const auto& each) { return each.param.name; });

TEST(CliCompare, RefusesInOneSentence)
{
    for (const auto& [arguments, named] :
         {std::pair{"", "--guards"},
          std::pair{"--guards none,none", "twice"},
          std::pair{"--guards no-such", "no-such"},
          std::pair{"--guards mutex --fast-path maybe", "maybe"},
          std::pair{"--guards mutex --guard none", "--guards"},
          std::pair{"--guards mutex --repeats 0", "1 to 1000"},
          std::pair{"--guards mutex --worker-counts 0", "1 to 256"}})
    {
        const Outcome refused = cli(std::string("compare ") + arguments);
        EXPECT_EQ(refused.code, 2) << arguments;
        EXPECT_NE(refused.err.find(named), std::string::npos) << refused.err;
        EXPECT_EQ(std::count(refused.err.begin(), refused.err.end(), '\n'), 1) << refused.err;
    }
}

} // namespace
} // namespace lockscope
