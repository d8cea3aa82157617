// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/recording.h"
#include "tests/support/run_cli.h"
#include "tests/support/synthetic_recording.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace lockscope {
namespace {

using Json = nlohmann::json;

using test::cli;
using test::Outcome;
using test::TemporaryFile;

/// 30 s, with the fast path from 12 s to 24 s.
class CliDiff : public testing::Test
{
protected:
    TemporaryFile turns{"turns.lockscope", test::recordingOf(test::syntheticSnapshots(600))};
};

TEST_F(CliDiff, BeforeAndAfterAMarker)
{
    const Outcome outcome = cli("diff " + turns.path() + " --at-marker 1 --json -");
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const Json json = Json::parse(outcome.out);
    EXPECT_NEAR(json.at("ratio").at("mean").get<double>(), 1.57, 0.03);
    EXPECT_EQ(json.at("verdict").get<std::string>().rfind("B is 1.5", 0), 0U);
}

TEST_F(CliDiff, TwoPartsOfOneAndTwoRecordings)
{
    const Json parts =
        Json::parse(cli("diff " + turns.path() + " --a-to 11 --b-from 13 --b-to 23 --json -").out);
    EXPECT_NEAR(parts.at("ratio").at("mean").get<double>(), 1.57, 0.03);
    EXPECT_EQ(parts.at("b").at("snapshots"), 200);
    const Json same =
        Json::parse(cli("diff " + turns.path() + " " + turns.path() + " --json -").out);
    EXPECT_EQ(same.at("ratio").at("mean"), 1);
    EXPECT_EQ(same.at("verdict"), "no difference shown");
}

TEST_F(CliDiff, GuardsABuild)
{
    const std::string slower =
        "diff " + turns.path() + " --a-from 13 --a-to 23 --b-to 11 --fail-if-slower ";
    const Outcome fails = cli(slower + "10");
    EXPECT_EQ(fails.code, 1);
    EXPECT_NE(fails.out.find("B is 0.6"), std::string::npos) << fails.out;
    EXPECT_NE(fails.err.find("slower by more than 10 %"), std::string::npos) << fails.err;
    EXPECT_EQ(cli(slower + "50").code, 0);
    EXPECT_EQ(cli("diff " + turns.path() + " --at-marker 1 --fail-if-slower 0").code, 0)
        << "it is faster";
    const Outcome tooShort =
        cli("diff " + turns.path() + " --a-to 0.2 --b-from 1 --fail-if-slower 5");
    EXPECT_EQ(tooShort.code, 1);
    EXPECT_NE(tooShort.err.find("too few snapshots"), std::string::npos);
}

TEST_F(CliDiff, RefusesInOneSentence)
{
    const TemporaryFile other("other", "not a recording");
    for (const std::string& arguments :
         {"diff " + turns.path(),
          "diff " + turns.path() + " " + other.path(),
          "diff " + turns.path() + " --at-marker 9",
          "diff " + turns.path() + " --at-marker 0",
          "diff " + turns.path() + " " + turns.path() + " --at-marker 1",
          "diff " + turns.path() + " --at-marker 1 --a-to 3",
          "diff " + turns.path() + " --a-from 99",
          "diff " + turns.path() + " /nowhere",
          std::string("diff - - < /dev/null"),
          std::string("diff")})
    {
        const Outcome outcome = cli(arguments);
        EXPECT_EQ(outcome.code, 2) << arguments;
        EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    }
}

} // namespace
} // namespace lockscope
