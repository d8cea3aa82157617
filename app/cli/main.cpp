// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/interrupts.h"
#include "app/cli/say.h"
#include "app/common/exit_code.h"
#include "core/io/bad_input.h"
#include "core/io/standard_streams.h"
#include "core/measure/host_facts.h"
#include "core/measure/problem.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <optional>
#include <sstream>
#include <string>

#include <fmt/format.h>

namespace {

using namespace lockscope; // NOLINT(google-build-using-namespace): the program's own names
using namespace lockscope::cli; // NOLINT(google-build-using-namespace): the command line's

int complain(const std::string& sentence, ExitCode code)
{
    sayAside("lockscope-cli: {}\n", sentence);
    return code;
}

/// What CLI11 says by itself: help, and the version.
void printAnswer(const CLI::App& app, const CLI::ParseError& answer)
{
    std::ostringstream text;
    (void)app.exit(answer, text, text);
    std::fputs(text.str().c_str(), stdout); // our own lines, with their ends
}

/// The commands' names, for a sentence.
std::string commandsOf(CLI::App& app)
{
    std::string names;
    for (const CLI::App* command : app.get_subcommands({}))
        names += (names.empty() ? "" : ", ") + command->get_name();
    return names;
}

/// The first argument, when it should have been a command and is none.
std::optional<std::string> notACommand(CLI::App& app, int argc, char** argv)
{
    if (argc < 2)
        return "no command given";
    const std::string first = argv[1];
    const auto commands = app.get_subcommands({});
    const auto named = [&first](const CLI::App* command) {
        return command->check_name(first);
    }; // or an alias
    if (first.starts_with('-') || std::any_of(commands.begin(), commands.end(), named))
        return std::nullopt;
    return fmt::format("'{}' is not a command", first);
}

int run(int argc, char** argv)
{
    CLI::App app("Lockscope without the window: what a lock costs as CPUs are added.",
                 "lockscope-cli");
    app.set_version_flag("--version", lockscope::measure::readHostFacts().version);
    app.require_subcommand(1);
    addCommands(app);
    if (const auto problem = notACommand(app, argc, argv))
        return complain(fmt::format("{}; commands: {}", *problem, commandsOf(app)), BadArguments);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() != static_cast<int>(CLI::ExitCodes::Success))
            return complain(error.what(), BadArguments);
        printAnswer(app, error); // --help and --version
    }
    return Done;
}

int runToTheEnd(int argc, char** argv)
{
    lockscope::measure::endWithSentence("lockscope-cli", Failed);
    try {
        return run(argc, argv);
    } catch (const lockscope::io::BadInput& error) {
        return complain(error.what(), BadArguments);
    } catch (const std::exception& error) {
        return complain(lockscope::measure::problemText(error), Failed);
    }
}

} // namespace

int main(int argc, char** argv)
{
    lockscope::io::guardStandardStreams();
    endOnInterrupts();
    const int code = runToTheEnd(argc, argv);
    const auto loss = lockscope::io::lossOfStandardOutput();
    return loss && code == Done ? complain(*loss, Failed) : code;
}
