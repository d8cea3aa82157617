// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/recording.h"
#include "tests/support/cli_commands.h"

#include <sys/stat.h>

namespace lockscope {
namespace {

namespace fs = std::filesystem;
using test::cliCommands;
using test::lineCount;
using test::Outcome;

void put(const std::string& name, const std::string& content)
{
    std::ofstream(cliCommands().folder() / name) << content;
}

void expectRefused(const std::string& arguments, const std::string& part)
{
    const Outcome refused = cliCommands().in(arguments);
    EXPECT_EQ(refused.code, 2) << arguments;
    EXPECT_EQ(refused.out, "") << arguments;
    EXPECT_NE(refused.err.find(part), std::string::npos) << arguments << ": " << refused.err;
    EXPECT_EQ(lineCount(refused.err), 1U) << arguments << ": " << refused.err;
}

TEST(CliOverwriting, JsonReplacesAnEarlierResultOfTheSameCommandAndNothingElseUnasked)
{
    for (const std::string& command : cliCommands().all()) {
        const std::string quick = cliCommands().quick(command);
        const bool forced =
            quick.ends_with("--force"); // a file of its own would stop the second time
        const std::string asked =
            forced ? quick.substr(0, quick.size() - std::string("--force").size()) : quick;
        const auto fresh = [] {
            for (const char* name : {"new.lockscope", "new.csv"})
                fs::remove(cliCommands().folder() / name);
        };
        for (const std::string& foreign : {std::string("precious"),
                                           std::string("{\"schema\": \"lockscope.other/1\"}"),
                                           std::string("{\"schema\": \"somebody.else/1\"}"),
                                           std::string("[]")})
        {
            fresh();
            put("result.json", foreign);
            expectRefused(asked + " --json result.json",
                          "result.json exists and is not overwritten (--force");
            EXPECT_EQ(cliCommands().content("result.json"), foreign);
        }
        fresh();
        EXPECT_EQ(cliCommands().in(asked + " --force --json result.json").code, 0) << command;
        const std::string first = cliCommands().content("result.json");
        EXPECT_TRUE(first.starts_with("{\n  \"schema\": \"lockscope.")) << command;
        fresh();
        EXPECT_EQ(cliCommands().in(asked + " --json result.json").code, 0)
            << command << ": the same again";
        put("empty.json", "");
        fresh();
        EXPECT_EQ(cliCommands().in(asked + " --json empty.json").code, 0)
            << command << ": nothing to lose";
        fs::remove(cliCommands().folder() / "result.json");
        fs::remove(cliCommands().folder() / "empty.json");
    }
}

TEST(CliOverwriting, JsonGoesThroughLinksWhichStay)
{
    for (const std::string& command : cliCommands().all()) {
        fs::create_symlink("behind.json", cliCommands().folder() / "link.json");
        for (const char* round : {"dangling", "over an earlier one"}) {
            EXPECT_EQ(cliCommands().in(cliCommands().quick(command) + " --json link.json").code, 0)
                << command << round;
            EXPECT_TRUE(fs::is_symlink(cliCommands().folder() / "link.json")) << command << round;
            EXPECT_FALSE(cliCommands().content("behind.json").empty()) << command << round;
        }
        fs::remove(cliCommands().folder() / "link.json");
        fs::remove(cliCommands().folder() / "behind.json");
    }
}

TEST(CliOverwriting, RecordAndExportGoThroughLinksAndReplaceWhenToldTo)
{
    for (const std::string& command :
         {std::string("record link --tasks 100"),
          std::string("export run.lockscope --format csv --output link")})
    {
        fs::create_symlink("behind", cliCommands().folder() / "link");
        EXPECT_EQ(cliCommands().in(command).code, 0) << command;
        expectRefused(command, "link exists and is not overwritten (--force overwrites it)");
        chmod((cliCommands().folder() / "behind").c_str(), 0640);
        EXPECT_EQ(cliCommands().in(command + " --force").code, 0) << command;
        EXPECT_TRUE(fs::is_symlink(cliCommands().folder() / "link")) << command;
        EXPECT_EQ(fs::status(cliCommands().folder() / "behind").permissions(), fs::perms(0640))
            << command;
        fs::remove(cliCommands().folder() / "link");
        fs::remove(cliCommands().folder() / "behind");
    }
}

TEST(CliOverwriting, ABadPlaceIsToldBeforeAnythingIsDone)
{
    fs::create_directory(cliCommands().folder() / "folder");
    fs::create_symlink("circle", cliCommands().folder() / "circle");
    for (const std::string& command : cliCommands().all())
        for (const auto& [place, reason] :
             {std::pair{"missing/a.json", "No such file or directory"},
              {"folder", "Is a directory"},
              {"table.csv/a.json", "Not a directory"},
              {"circle", "Too many levels of symbolic links"}})
            // A day would be too long for a test.
            expectRefused((command == "run" ? "run --seconds 86400" : cliCommands().quick(command))
                              + " --json " + place,
                          std::string(place) + " could not be written: " + reason);
    for (const char* arguments : {"record missing/a --seconds 86400",
                                  "sweep --guards none --seconds 3600 --csv missing/a",
                                  "host --calibrate missing/a",
                                  "export run.lockscope --format csv --output missing/a"})
        expectRefused(arguments, "missing/a could not be written: No such file or directory");
    expectRefused("run --seconds 86400 --json ''", "--json ''");
}

TEST(CliOverwriting, WhatIsReadIsNeverWrittenWhateverItIsCalled)
{
    fs::create_symlink("run.lockscope", cliCommands().folder() / "soft");
    fs::create_hard_link(cliCommands().folder() / "run.lockscope", cliCommands().folder() / "hard");
    const std::string before = cliCommands().content("run.lockscope");
    for (const char* name : {"run.lockscope", "./run.lockscope", "soft", "hard"})
        for (const std::string& command :
             {std::string("replay run.lockscope --json "),
              std::string("replay - <run.lockscope --json "),
              std::string("diff run.lockscope other.lockscope --json "),
              std::string("diff other.lockscope run.lockscope --json "),
              std::string("fit run.lockscope --json "),
              std::string("merge run.lockscope --json "),
              std::string("simulate --machine run.lockscope --json "),
              std::string("sweep --resume run.lockscope --csv "),
              std::string("export run.lockscope --format csv --output new --json "),
              std::string("export run.lockscope --format csv --output ")})
            for (const char* force : {"", " --force"})
                expectRefused(command + name + force, "another file than ");
    expectRefused("export run.lockscope --format csv --output - >>run.lockscope",
                  "standard output goes into the file");
    EXPECT_EQ(cliCommands().content("run.lockscope"), before);
    for (const char* name : {"soft", "hard"})
        fs::remove(cliCommands().folder() / name);
}

TEST(CliOverwriting, TwoOutputsAreTwoFiles)
{
    fs::create_symlink("both", cliCommands().folder() / "to-both");
    for (const char* arguments :
         {"record both --tasks 100 --json both",
          "record both --tasks 100 --json to-both --force",
          "export run.lockscope --format csv --output both --json ./both",
          "sweep --guards none --cpus 1 --seconds 0.01 --csv both --json to-both",
          "run --tasks 100 --json to-both >both"})
    {
        expectRefused(arguments, "another file than ");
        EXPECT_EQ(cliCommands().content("both"), "") << arguments;
    }
    fs::remove(cliCommands().folder() / "to-both");
    fs::remove(cliCommands().folder() / "both");
}

TEST(CliOverwriting, OtherOutputsReplaceTheirOwnKindUnasked)
{
    const std::string sweep =
        "sweep --guards none --cpus 1 --repeats 1 --seconds 0.01 --csv points.csv";
    EXPECT_EQ(cliCommands().in(sweep).code, 0);
    EXPECT_EQ(cliCommands().in(sweep).code, 0);
    put("points.csv", "a,b\n1,2\n");
    expectRefused(sweep, "points.csv exists and is not overwritten");
    EXPECT_EQ(cliCommands().in(sweep + " --force").code, 0);
    put("points.csv", "a machine of somebody's");
    expectRefused("host --calibrate points.csv", "points.csv exists and is not overwritten");
}

} // namespace
} // namespace lockscope
