// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"

#include <initializer_list>

namespace lockscope::cli {

// Each is defined in a file of its own, NAME_command.cpp.
void addRunCommand(CLI::App& app);
void addPublishedCommand(CLI::App& app);
void addCompareCommand(CLI::App& app);
void addDiffCommand(CLI::App& app);
void addFitCommand(CLI::App& app);
void addForecastCommand(CLI::App& app);
void addGuardsCommand(CLI::App& app);
void addHostCommand(CLI::App& app);
void addRecordCommand(CLI::App& app);
void addReplayCommand(CLI::App& app);
void addExportCommand(CLI::App& app);
void addSimulateCommand(CLI::App& app);
void addSweepCommand(CLI::App& app);
void addMergeCommand(CLI::App& app);
void addWatchCommand(CLI::App& app);
void addWorthCommand(CLI::App& app);

void addCommands(CLI::App& app)
{
    for (const auto add : {&addRunCommand,
                           &addPublishedCommand,
                           &addCompareCommand,
                           &addDiffCommand,
                           &addFitCommand,
                           &addForecastCommand,
                           &addGuardsCommand,
                           &addHostCommand,
                           &addRecordCommand,
                           &addReplayCommand,
                           &addExportCommand,
                           &addSimulateCommand,
                           &addSweepCommand,
                           &addMergeCommand,
                           &addWatchCommand,
                           &addWorthCommand})
        add(app);
}

} // namespace lockscope::cli
