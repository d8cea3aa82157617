// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "core/lab/lab_config.h"
#include "core/measure/host_facts.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <exception>

namespace {

using namespace lockscope::cli; // NOLINT(google-build-using-namespace): the program's own names

int complain(const std::string& sentence, ExitCode code)
{
    fmt::print(stderr, "lockscope-cli: {}\n", sentence);
    return code;
}

int run(int argc, char** argv)
{
    CLI::App app("Lockscope without the window: what a lock costs as CPUs are added.",
                 "lockscope-cli");
    app.set_version_flag("--version", lockscope::measure::readHostFacts().version);
    app.require_subcommand(1);
    addRunCommand(app);
    addSeedCommand(app);
    addGuardsCommand(app);
    addHostCommand(app);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success))
            return app.exit(error); // --help and --version
        return complain(error.what(), kBadArguments);
    }
    return kDone;
}

} // namespace

int main(int argc, char** argv)
{
    try {
        return run(argc, argv);
    } catch (const lockscope::lab::ConfigError& error) {
        return complain(error.what(), kBadArguments);
    } catch (const std::exception& error) {
        return complain(error.what(), kFailed);
    }
}
