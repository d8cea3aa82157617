// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
} // namespace CLI

namespace lockscope::cli {

/// The host on which a program is watched, reached by ssh; lockscope-cli is there, too.
struct RemoteProgram
{
    /// Adds --connect and --remote-program.
    void addTo(CLI::App& command);

    [[nodiscard]] bool given() const { return !host.empty(); }

    /// Runs lockscope-cli there with these words, until it ends or the person interrupts: then the
    /// connection ends, and what is watched there goes on. What it says to people stands where
    /// ours does. `take` gets its standard output as it comes; without it that is ours, too. Throws
    /// lab::ConfigError for a host that could be taken for something else, std::runtime_error in
    /// one sentence when it cannot be run there or fails.
    void run(const std::vector<std::string>& words,
             const std::function<void(std::string_view)>& take) const;

    std::string host; ///< [user@]host, or a name of ~/.ssh/config
    std::string program = "lockscope-cli"; ///< as the remote shell finds it; ~/ is its home
};

} // namespace lockscope::cli
