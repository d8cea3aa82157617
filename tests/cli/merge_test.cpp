// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/run_cli.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace lockscope {
namespace {

using Json = nlohmann::json;
using test::cli;
using test::contentOf;
using test::Outcome;
using test::TemporaryFile;

constexpr const char* kTinySweep =
    "sweep --guards mutex --cpus 1 --repeats 1 --seconds 0.01 --json ";

TEST(CliMerge, LaysSweepsOverEachOtherWithTheirHostsAndAFitForEachCurve)
{
    const TemporaryFile here("here.json");
    const TemporaryFile there("there.json");
    ASSERT_EQ(cli(kTinySweep + here.path() + " --fast-path both").code, 0);
    Json other = Json::parse(cli(kTinySweep + std::string("-")).out);
    other["host"]["cpu_model"] = "Another CPU";
    other["host"]["cpus"] = 64;
    other["points"][0]["cpus"] = 64;
    std::ofstream(there.path()) << other;

    const Outcome merged = cli("merge " + here.path() + " " + there.path() + " --json -");
    ASSERT_EQ(merged.code, 0) << merged.err;
    EXPECT_EQ(merged.err, "");
    const Json json = Json::parse(merged.out); // nothing else on standard output
    EXPECT_EQ(json.at("schema"), "lockscope.merge/1");
    ASSERT_EQ(json.at("hosts").size(), 2U);
    EXPECT_EQ(json.at("hosts").at(1).at("name"), there.path());
    EXPECT_EQ(json.at("hosts").at(1).at("host"), other.at("host"));
    ASSERT_EQ(json.at("curves").size(), 3U);
    EXPECT_EQ(json.at("curves").at(1).at("host"), 1);
    EXPECT_EQ(json.at("curves").at(1).at("points").at(0).at("cpus"), 64);
    EXPECT_EQ(json.at("curves").at(2).at("fast_path"), true);
    for (const Json& curve : json.at("curves"))
        EXPECT_EQ(curve.at("fit").at("fits"), false) << "one point has no law";

    const Outcome table = cli("merge " + here.path() + " " + there.path());
    EXPECT_NE(table.out.find("Another CPU, 64 CPUs"), std::string::npos) << table.out;
    EXPECT_NE(table.out.find("mutex + fast path, calls/s"), std::string::npos) << table.out;
    EXPECT_NE(table.out.find("Does not fit, because"), std::string::npos) << table.out;
}

TEST(CliMerge, TakesPipesAndStandardInput)
{
    const TemporaryFile file("piped.json");
    ASSERT_EQ(cli(kTinySweep + file.path()).code, 0);
    const Outcome input = cli("merge - --json -", "cat " + file.path() + " | ");
    ASSERT_EQ(input.code, 0) << input.err;
    EXPECT_EQ(Json::parse(input.out).at("hosts").at(0).at("name"), "standard input");
    const Outcome pipe = test::shell("bash -c '" + std::string(LOCKSCOPE_CLI) + " merge <(cat "
                                     + file.path() + ") --json -'");
    ASSERT_EQ(pipe.code, 0) << pipe.err;
    EXPECT_EQ(Json::parse(pipe.out).at("curves"), Json::parse(input.out).at("curves"));
    const Outcome twice = cli("merge - -", "cat " + file.path() + " | ");
    EXPECT_EQ(twice.code, 2);
    EXPECT_NE(twice.err.find("standard input once"), std::string::npos) << twice.err;
    const Outcome nothing = cli("merge - < /dev/null");
    EXPECT_EQ(nothing.code, 2);
    EXPECT_NE(nothing.err.find("standard input: it is no JSON"), std::string::npos) << nothing.err;
}

TEST(CliMerge, RefusesWhatContradictsInOneSentence)
{
    const TemporaryFile good("good.json");
    ASSERT_EQ(cli(kTinySweep + good.path()).code, 0);
    Json json = Json::parse(contentOf(good.path()));
    const TemporaryFile copy("copy.json", contentOf(good.path()));
    json["points"] = Json::array();
    const TemporaryFile empty("empty.json", json.dump());
    json["schema"] = "lockscope.run/1";
    const TemporaryFile other("other.json", json.dump());
    const TemporaryFile text("text.json", "no JSON");
    for (const auto& [arguments, named] :
         {std::pair{std::string(), std::string("FILES")},
          {good.path() + " " + good.path(), "holds the same runs as"},
          {good.path() + " " + copy.path(), copy.path() + " holds the same runs as"},
          {good.path() + " " + empty.path(), empty.path() + " has no points"},
          {other.path(), other.path() + ": schema is \"lockscope.run/1\""},
          {text.path(), text.path() + ": it is no JSON"},
          {std::string("/no/such.json"), "/no/such.json: cannot be read"},
          {std::string("/tmp"), "/tmp"}})
    {
        const Outcome refused = cli("merge " + arguments);
        EXPECT_EQ(refused.code, 2) << arguments;
        EXPECT_EQ(refused.out, "") << arguments;
        EXPECT_NE(refused.err.find(named), std::string::npos) << refused.err;
        EXPECT_EQ(std::count(refused.err.begin(), refused.err.end(), '\n'), 1) << refused.err;
    }
    EXPECT_EQ(cli("merge " + good.path() + " --json /no/such/folder/m.json").code, 2);
}

/// The example of the manual's page on clusters that begins with this line, without the fence.
std::string exampleInManual(const std::string& firstLine)
{
    const std::string page = contentOf(LOCKSCOPE_CLUSTERS_PAGE);
    const std::size_t begin = page.find("```sh\n" + firstLine);
    if (begin == std::string::npos)
        return "";
    const std::size_t text = page.find('\n', begin) + 1;
    return page.substr(text, page.find("```", text) - text);
}

/// A folder of its own with scripts that can be run.
class MergeExample : public testing::Test
{
protected:
    MergeExample() { std::filesystem::create_directories(folder); }
    ~MergeExample() override { std::filesystem::remove_all(folder); }

    void script(const std::string& name, const std::string& content) const
    {
        std::ofstream(folder / name) << "#!/bin/sh\n" << content;
        std::filesystem::permissions(folder / name, std::filesystem::perms::owner_all);
    }

    const std::filesystem::path folder =
        std::filesystem::path(testing::TempDir()) / ("lockscope-merge-" + std::to_string(getpid()));
};

TEST_F(MergeExample, GnuParallelOfTheManualSweepsTwoMachinesAndMergesThem)
{
    const std::string example = exampleInManual("# machines.txt");
    ASSERT_NE(example.find("\nparallel "), std::string::npos) << "not in the manual";
    if (test::shell("parallel --version").out.find("GNU parallel") == std::string::npos)
        GTEST_SKIP() << "The manual's example was not run: GNU parallel is not installed.";
    // Both machines are this one: ssh's place is taken by a shell, and the sweeps are made tiny.
    script("ssh", "shift\nexec sh -c \"$*\"\n");
    script("lockscope-cli",
           std::string("[ \"$1\" = sweep ] && set -- \"$@\" --cpus 1 --repeats 1 --seconds 0.02\n"
                       "exec ")
               + LOCKSCOPE_CLI + " \"$@\"\n");
    std::ofstream(folder / "machines.txt") << "one\ntwo\n";
    const Outcome run = test::shell("cd " + folder.string() + " && export PATH=" + folder.string()
                                    + ":$PATH HOME=" + folder.string() + " && set -e\n" + example);
    ASSERT_EQ(run.code, 0) << run.err;
    const Json merged = Json::parse(contentOf(folder / "merged.json"));
    ASSERT_EQ(merged.at("hosts").size(), 2U);
    EXPECT_EQ(merged.at("hosts").at(0).at("name"), "one.json");
    EXPECT_EQ(merged.at("hosts").at(1).at("name"), "two.json");
    EXPECT_EQ(merged.at("curves").size(), 4U) << "with and without the fast path, on each";
}

TEST_F(MergeExample, SlurmOfTheManualIsAScriptThatAShellCanRead)
{
    const std::string example = exampleInManual("#!/bin/sh\n#SBATCH");
    ASSERT_NE(example.find("\nsrun "), std::string::npos) << "not in the manual";
    script("batch", example);
    const Outcome read = test::shell("sh -n " + (folder / "batch").string());
    EXPECT_EQ(read.code, 0) << read.err;
}

} // namespace
} // namespace lockscope
