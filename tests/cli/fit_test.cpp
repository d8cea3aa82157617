// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/run_cli.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

namespace lockscope {
namespace {

using Json = nlohmann::json;
using test::cli;
using test::Outcome;
using test::TemporaryFile;

constexpr const char* kRaytracer =
    "n,throughput\n1,20\n4,78\n8,130\n12,170\n16,190\n20,200\n24,210\n28,230\n"
    "32,260\n48,280\n64,310\n";

TEST(CliFit, JsonHasTheDocumentedFieldsAndThePublishedCoefficients)
{
    const TemporaryFile file("raytracer.csv", kRaytracer);
    const Outcome fit = cli("fit " + file.path() + " --json -");
    ASSERT_EQ(fit.code, 0) << fit.err;
    EXPECT_EQ(fit.err, "");
    const Json json = Json::parse(fit.out); // nothing else on standard output
    EXPECT_EQ(json.at("schema"), "lockscope.fit/1");
    for (const std::string name : {"alpha", "beta", "gamma"}) {
        EXPECT_LE(json.at(name + "_low"), json.at(name)) << name;
        EXPECT_GE(json.at(name + "_high"), json.at(name)) << name;
        EXPECT_GT(json.at(name + "_se"), 0) << name;
    }
    EXPECT_NEAR(json.at("alpha").get<double>(), 0.057771, 5e-7);
    EXPECT_EQ(json.at("beta"), 0);
    EXPECT_NEAR(json.at("gamma").get<double>(), 21.848843, 5e-7);
    EXPECT_TRUE(json.at("n_star").is_null());
    EXPECT_NEAR(json.at("limit").get<double>(), 378.2, 0.05);
    EXPECT_GT(json.at("r2"), 0.99);
    EXPECT_EQ(json.at("fits"), true);
    EXPECT_EQ(json.at("reasons"), Json::array());
    EXPECT_EQ(json.at("law"), "amdahl");
    EXPECT_EQ(json.at("laws").size(), 3U);
    EXPECT_EQ(json.at("points").size(), 11U);
}

TEST(CliFit, ReadsStandardInputAndTellsPeopleTheVerdict)
{
    const Outcome fit =
        cli("fit -", "printf '1 1\\n2 1.8868\\n4 3.0769\\n6 3.5294\\n8 3.5398\\n10 3.3557\\n' | ");
    ASSERT_EQ(fit.code, 0) << fit.err;
    EXPECT_NE(fit.out.find("The Universal Scalability Law describes the data"), std::string::npos)
        << fit.out;
    EXPECT_NE(fit.out.find("at N = 7"), std::string::npos) << fit.out;
    EXPECT_NE(fit.out.find("forecast"), std::string::npos);
}

TEST(CliFit, DataOutOfReachOfTheLawAreAResultWithReasonsAndWithoutAForecast)
{
    const TemporaryFile few("few.csv", "1,20\n");
    const Outcome fit = cli("fit " + few.path() + " --json -");
    EXPECT_EQ(fit.code, 0) << fit.err;
    const Json json = Json::parse(fit.out);
    EXPECT_EQ(json.at("fits"), false);
    EXPECT_NE(json.at("reasons").at(0).get<std::string>().find("Too few points"),
              std::string::npos);
    for (const char* key : {"alpha", "alpha_se", "beta_low", "gamma_high", "n_star", "limit", "r2"})
        EXPECT_TRUE(json.at(key).is_null()) << key;
    const Outcome people = cli("fit " + few.path());
    EXPECT_NE(people.out.find("Does not fit, because: Too few points"), std::string::npos);
    EXPECT_EQ(people.out.find("forecast"), std::string::npos);
}

TEST(CliFit, SaysWhatItReadInAnotherWayThanItStands)
{
    const TemporaryFile file("odd.csv", "4,78,x\n1,20,x\n8,130,x\n12,170,x\n12,171,x\n");
    const Json json = Json::parse(cli("fit " + file.path() + " --json -").out);
    EXPECT_EQ(json.at("notes").size(), 3U) << json.at("notes");
    EXPECT_EQ(json.at("points").at(0).at("n"), 1);
    EXPECT_NE(cli("fit " + file.path()).out.find("sorted"), std::string::npos);
}

TEST(CliFit, RefusesBadFilesInOneSentenceWithCode2AndWritesNothing)
{
    for (const auto& [content, named] :
         {std::pair{"n,throughput\n1,20\n2,fast\n", "line 3: throughput 'fast'"},
          {"1,-5\n", "throughput '-5'"},
          {"0,5\n", "n '0'"},
          {"1,nan\n", "throughput 'nan'"},
          {"1\n2\n", "one column"},
          {"# none\n", "no data"}})
    {
        const TemporaryFile file("bad.csv", content);
        const TemporaryFile result("bad.json");
        const Outcome refused = cli("fit " + file.path() + " --json " + result.path());
        EXPECT_EQ(refused.code, 2) << content;
        EXPECT_EQ(refused.out, "") << content;
        EXPECT_NE(refused.err.find(named), std::string::npos) << refused.err;
        EXPECT_NE(refused.err.find(file.path()), std::string::npos) << refused.err;
        EXPECT_NE(refused.err.find("allowed: "), std::string::npos) << refused.err;
        EXPECT_EQ(std::count(refused.err.begin(), refused.err.end(), '\n'), 1) << refused.err;
        EXPECT_FALSE(std::filesystem::exists(result.path()));
    }
    EXPECT_EQ(cli("fit").code, 2);
    const Outcome missing = cli("fit /no/such/file.csv");
    EXPECT_EQ(missing.code, 2);
    EXPECT_NE(missing.err.find("/no/such/file.csv: cannot be read"), std::string::npos)
        << missing.err;
}

} // namespace
} // namespace lockscope
