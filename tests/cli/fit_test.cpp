// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/run_cli.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

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

/// The same eight points as other programs write them.
TEST(CliFit, ReadsTheTablesOfOtherProgramsToTheSameLawOrSaysWhyNot)
{
    const std::vector<std::pair<std::string, std::string>> points{{"1", "1004.0"},
                                                                  {"2", "1934.0"},
                                                                  {"4", "3656.9"},
                                                                  {"8", "6429.7"},
                                                                  {"12", "8621.8"},
                                                                  {"16", "10201.3"},
                                                                  {"24", "12183.1"},
                                                                  {"32", "13216.8"}};
    const auto table = [&points](const std::string& header, auto row) {
        std::string text = header;
        for (std::size_t i = 0; i < points.size(); ++i)
            text += row(std::to_string(i), points[i].first, points[i].second);
        return text;
    };
    using Text = const std::string&;
    const auto comma = [](std::string number) {
        number[number.find('.')] = ',';
        return number;
    };
    const auto grouped = [](std::string number) {
        return number.insert(number.find('.') - 3, ",");
    };
    std::string utf16("\xFF\xFE", 2);
    for (const char c :
         table("n\tthroughput\r\n", [](Text, Text n, Text x) { return n + "\t" + x + "\r\n"; }))
        utf16 += {c, '\0'};
    const std::vector<std::pair<std::string, std::string>> read{
        {"plain", table("n,throughput\n", [](Text, Text n, Text x) { return n + "," + x + "\n"; })},
        {"pandas",
         table(",n,throughput\n",
               [](Text i, Text n, Text x) { return i + "," + n + "," + x + "\n"; })},
        {"Excel, German",
         table("\xEF\xBB\xBFN;Durchsatz\r\n",
               [&](Text, Text n, Text x) { return n + ";" + comma(x) + "\r\n"; })},
        {"Excel, sep=",
         table("sep=;\r\nn;throughput\r\n",
               [](Text, Text n, Text x) { return n + ";" + x + "\r\n"; })},
        {"thousands",
         table("\"n\",\"throughput\"\n",
               [&](Text, Text n, Text x) { return n + ",\"" + grouped(x) + "\"\n"; })},
        {"label",
         table("lock,n,throughput\n",
               [](Text, Text n, Text x) { return "\"mutex, plain\"," + n + "," + x + "\n"; })},
        {"Excel, Unicode text", utf16},
        {"lone CR",
         table("n,throughput\r", [](Text, Text n, Text x) { return n + "," + x + "\r"; })}};
    for (const auto& [name, text] : read) {
        const TemporaryFile file("other.csv", text);
        const Outcome fit = cli("fit " + file.path() + " --json -");
        ASSERT_EQ(fit.code, 0) << name << ": " << fit.err;
        const Json json = Json::parse(fit.out);
        EXPECT_NEAR(json.at("alpha").get<double>(), 0.03018, 5e-6) << name;
        EXPECT_NEAR(json.at("beta").get<double>(), 0.000493, 5e-7) << name;
        EXPECT_NEAR(json.at("gamma").get<double>(), 1000.4, 0.05) << name;
    }
    const TemporaryFile wrong("wrong.csv", table("n,throughput\n", [&](Text, Text n, Text x) {
                                  return n + "," + comma(x) + "\n";
                              }));
    const Outcome refused = cli("fit " + wrong.path());
    EXPECT_EQ(refused.code, 2);
    EXPECT_NE(refused.err.find("line 2: 3 fields, but the header names 2 (a decimal comma"),
              std::string::npos)
        << refused.err;
}

TEST(CliFit, TakesOneGuardOfOurOwnSweep)
{
    const TemporaryFile table("sweep.csv");
    ASSERT_EQ(cli("sweep --guards mutex --fast-path both --cpus 1 --repeats 1 --seconds 0.01 --csv "
                  + table.path())
                  .code,
              0);
    const Outcome several = cli("fit " + table.path());
    EXPECT_EQ(several.code, 2);
    EXPECT_NE(several.err.find("one of 'mutex', 'mutex + fast path'"), std::string::npos)
        << several.err;
    const Outcome one = cli("fit " + table.path() + " --curve 'mutex + fast path' --json -");
    ASSERT_EQ(one.code, 0) << one.err;
    EXPECT_EQ(Json::parse(one.out).at("points").size(), 1U);
    EXPECT_EQ(cli("fit " + table.path() + " --curve none").code, 2);
    const TemporaryFile plain("plain.csv", "1,20\n4,78\n");
    EXPECT_EQ(cli("fit " + plain.path() + " --curve mutex").code, 2);
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
