// SPDX-License-Identifier: GPL-3.0-or-later
// A program that is watched on another host: ssh is a script here, which runs what it is given.
#include "tests/program/watched.h"
#include "tests/support/temporary_folder.h"

#include <optional>

#include <sys/stat.h>

namespace lockscope::test {

class RemoteProgram : public testing::Test
{
protected:
    RemoteProgram() { writeSsh(""); }

    /// `before`: what the host does first.
    void writeSsh(const std::string& before)
    {
        m_script.emplace("ssh",
                         "#!/bin/sh\nfor word; do last=$word; done\n"
                         "echo \"$*\" >"
                             + place("asked") + "\n" + before + "\nexec sh -c \"$last\"\n");
        ASSERT_EQ(::chmod(m_script->path().c_str(), 0700), 0);
    }

    [[nodiscard]] std::string place(const std::string& name) const
    {
        return (m_folder.path() / name).string();
    }

    /// With the host's lockscope-cli being this one.
    [[nodiscard]] Outcome there(const std::string& command, const std::string& rest) const
    {
        return cli(command + " --connect me@server --remote-program " + std::string(LOCKSCOPE_CLI)
                       + ' ' + rest,
                   "LOCKSCOPE_SSH=" + m_script->path() + ' ');
    }

    TemporaryFolder m_folder;
    std::optional<TemporaryFile> m_script;
};

TEST_F(RemoteProgram, IsRecordedHereWithItsStacks)
{
    const std::string file = place("run.lockscope");
    const Outcome made = there("record",
                               file + " --json " + place("run.json") + " -- "
                                   + watched("injected_waits") + " mutex 20000 60");
    ASSERT_EQ(made.code, 0) << made.err;
    EXPECT_NE(contentOf(place("asked")).find(" -- me@server "), std::string::npos);
    const nlohmann::json json = nlohmann::json::parse(cli("replay " + file + " --json -").out);
    EXPECT_EQ(json.at("complete"), true);
    EXPECT_EQ(json.at("calls"), 180) << "acquisitions";
    EXPECT_FALSE(json.at("watch").at("locks")[0].at("stacks").empty());
    EXPECT_EQ(nlohmann::json::parse(contentOf(place("run.json"))), json.at("watch"));
}

TEST_F(RemoteProgram, IsReportedAsOneThatIsHere)
{
    const Outcome json =
        there("watch", "--json - -- " + watched("injected_waits") + " mutex 20000 10");
    ASSERT_EQ(json.code, 0) << json.err;
    const nlohmann::json watch = nlohmann::json::parse(json.out);
    EXPECT_EQ(watch.at("schema"), "lockscope.watch/1");
    EXPECT_EQ(watch.at("program").at("exit_code"), 0);
    EXPECT_EQ(acquisitions(watch, "mutex"), 20U);
    const Outcome words = there("watch", "-- " + watched("injected_waits") + " mutex 20000 60");
    EXPECT_NE((words.out + words.err).find("waited by main (injected_waits.c:"), std::string::npos)
        << words.out << words.err;
}

TEST_F(RemoteProgram, WordsReachItAsTheyWereGiven)
{
    const std::string file = place("run.lockscope");
    const std::string words =
        R"(-c 'test "$1" = "a  b;c'\''d\$x" && exec sleep 0.2' sh "a  b;c'd\$x")";
    const Outcome made = there("record", file + " --json " + place("run.json") + " -- sh " + words);
    ASSERT_EQ(made.code, 0) << made.err;
    EXPECT_EQ(nlohmann::json::parse(contentOf(place("run.json"))).at("program").at("exit_code"), 0);
}

TEST_F(RemoteProgram, WhatDoesNotWorkIsOneSentenceAndLeavesNoFile)
{
    const std::string file = place("run.lockscope");
    const auto expectSaid = [&](const Outcome& outcome, int code, const std::string& said) {
        EXPECT_EQ(outcome.code, code) << outcome.err;
        EXPECT_NE(outcome.err.find(said), std::string::npos) << outcome.err;
        EXPECT_NE(shell("test -e " + file).code, 0);
    };
    expectSaid(there("record", file), 2, "a program to watch there");
    expectSaid(there("record", file + " --tasks 5 -- true"), 2, "tasks");
    expectSaid(cli("record " + file + " --connect -oProxyCommand=x -- true"), 2, "[user@]host");
    expectSaid(there("record", file + " -- /none/such"), 1, "ended with exit code 2");
    writeSsh("exit 255");
    expectSaid(there("record", file + " -- true"), 1, "me@server could not be reached by ssh");
    writeSsh("exit 127");
    expectSaid(there("watch", "-- true"), 1, "name it by --remote-program");
    writeSsh("echo welcome; exit 0");
    expectSaid(there("record", file + " -- true"), 2, "is no Lockscope recording");
    writeSsh("exit 0");
    expectSaid(there("record", file + " -- true"), 1, "nothing came from me@server");
}

} // namespace lockscope::test
