// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace CLI {
class App;
} // namespace CLI

/// Each command of lockscope-cli adds itself to the app, with its flags and what it does. A command
/// that throws io::BadInput ends the program with BadArguments, any other exception with Failed.
namespace lockscope::cli {

/// All of them, in the order in which --help lists them: the rows of commands.cpp.
void addCommands(CLI::App& app);

} // namespace lockscope::cli
