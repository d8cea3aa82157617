// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/load_recording.h"
#include "tests/support/run_cli.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace lockscope::test {

/// Files that commands read, in a folder of their own, and for each command of the program
/// arguments with which it succeeds in a moment. A command that is new has to get a line here, or
/// tests over all of them fail.
class CliCommands
{
public:
    CliCommands()
    {
        std::ofstream(m_folder / "table.csv")
            << "n,throughput\n1,20\n4,78\n8,130\n16,170\n32,190\n";
        make("record run.lockscope --tasks 2000");
        make("record other.lockscope --tasks 2000");
        writeForecastableRecording((m_folder / "program.lockscope").string());
        make("sweep --guards none --cpus 1 --repeats 1 --seconds 0.01 --json sweep.json");
    }

    /// As the program itself lists them.
    [[nodiscard]] std::vector<std::string> all() const
    {
        const std::string sentence = cli("").err;
        std::string list =
            sentence.substr(sentence.find("commands: ") + std::string("commands: ").size());
        for (char& c : list)
            if (c == ',')
                c = ' ';
        std::istringstream words(list);
        return {std::istream_iterator<std::string>(words), {}};
    }

    /// The command's name and its arguments; files are relative to folder().
    [[nodiscard]] std::string quick(const std::string& command) const
    {
        const std::string sweep = " --guards none --repeats 1 --seconds 0.01";
        const std::map<std::string, std::string> rows{
            {"run", "--tasks 100"},
            {"seed", "--tasks 200 --workers 1"},
            {"published", "--tasks 200 --workers 1"},
            {"compare", sweep},
            {"diff", "run.lockscope other.lockscope"},
            {"fit", "table.csv"},
            {"forecast", "program.lockscope --machine 2x16 --cpus 1,2"},
            {"guards", ""},
            {"host", ""},
            {"record", "new.lockscope --tasks 100 --force"},
            {"replay", "run.lockscope"},
            {"export", "run.lockscope --format csv --output new.csv --force"},
            {"simulate", "--cpus 1 --calls 1000"},
            {"sweep", sweep + " --cpus 1"},
            {"merge", "sweep.json"},
            {"watch", "true"},
            {"worth", "true --seconds 1"}}; // no -- here: tests put flags behind
        const auto row = rows.find(command);
        if (row == rows.end()) {
            ADD_FAILURE() << "tests/support/cli_commands.h has no line for the command " << command;
            return command;
        }
        return command + " " + row->second;
    }

    /// Runs it in folder().
    [[nodiscard]] Outcome in(const std::string& arguments, const std::string& before = "") const
    {
        return shell("cd " + m_folder.path().string() + "; " + before + LOCKSCOPE_CLI " "
                     + arguments);
    }

    [[nodiscard]] std::string content(const std::string& name) const
    {
        return contentOf(m_folder / name);
    }
    [[nodiscard]] const TemporaryFolder& folder() const { return m_folder; }

private:
    void make(const std::string& arguments) const
    {
        const Outcome made = in(arguments);
        EXPECT_EQ(made.code, 0) << made.err;
    }

    TemporaryFolder m_folder;
};

/// One set of files for all tests of a program.
inline const CliCommands& cliCommands()
{
    static const CliCommands commands;
    return commands;
}

inline std::size_t lineCount(const std::string& text)
{
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

} // namespace lockscope::test
