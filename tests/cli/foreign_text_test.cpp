// SPDX-License-Identifier: GPL-3.0-or-later
// What comes from elsewhere does not reach the terminal, a spreadsheet or a parser as it came.
#include "core/io/text_fit.h"
#include "core/io/utf8.h"
#include "tests/support/hostile_recording.h"
#include "tests/support/run_cli.h"
#include "tests/support/temporary_file.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace lockscope {
namespace {

using test::cli;
using test::Outcome;
using test::TemporaryFile;
using Json = nlohmann::json;

// Clears a screen, sets a title, turns the writing round, begins a line of its own; ESC as C1, too.
const std::string kControls =
    "CPU \x1b[2J\x1b]0;title\x07 \u009b31m \u202e txt \x7f\nlockscope-cli: all is well\r";

/// A text from elsewhere that has become visible, and nothing in it that a terminal would obey.
void expectFit(const std::string& printed, const std::string& what)
{
    for (std::size_t at = 0; at < printed.size();) {
        const io::Utf8Character character = io::characterAt(printed, at);
        ASSERT_TRUE(character.valid) << what << ", byte " << at;
        ASSERT_TRUE(character.code == '\n' || !io::isControl(character.code))
            << what << ", byte " << at << ": " << io::forTerminal(printed.substr(at, 40));
        at += character.size;
    }
    EXPECT_EQ(printed.find("\nlockscope-cli: all is well"), std::string::npos)
        << what << ": a text began a line of its own";
}

TEST(CliForeignText, NoControlCharacterOfARecordingReachesTheTerminal)
{
    const TemporaryFile file("controls.lockscope", test::recordingOfText(kControls, 30));
    for (const std::string& command :
         std::vector<std::string>{"replay " + file.path(),
                                  "replay " + file.path() + " --json -",
                                  "diff " + file.path() + " " + file.path(),
                                  "diff " + file.path() + " " + file.path() + " --json -",
                                  "export " + file.path() + " --format openmetrics --output -",
                                  "export " + file.path() + " --format jsonl --output -",
                                  "export " + file.path() + " --format trace --output -"})
    {
        const Outcome outcome = cli(command);
        EXPECT_EQ(outcome.code, 0) << command << outcome.err;
        EXPECT_FALSE(outcome.out.empty()) << command;
        expectFit(outcome.out, command);
        expectFit(outcome.err, command);
    }
}

TEST(CliForeignText, NoControlCharacterOfAFileOrANameReachesTheTerminal)
{
    const TemporaryFile sweep("sweep.json", R"({"schema": "\u001b[2J\u009b"})");
    const TemporaryFile machine("machine.json",
                                R"({"schema": "lockscope.machine/1", "\u001b[2J": 1})");
    const TemporaryFile table("table.csv", "n,throughput\n1,10\n2,\u202ex\n");
    const TemporaryFile label(
        "label.json",
        R"({"schema": "lockscope.machine/1", "id": "x", "label": "\u001b[2J\n", "source": "\u009b", "costs": {"time_slice_ns": 1000000}})");
    for (const std::string& command :
         std::vector<std::string>{"merge " + sweep.path(),
                                  "simulate --machine " + machine.path(),
                                  "simulate --cpus 1 --calls 1000 --machine " + label.path(),
                                  "fit " + table.path(),
                                  "replay $'/nowhere/\\x1b[2J\\xff'",
                                  "replay \"$(printf '/nowhere/\\033[2J\\377')\"",
                                  "\"$(printf '\\033[2J')\"",
                                  "run --guard \"$(printf '\\033[2J')\""})
    {
        const Outcome outcome = cli(command);
        expectFit(outcome.out, command);
        expectFit(outcome.err, command);
        const std::string said = outcome.out + outcome.err;
        EXPECT_TRUE(said.find("\\x1b") != said.npos || said.find("\\u001b") != said.npos
                    || said.find("\\u202e") != said.npos)
            << command << ": " << said;
    }
}

TEST(CliForeignText, AFormulaStaysATextInASpreadsheet)
{
    const TemporaryFile file("formula.lockscope", test::recordingOfText("=cmd|'/C calc'!A0;\"x\""));
    const Outcome outcome = cli("export " + file.path() + " --format csv --output -");
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_NE(outcome.out.find(",\"'=cmd|'/C calc'!A0;\"\"x\"\"\","), std::string::npos)
        << outcome.out;
    for (const char* formula : {",=", ",\"=", "\n=", ",@", ",+"})
        EXPECT_EQ(outcome.out.find(formula), std::string::npos) << formula;
}

TEST(CliForeignText, JsonStillSaysWhatTheRecordingSaid)
{
    const TemporaryFile file("said.lockscope", test::recordingOfText(kControls));
    const Json json = Json::parse(cli("replay " + file.path() + " --json -").out);
    EXPECT_EQ(json.at("host").at("cpu_model"), kControls);
}

} // namespace
} // namespace lockscope
