// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/cli_commands.h"

#include <nlohmann/json.hpp>
#include <regex>

namespace lockscope {
namespace {

using Json = nlohmann::json;
using test::cli;
using test::cliCommands;
using test::Outcome;

/// The flags of a command that take a number or a list of them, as its help has them.
std::vector<std::string> numberFlags(const std::string& command)
{
    const std::string help = cli(command + " --help").out;
    const std::regex flag(R"(\n +(--[a-z-]+) (N|S|SHARE|PCT|LIST)\b)");
    std::vector<std::string> flags;
    for (std::sregex_iterator at(help.begin(), help.end(), flag), end; at != end; ++at)
        if (const std::string name = (*at)[1];
            name != "--guards" && name != "--counters") // lists of names
            flags.push_back(name);
    return flags;
}

TEST(CliNumbers, AreDecimalInEveryFlagOfEveryCommand)
{
    std::size_t flags = 0;
    for (const std::string& command : cliCommands().all())
        for (const std::string& flag : numberFlags(command)) {
            ++flags;
            for (const char* text :
                 {"0x10", "0b1", "1x", "nan", "inf", "1e999", "'1 2'", "--1", "+-1"}) {
                const Outcome refused =
                    cliCommands().in(cliCommands().quick(command) + " " + flag + "=" + text);
                EXPECT_EQ(refused.code, 2) << command << ' ' << flag << ' ' << text;
                EXPECT_EQ(test::lineCount(refused.err), 1U) << refused.err;
            }
        }
    EXPECT_GT(flags, 40U) << "found in the help";
}

TEST(CliNumbers, ALeadingZeroIsNoOctal)
{
    EXPECT_EQ(Json::parse(cli("run --tasks 010 --workers 02 --json -").out).at("calls"), 10);
    EXPECT_EQ(Json::parse(cli("run --tasks +0010 --json -").out).at("calls"), 10);
    const Json simulated = Json::parse(
        cli("simulate --cpus 010,011 --calls 01000 --seed 010 --outside-ns 0100 --json -").out);
    EXPECT_EQ(simulated.at("points").at(0).at("cpus"), 10);
    EXPECT_EQ(simulated.at("points").at(1).at("cpus"), 11);
    EXPECT_EQ(simulated.at("config").at("calls"), 1000);
    EXPECT_EQ(simulated.at("config").at("seed"), 10);
    EXPECT_EQ(simulated.at("config").at("outside_ns"), 100);
    const Json swept = Json::parse(cli("sweep --guards none --cpus 01 --repeats 01 --seconds 00.01 "
                                       "--seed 010 --workers 010 --json -")
                                       .out);
    EXPECT_EQ(swept.at("points").at(0).at("workers"), 10);
    EXPECT_EQ(swept.at("seed"), 10);
}

TEST(CliNumbers, TheBaselineGuardIsAGuardAndNoGuardIsToldAsThat)
{
    for (const char* command : {"sweep --guards none --cpus 1 --repeats 1 --seconds 0.01",
                                "compare --guards none --repeats 1 --seconds 0.01",
                                "run --guard none --tasks 10"})
        EXPECT_EQ(cli(command).code, 0) << command;
    const Outcome missing = cli("sweep --cpus 1");
    EXPECT_EQ(missing.code, 2);
    EXPECT_EQ(missing.err.find("none"), std::string::npos) << missing.err;
    EXPECT_NE(missing.err.find("--guards"), std::string::npos) << missing.err;
}

TEST(CliNumbers, ThroughputsThatCannotBeReckonedWithAreNoLaw)
{
    for (const char* exponent : {"e-300", "e-101"}) {
        const std::string e = exponent;
        const test::TemporaryFile table("extreme.csv",
                                        "n,throughput\n1,1" + e + "\n2,1.9" + e + "\n4,3" + e
                                            + "\n8,4" + e + "\n");
        const Outcome fit = cli("fit " + table.path());
        EXPECT_EQ(fit.code, 0) << fit.err;
        EXPECT_EQ(fit.out.find("nan"), std::string::npos) << fit.out;
        EXPECT_EQ(fit.out.find("inf"), std::string::npos) << fit.out;
        EXPECT_NE(fit.out.find("in another unit"), std::string::npos) << fit.out;
        const Json json = Json::parse(cli("fit " + table.path() + " --json -").out);
        EXPECT_EQ(json.at("fits"), false);
        EXPECT_TRUE(json.at("alpha").is_null());
    }
    const test::TemporaryFile small("small.csv",
                                    "n,throughput\n1,1e-90\n2,1.9e-90\n4,3e-90\n8,4e-90\n");
    EXPECT_EQ(Json::parse(cli("fit " + small.path() + " --json -").out).at("fits"), true);
}

TEST(CliNames, ThatAreNoUtf8BreakNeitherJsonNorSentences)
{
    std::filesystem::copy(cliCommands().folder() / "run.lockscope",
                          cliCommands().folder() / "run\xff\x1b[31m.lockscope");
    std::filesystem::copy(cliCommands().folder() / "table.csv",
                          cliCommands().folder() / "table\xff.csv");
    for (const char* arguments :
         {"export run?*31m.lockscope --format csv --output out\xff.csv --json -",
          "fit table?.csv --json -",
          "replay run?*31m.lockscope --json -"})
    {
        const Outcome read = cliCommands().in(arguments);
        EXPECT_EQ(read.code, 0) << arguments << read.err;
        EXPECT_TRUE(Json::accept(read.out)) << arguments << read.out;
    }
    const Outcome missing = cliCommands().in("replay missing\xff.lockscope");
    EXPECT_EQ(missing.code, 2);
    EXPECT_NE(missing.err.find("missing"), std::string::npos);
    EXPECT_EQ(missing.err.find('\xff'), std::string::npos) << "a terminal gets text";
}

TEST(CliHome, WithoutOneNothingIsReadFromOrWrittenToTheCurrentFolder)
{
    const test::TemporaryFolder folder;
    std::filesystem::create_directories(folder / ".local/share/lockscope");
    std::filesystem::create_directories(folder / "lockscope");
    for (const char* place : {".local/share/lockscope/machine.json", "lockscope/machine.json"})
        std::ofstream(folder / place)
            << cli("simulate --machine 8x28 --cpus 1 --calls 1000 --json -").out;
    for (const char* environment : {"env -u HOME -u XDG_DATA_HOME ",
                                    "env HOME= XDG_DATA_HOME= ",
                                    "env HOME=. XDG_DATA_HOME=. ",
                                    "env -u HOME XDG_DATA_HOME=relative "})
    {
        const std::string in =
            "cd " + folder.path().string() + "; " + environment + LOCKSCOPE_CLI + " ";
        const Outcome read = test::shell(in + "simulate --machine this --cpus 1 --calls 1000");
        EXPECT_EQ(read.code, 2) << environment;
        EXPECT_NE(read.err.find("there is no place"), std::string::npos) << read.err;
        const Outcome written = test::shell(in + "host --calibrate");
        EXPECT_EQ(written.code, 1) << environment;
        EXPECT_EQ(written.out, "") << "told before anything is measured";
        EXPECT_NE(written.err.find("there is no place"), std::string::npos) << written.err;
        EXPECT_FALSE(std::filesystem::exists(folder / "relative"));
    }
}

} // namespace
} // namespace lockscope
