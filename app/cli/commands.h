// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace CLI {
class App;
} // namespace CLI

/// Each command of lockscope-cli adds itself to the app, with its flags and what it does. A command
/// that throws io::BadInput ends the program with BadArguments, any other exception with Failed.
namespace lockscope::cli {

void addRunCommand(CLI::App& app);
void addPublishedCommand(CLI::App& app);
void addCompareCommand(CLI::App& app);
void addDiffCommand(CLI::App& app);
void addExportCommand(CLI::App& app);
void addFitCommand(CLI::App& app);
void addGuardsCommand(CLI::App& app);
void addHostCommand(CLI::App& app);
void addMergeCommand(CLI::App& app);
void addRecordCommand(CLI::App& app);
void addReplayCommand(CLI::App& app);
void addSimulateCommand(CLI::App& app);
void addSweepCommand(CLI::App& app);

} // namespace lockscope::cli
