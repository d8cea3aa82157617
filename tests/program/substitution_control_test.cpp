// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/program/watched.h"
#include "tests/support/temporary_folder.h"

#include <string>

namespace lockscope::test {

TEST(SubstitutionControl, LinesSwapLocksAndWrongOnesAreOneSentence)
{
    const std::string lines =
        R"((sleep 0.7; echo '{"substitute": {"lock": "top", "by": "mcs"}, "delay": {"lock": "top", "ns": 1000}}'
        for line in '{' '[]' '{"x": 1}' '{"substitute": 1}' '{"substitute": {"lock": "top"}}' '{"stop": 1}' \
            '{"substitute": {"lock": "top", "by": "mutex"}}' '{"substitute": {"lock": -1, "by": "mcs"}}' \
            '{"substitute": {"lock": "0xzz", "by": "mcs"}}' '{"substitute": {"lock": "0x1", "by": "mcs"}}' \
            '{"delay": {"lock": "top", "ns": 10000001}}' '{"delay": {"lock": "top", "ns": 1, "site": 2}}' \
            '{"substitute": {"lock": 77, "by": "mcs"}}'; do echo "$line"; done; sleep 1; printf '{"stop": true}') |)";
    const Outcome outcome =
        cli("watch --control --json - -- " + watched("swapped") + " 6 4", lines);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    const nlohmann::json json = nlohmann::json::parse(outcome.out, nullptr, false);
    ASSERT_FALSE(json.is_discarded());
    EXPECT_LT(json["elapsed_s"], 15);
    std::size_t substituted = 0;
    for (const auto& lock : json["locks"])
        if (lock["substitute"] == "mcs") {
            ++substituted;
            EXPECT_EQ(lock["delay_ns"], 1000);
            EXPECT_TRUE(lock["eligible"]);
        }
    EXPECT_EQ(substituted, 1U);
    std::size_t sentences = 0;
    for (std::size_t at = 0; (at = outcome.err.find("lockscope-cli: ", at)) != std::string::npos;
         ++at)
        ++sentences;
    EXPECT_EQ(sentences, 13U) << outcome.err;
    for (const char* const said :
         {"allowed: 0 to 10000000",
          "allowed: null, own, ticket, mcs, spin-then-park, back-off, restricted",
          "allowed: a lock's id, its address as \"0x...\", or \"top\"",
          "lock 77: there is no such lock"})
        EXPECT_NE(outcome.err.find(said), std::string::npos) << said;
}

TEST(SubstitutionControl, WhatIsInForceStandsInTheRecordingToo)
{
    const TemporaryFolder folder;
    const std::string file = (folder / "swapped.lockscope").string();
    const std::string lines =
        R"((sleep 0.7; echo '{"substitute": {"lock": "top", "by": "restricted"}}'
        echo '{"substitute": 1}'; sleep 1; echo '{"stop": true}') |)";
    const Outcome made =
        cli("record " + file + " --control -- " + watched("swapped") + " 5 4", lines);
    ASSERT_EQ(made.code, 0) << made.err;
    const nlohmann::json json =
        nlohmann::json::parse(cli("replay " + file + " --json -").out, nullptr, false);
    ASSERT_FALSE(json.is_discarded());
    std::size_t substituted = 0;
    for (const auto& lock : json["watch"]["locks"])
        if (lock["substitute"] == "restricted") {
            ++substituted;
            EXPECT_EQ(lock["swaps"], 1);
        }
    EXPECT_EQ(substituted, 1U);
    EXPECT_NE(cli("replay " + file).out.find("  now: restricted"), std::string::npos);
}

} // namespace lockscope::test
